import { Client } from 'pg';
import { inject } from 'vitest';
import { newKeyText } from '../../server/src/secrets/key';
import { EMPTY_DATABASE } from './postgresForAll';

/** A database of a test's own, with the settings that have the service use it. */
export type TestDatabase = { env: Record<string, string>; remove: () => Promise<void> };

/** Returns whether the tests of this project run on PostgreSQL. */
export function isOnPostgres(): boolean {
	return inject('postgres') !== undefined;
}

let made = 0;

/** Makes an empty PostgreSQL database; undefined in a project whose tests run on the embedded one. */
export async function newTestDatabase(): Promise<TestDatabase | undefined> {
	const server = inject('postgres');
	if (!server) return undefined;
	made += 1;
	const name = `fluid_test_${process.pid}_${made}`;
	await ask(server, `create database ${name} template ${EMPTY_DATABASE}`);
	const url = new URL(server);
	url.pathname = name;
	return {
		env: { DATABASE_URL: url.href, FLUID_SECRET_KEY: newKeyText() },
		remove: () => ask(server, `drop database ${name} with (force)`),
	};
}

async function ask(url: string, text: string): Promise<void> {
	const client = new Client({ connectionString: url });
	await client.connect();
	await client.query(text);
	await client.end();
}
