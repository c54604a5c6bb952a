import { Client } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../../../test/support/needs';
import {
	isOnPostgres,
	newTestDatabase,
	openTestDatabase,
	type TestDatabase,
} from '../../../test/support/postgresDatabase';
import type { PostgresDatabase } from '../../src/database/postgres/postgres';
import type { PostgresTransaction } from '../../src/database/postgres/postgresTransaction';

const NEEDS = needs('PostgreSQL (Debian: apt install postgresql)');

let created: TestDatabase | undefined;
let database: PostgresDatabase;

beforeAll(async () => {
	created = await newTestDatabase();
	if (!created) return;
	database = await openTestDatabase(created);
	return async () => {
		await database.close();
		await created?.remove();
	};
});

/** Publishes in a workspace; answers the number that was given, and the transaction. */
const publish = (workspaceId: string) =>
	database.write(workspaceId, async (transaction) => ({
		sequence: await transaction.nextSequence(workspaceId),
		transaction: (transaction as PostgresTransaction).id,
	}));

describe.skipIf(!isOnPostgres())('several workspaces in one transaction', () => {
	test('each counts by itself', NEEDS, async () => {
		await Promise.all([publish('a'), publish('b')]);
		await publish('b');
		// One that is new goes on by itself for a moment.
		await expect
			.poll(
				async () => {
					const shared = await Promise.all([publish('a'), publish('b')]);
					return new Set(shared.map(({ transaction }) => transaction)).size;
				},
				{ timeout: 10_000 },
			)
			.toBe(1);
		const [a, b] = await Promise.all([publish('a'), publish('b')]);
		expect(b.sequence - a.sequence).toBe(1);
	});

	test('what fails in one after it has written leaves the others as they are', NEEDS, async () => {
		const failing = database.write('c', async (transaction) => {
			await transaction.nextSequence('c');
			throw new Error('This one is refused.');
		});
		const [refused, kept] = await Promise.allSettled([failing, publish('d')]);
		expect(refused).toMatchObject({ reason: new Error('This one is refused.') });
		expect(kept).toMatchObject({ value: { sequence: 1 } });
		await expect(publish('c')).resolves.toMatchObject({ sequence: 1 });
	});

	test('one that another process is changing holds up nobody else', NEEDS, async () => {
		await Promise.all([publish('e'), publish('f')]);
		const other = new Client({ connectionString: created?.env.DATABASE_URL });
		await other.connect();
		await other.query('begin');
		await other.query(`select 1 from counters where workspace_id = 'e' for update`);
		const order: string[] = [];
		const held = publish('e').then((published) => {
			order.push('e');
			return published;
		});
		await expect(publish('f')).resolves.toMatchObject({ sequence: 2 });
		order.push('f');
		await other.query('rollback');
		await expect(held).resolves.toMatchObject({ sequence: 2 });
		expect(order).toEqual(['f', 'e']);
		await other.end();
	});
});
