import { Client } from 'pg';
import { inject } from 'vitest';
import { openPostgres, type PostgresDatabase } from '../../server/src/database/postgres/postgres';
import { newKeyText } from '../../server/src/secrets/key';
import { EMPTY_DATABASE } from './postgresForAll';

/** A database of a test's own, with the settings that have the service use it. */
export type TestDatabase = { env: Record<string, string>; remove: () => Promise<void> };

/** Returns whether the tests of this project run on PostgreSQL. */
export function isOnPostgres(): boolean {
	return inject('postgres') !== undefined;
}

let made = 0;

/**
 * Makes an empty PostgreSQL database; undefined in a project whose tests run on the embedded one.
 *
 * @param settings of the server, for all connections to it
 */
export async function newTestDatabase(
	settings: Record<string, string> = {},
): Promise<TestDatabase | undefined> {
	const server = inject('postgres');
	if (!server) return undefined;
	made += 1;
	const name = `fluid_test_${process.pid}_${made}`;
	await ask(server, `create database ${name} template ${EMPTY_DATABASE}`);
	for (const [setting, value] of Object.entries(settings))
		await ask(server, `alter database ${name} set ${setting} = '${value}'`);
	const url = new URL(server);
	url.pathname = name;
	return {
		env: { DATABASE_URL: url.href, FLUID_SECRET_KEY: newKeyText() },
		remove: () => ask(server, `drop database ${name} with (force)`),
	};
}

/** Opens it as a process that delivers nothing. */
export function openTestDatabase({ env }: TestDatabase): Promise<PostgresDatabase> {
	return openPostgres({
		url: env.DATABASE_URL as string,
		...{ isPooled: false, listenUrl: undefined, role: 'all', isService: false, mayMake: true },
	});
}

async function ask(url: string, text: string): Promise<void> {
	const client = new Client({ connectionString: url });
	await client.connect();
	await client.query(text);
	await client.end();
}
