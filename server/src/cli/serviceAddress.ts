import { readConfig } from '../config';
import { notedAddress } from '../notedAddress';

/**
 * Returns the address under which people reach the service: `PUBLIC_URL`, or the one of `PORT` on this machine, or what the
 * service has noted itself, which may have been started with other settings than the command.
 */
export function serviceAddress(): string {
	const { publicUrl, port, dataDir } = readConfig(process.env);
	if (publicUrl !== undefined) return publicUrl;
	const noted = process.env.PORT ? undefined : notedAddress(dataDir);
	return noted ?? `http://localhost:${port}`;
}
