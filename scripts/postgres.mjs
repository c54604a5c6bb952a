import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/** Returns the folder of PostgreSQL's programs, the newest installed; undefined where there is none. */
export function postgresPrograms() {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => other - one) : [];
	const folders = [
		...versions.map((version) => join(DEBIAN, version, 'bin')),
		'/opt/homebrew/opt/postgresql/bin',
		'/usr/local/opt/postgresql/bin',
		'/usr/local/pgsql/bin',
	];
	return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

/** Says why the tests on PostgreSQL cannot run; undefined where they can. */
export function whyNoPostgres() {
	if (process.env.FLUID_TEST_DATABASE_URL || postgresPrograms()) return undefined;
	return 'no PostgreSQL is installed (Debian: apt install postgresql) and FLUID_TEST_DATABASE_URL names no server in which databases can be made';
}
