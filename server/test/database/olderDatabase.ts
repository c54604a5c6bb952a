import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { inRepository } from '../../../scripts/repository.mjs';
import { FluidFixture } from '../../../test/support/fluid';
import { readConfig } from '../../src/config';
import { DATABASE_FILE } from '../../src/database/embedded';
import { migrate, migrations } from '../../src/database/migrate';
import { startService } from '../../src/start';

const SUFFIX = '.sqlite.gz';
const kept = inRepository('server', 'test', 'database', 'older');

/** The last migrations of the databases that are kept, oldest first. */
export const keptStates = readdirSync(kept)
	.filter((name) => name.endsWith(SUFFIX))
	.map((name) => basename(name, SUFFIX))
	.sort();

/** The last migrations of the table states between the oldest of them and today's, but for those. */
export const statesBetween = migrations
	.map(({ name }) => name)
	.filter((name) => name > String(keptStates[0]) && !keptStates.includes(name))
	.filter((name) => name !== migrations.at(-1)?.name);

/** An API key that all of them know, made from zeros. */
const KEY = `fluid_${'0'.repeat(32)}2wjyrI`;

/** The setting that opens what is sealed in those that seal something. */
export const SECRET_KEY = '5a'.repeat(32);

/**
 * Starts today's service on a copy of a database.
 *
 * @param state the last migration of one that is kept, or of a state that the oldest one is brought to first
 */
export async function startOnOlder(state: string, now: () => Date): Promise<FluidFixture> {
	return startInFolder(olderFolder(state), now);
}

/** Returns a data folder with a copy of such a database. */
export function olderFolder(state: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'fluid-test-'));
	const file = join(folder, DATABASE_FILE);
	const isKept = keptStates.includes(state);
	const packed = readFileSync(join(kept, `${isKept ? state : keptStates[0]}${SUFFIX}`));
	writeFileSync(file, gunzipSync(packed));
	if (!isKept) bringTo(state, file);
	return folder;
}

/** Starts today's service on what such a folder holds, or where its database was moved to. */
export async function startInFolder(
	folder: string,
	now: () => Date,
	env: Record<string, string> = {},
): Promise<FluidFixture> {
	const service = await startService(
		readConfig({
			PORT: '0',
			DATA_DIR: folder,
			LOG_LEVEL: 'error',
			FLUID_RETRY_SCHEDULE: '1h',
			FLUID_SECRET_KEY: SECRET_KEY,
			...env,
		}),
		now,
	);
	const { body } = await new FluidFixture(service, '', KEY, folder, now).get('/api-me');
	return new FluidFixture(service, body.workspace.id, KEY, folder, now);
}

function bringTo(state: string, file: string): void {
	const connection = new DatabaseSync(file);
	migrate(
		connection,
		migrations.filter(({ name }) => name <= state),
	);
	connection.close();
}
