import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../../../test/support/needs';
import {
	isOnPostgres,
	newTestDatabase,
	openTestDatabase,
	type TestDatabase,
} from '../../../test/support/postgresDatabase';
import type { PostgresDatabase } from '../../src/database/postgres/postgres';
import { sql } from '../../src/database/sql';

const NEEDS = needs('PostgreSQL (Debian: apt install postgresql)');

let created: TestDatabase | undefined;
let one: PostgresDatabase;
let other: PostgresDatabase;

beforeAll(async () => {
	// Nobody gets out of a circle by itself while a test waits.
	created = await newTestDatabase({ deadlock_timeout: '60s' });
	if (!created) return;
	[one, other] = [await openTestDatabase(created), await openTestDatabase(created)];
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

/** How many transactions of this database wait for a name. */
async function waitingForNames(): Promise<number> {
	const rows = await one.all(sql`
		select 1 from pg_locks where locktype = 'advisory' and not granted
			and database = (select oid from pg_database where datname = current_database())`);
	return rows.length;
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
		await expect.poll(waitingForNames).toBe(1);
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
