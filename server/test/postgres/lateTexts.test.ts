import { Pool } from 'pg';
import { expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { needs } from '../../../test/support/needs';
import {
	isOnPostgres,
	newTestDatabase,
	type TestDatabase,
} from '../../../test/support/postgresDatabase';
import { dueNow, LateTexts } from '../../src/database/postgres/lateTexts';
import { sql, type Statement } from '../../src/database/sql';

const fluid = fluidForFile();
const onPostgres = test.runIf(isOnPostgres());
const NEEDS = { ...needs('PostgreSQL'), timeout: 30_000 };

const names = async (q: string): Promise<string[]> => {
	const { body } = await fluid.get(`/api-deals?q=${encodeURIComponent(q)}`);
	return body.data.map(({ name }: Deal) => name);
};

const late = async () => {
	const row = await fluid.service.database.get<{ all: string }>(
		sql`select (select count(*) from deals_to_index) + (select count(*) from contacts_to_index) as all`,
	);
	return Number(row?.all);
};

const change = (statement: Statement) =>
	fluid.service.database.writeService((transaction) => transaction.run(statement));

/** Keeps the texts of deals from being indexed behind the changes while something is done. */
async function whileLate<T>(work: () => Promise<T>): Promise<T> {
	await change(sql`
		create or replace function keep() returns trigger language plpgsql as $$ begin
			return case when current_query() like '%skip locked%' then null else old end;
		end $$`);
	await change(
		sql`create trigger keep before delete on deals_to_index for each row execute function keep()`,
	);
	return work().finally(() => change(sql`drop trigger keep on deals_to_index`));
}

onPostgres(
	'a new deal is found at once by its name, its person and its company, before it is indexed',
	NEEDS,
	async () => {
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
	},
);

onPostgres(
	'a deal that is renamed while it is late is found by its new name alone',
	NEEDS,
	async () => {
		await whileLate(async () => {
			await fluid.ingest({ external_id: 'print', name: 'Brochure' });
			await fluid.ingest({ external_id: 'print', name: 'Catalogue' });
			expect(await names('Brochure')).toEqual([]);
			expect(await names('Catalogue')).toEqual(['Catalogue']);
		});
		await expect.poll(late, { timeout: 20_000 }).toBe(0);
		expect(await names('Brochure')).toEqual([]);
		expect(await names('Catalogue')).toEqual(['Catalogue']);
	},
);

onPostgres('what is late is indexed behind the changes, and found as before', NEEDS, async () => {
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

onPostgres('a deal that is deleted while it is late is not indexed', NEEDS, async () => {
	await whileLate(async () => {
		const { body } = await fluid.ingest({ name: 'Mistake' });
		await fluid.delete(`/api-deals/${body.deal.id}`);
		expect(await names('Mistake')).toEqual([]);
	});
	await fluid.service.database.indexTexts();
	expect(await late()).toBe(0);
	const left = sql`select * from deal_index where text like '%mistake%'`;
	expect(await fluid.service.database.all(left)).toEqual([]);
});

onPostgres(
	'no more than a search reads fast are left waiting, however many have come',
	NEEDS,
	async () => {
		const database = (await newTestDatabase()) as TestDatabase;
		const pool = new Pool({ connectionString: database.env.DATABASE_URL });
		await pool.query(
			`insert into contacts_to_index select number, 'of nobody' from generate_series(1, 26000) as numbers (number)`,
		);
		await new LateTexts(pool).indexSome(1_000);
		const { rows } = await pool.query('select count(*)::int as late from contacts_to_index');
		await pool.end();
		await database.remove();
		expect(rows).toEqual([{ late: 20_000 }]);
	},
);

onPostgres('numbers that an undone import has used up are not indexed for', NEEDS, async () => {
	const database = (await newTestDatabase()) as TestDatabase;
	const pool = new Pool({ connectionString: database.env.DATABASE_URL });
	await pool.query(`insert into contacts_to_index values (1, 'of nobody'), (9000000, 'of nobody')`);
	let asked = 0;
	const counting = {
		query: (...given: [string, unknown[]]) => {
			asked += 1;
			return pool.query(...given);
		},
	} as unknown as Pool;
	await new LateTexts(counting).indexSome(1_000);
	const { rows } = await pool.query('select * from contacts_to_index');
	await pool.end();
	await database.remove();
	expect(rows).toEqual([]);
	expect(asked).toBeLessThan(10);
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
