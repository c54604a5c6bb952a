import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { newTestDatabase, type TestDatabase } from '../../../test/support/postgresDatabase';
import { dueNow } from '../../src/database/postgres/lateTexts';

let database: TestDatabase | undefined;
let fluid: FluidFixture;

beforeAll(async () => {
	database = await newTestDatabase();
	fluid = await startFluid(database?.env);
});
afterAll(async () => {
	await fluid.stop();
	await database?.remove();
});

const names = async (q: string): Promise<string[]> => {
	const { body } = await fluid.get(`/api-deals?q=${encodeURIComponent(q)}`);
	return body.data.map(({ name }: Deal) => name);
};

async function inPostgres<T>(statement: string): Promise<T[]> {
	const client = new Client({ connectionString: database?.env.DATABASE_URL });
	await client.connect();
	const { rows } = await client.query(statement).finally(() => client.end());
	return rows;
}

const late = async () => {
	const [row] = await inPostgres<{ all: string }>(
		'select (select count(*) from deals_to_index) + (select count(*) from contacts_to_index) as all',
	);
	return Number(row?.all);
};

/** Keeps the texts of deals from being indexed while something is done. */
async function whileLate<T>(work: () => Promise<T>): Promise<T> {
	const client = new Client({ connectionString: database?.env.DATABASE_URL });
	await client.connect();
	await client.query(`
		create or replace function keep() returns trigger language plpgsql as $$ begin return null; end $$;
		create trigger keep before delete on deals_to_index for each row execute function keep()`);
	try {
		return await work();
	} finally {
		await client.query('drop trigger keep on deals_to_index');
		await client.end();
	}
}

test('a new deal is found at once by its name, its person and its company, before it is indexed', async ({
	skip,
}) => {
	if (!database) skip();
	await whileLate(async () => {
		await fluid.ingest({
			name: 'Website relaunch',
			contact: { name: 'Ada Lovelace', email: 'ada@example.com' },
			company: { name: 'Analytical Engines' },
		});
		for (const q of ['relaunch', 'Lovelace', 'ada@ex', 'ytical', 'we'])
			expect(await names(q), q).toEqual(['Website relaunch']);
		const { body } = await fluid.get('/api-deals?q=relaunch&sort=updated&status=open');
		expect(body.data).toHaveLength(1);
		expect(await names('relaunched')).toEqual([]);
	});
});

test('a deal that is renamed while it is late is found by its new name alone', async ({ skip }) => {
	if (!database) skip();
	await fluid.ingest({ external_id: 'print', name: 'Brochure' });
	await fluid.ingest({ external_id: 'print', name: 'Catalogue' });
	expect(await names('Brochure')).toEqual([]);
	expect(await names('Catalogue')).toEqual(['Catalogue']);
	await expect.poll(late, { timeout: 20_000 }).toBe(0);
	expect(await names('Brochure')).toEqual([]);
	expect(await names('Catalogue')).toEqual(['Catalogue']);
});

test('what is late is indexed behind the changes, and found as before', async ({ skip }) => {
	if (!database) skip();
	const deals = Array.from({ length: 1_200 }, (_, at) => ({
		name: `Lead ${at}`,
		contact: { email: `lead-${at}@example.com` },
	}));
	await fluid.ingest({ deals: deals.slice(0, 1_000) });
	await fluid.ingest({ deals: deals.slice(1_000) });
	await expect.poll(late, { timeout: 20_000 }).toBe(0);
	expect(await names('Lead 777')).toEqual(['Lead 777']);
	const { body } = await fluid.get('/api-contacts?q=lead-1199');
	expect(body.data).toHaveLength(1);
});

test('a deal that is deleted while it is late is not indexed', async ({ skip }) => {
	if (!database) skip();
	await whileLate(async () => {
		const { body } = await fluid.ingest({ name: 'Mistake' });
		await fluid.delete(`/api-deals/${body.deal.id}`);
		expect(await names('Mistake')).toEqual([]);
	});
	await fluid.service.database.indexTexts();
	expect(await late()).toBe(0);
	expect(await inPostgres(`select * from deal_index where text like '%mistake%'`)).toEqual([]);
});

test.each([
	['a few are indexed some at a time', { late: 30, atMs: 250 }, 30],
	['many that nobody adds to, too', { late: 9_000, atMs: 60_000 }, 500],
	['a crowd has the database to itself', { late: 3_000, atMs: 250 }, 0],
	['until too many are late', { late: 20_400, atMs: 250 }, 400],
	['which are too many without a crowd as well', { late: 25_000, atMs: 100_000 }, 5_000],
])('%s', (_what, now, due) => {
	expect(dueNow(now, { late: 0, atMs: 0 })).toBe(due);
});
