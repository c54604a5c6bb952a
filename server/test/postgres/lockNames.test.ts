import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../../../test/support/needs';
import {
	isOnPostgres,
	newTestDatabase,
	type TestDatabase,
} from '../../../test/support/postgresDatabase';
import { openPostgres, type PostgresDatabase } from '../../src/database/postgres/postgres';

const NEEDS = needs('PostgreSQL (Debian: apt install postgresql)');

let created: TestDatabase | undefined;
let one: PostgresDatabase;
let other: PostgresDatabase;

const open = () =>
	openPostgres({
		url: created?.env.DATABASE_URL as string,
		...{ isPooled: false, listenUrl: undefined, role: 'all', isService: false, mayMake: true },
	});

beforeAll(async () => {
	created = await newTestDatabase();
	if (!created) return;
	const client = new Client({ connectionString: created.env.DATABASE_URL });
	await client.connect();
	// Nobody gets out of a circle by itself while a test waits.
	await client.query(`do $$ begin
		execute format('alter database %I set deadlock_timeout = ''60s''', current_database());
	end $$`);
	await client.end();
	[one, other] = [await open(), await open()];
});

afterAll(async () => {
	await Promise.all([one?.close(), other?.close()]);
	await created?.remove();
});

/** Takes a name, says so, and ends when it is let go. */
function holding(database: PostgresDatabase, name: string) {
	const taken = Promise.withResolvers<void>();
	const end = Promise.withResolvers<void>();
	const ended = database.writeDeliveries(async (transaction) => {
		await transaction.lockNames?.([name]);
		taken.resolve();
		await end.promise;
	});
	return { taken: taken.promise, end: end.resolve, ended };
}

describe.skipIf(!isOnPostgres())('a name that a transaction has', () => {
	test('is waited for by others', NEEDS, async () => {
		const order: string[] = [];
		const first = holding(one, 'webhook A');
		await first.taken;
		const waiting = other.writeDeliveries(async (transaction) => {
			await transaction.lockNames?.(['webhook B', 'webhook A']);
			order.push('other');
		});
		await sleep(100);
		order.push('one');
		first.end();
		await Promise.all([first.ended, waiting]);
		expect(order).toEqual(['one', 'other']);
	});

	test(
		'is never waited for in a circle, also where changes share a transaction',
		NEEDS,
		async () => {
			const [a, b] = [holding(one, 'webhook A'), holding(other, 'webhook B')];
			const results: string[] = [];
			const then = (database: PostgresDatabase, name: string) =>
				database.writeDeliveries(async (transaction) => {
					await transaction.lockNames?.([name]);
					results.push(name);
				});
			const second = [then(one, 'webhook B'), then(other, 'webhook A')];
			await Promise.all([a.taken, b.taken]);
			a.end();
			b.end();
			await Promise.all([a.ended, b.ended, ...second]);
			expect(results.sort()).toEqual(['webhook A', 'webhook B']);
		},
	);
});
