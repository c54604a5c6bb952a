import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'address';

/** Notes beside the data where the service answers, so that commands given in another terminal name an address that works. */
export function noteAddress(dataDir: string, address: string): void {
	try {
		writeFileSync(join(dataDir, FILE), `${address}\n`, { mode: 0o600 });
	} catch {
		// With DATABASE_URL there need be no such folder, and commands then go by their own settings.
	}
}

/** Returns the address that the service of these data had last, or undefined. */
export function notedAddress(dataDir: string): string | undefined {
	try {
		return readFileSync(join(dataDir, FILE), 'utf8').trim() || undefined;
	} catch {
		return undefined;
	}
}
