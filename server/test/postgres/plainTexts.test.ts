import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { newTestDatabase, type TestDatabase } from '../../../test/support/postgresDatabase';
import { sql } from '../../src/database/sql';
import { migrations } from '../../src/database/migrate';
import { plainLetters } from '../../src/database/migrations/0050_plain_letters';
import { indexInPlainLetters } from '../../src/database/postgres/plainLetters';
import { PLAIN_LETTERS, workspaceLetters } from '../../src/values/searchText';

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

/** Writes what an earlier version has found a deal by. */
async function writeAsBefore(name: string, lines: string): Promise<void> {
	const text = `${workspaceLetters(fluid.workspaceId)}\n${lines}`;
	const number = sql`(select number from deals where name = ${name})`;
	await fluid.service.database.writeService(async (transaction) => {
		await transaction.run(sql`delete from deal_index where rowid = ${number}`);
		await transaction.run(
			sql`insert into deal_index (rowid, text) select number, ${text} from deals where name = ${name}`,
		);
	});
}

const INDEXED = ['contact_index', 'deal_index'].map((index) => ({
	name: `${index} ${PLAIN_LETTERS}`,
}));

/** The service does it behind its start, as after an upgrade. */
async function isIndexedBehindTheStart(): Promise<void> {
	if (!database) return;
	const indexed = () => inPostgres('select name from plain_texts order by name');
	await expect.poll(indexed, { timeout: 20_000 }).toEqual(INDEXED);
}

async function inPostgres(statement: string): Promise<unknown[]> {
	const client = new Client({ connectionString: database?.env.DATABASE_URL });
	await client.connect();
	const { rows } = await client.query(statement).finally(() => client.end());
	return rows;
}

/** What each database does once for the version that has plain letters. */
async function upgrade(): Promise<void> {
	if (!database) {
		const statements = plainLetters.split(';').filter((each) => each.trim() !== '');
		await fluid.service.database.writeService(async (transaction) => {
			for (const each of statements) await transaction.run({ strings: [each], values: [] });
		});
		return;
	}
	const client = new Client({ connectionString: database.env.DATABASE_URL });
	await client.connect();
	await client.query('delete from plain_texts');
	await indexInPlainLetters(client, new AbortController().signal);
	await client.end();
	expect(await inPostgres('select name from plain_texts order by name')).toEqual(INDEXED);
}

test('what an earlier version has indexed is found as before, and after the upgrade in plain letters', async () => {
	for (const name of ['José García', '🔥Hot', 'Acme']) await fluid.deal({ name });
	await fluid.service.database.indexTexts();
	await isIndexedBehindTheStart();
	await writeAsBefore('José García', 'josé garcía\n  jo  ga');
	await writeAsBefore('🔥Hot', '🔥hot\n  ho');
	expect([await names('josé'), await names('jose'), await names('🔥')]).toEqual([
		['José García'],
		[],
		[],
	]);

	await upgrade();

	const found = async () => [await names('josé'), await names('jose'), await names('🔥')];
	const all = [['José García'], ['José García'], ['🔥Hot']];
	expect(await found()).toEqual(all);
	await fluid.service.database.indexTexts();
	expect(await found()).toEqual(all);
	expect(await names('acme')).toEqual(['Acme']);
});

test('each version of what is typed as something else has the embedded index made anew', () => {
	expect(migrations.filter(({ change }) => change === plainLetters)).toHaveLength(PLAIN_LETTERS);
});
