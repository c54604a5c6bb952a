import { beforeAll, expect, test } from 'vitest';
import type { FluidClient } from '../../../test/support/fluidClient';
import { fluidForFile } from '../../../test/support/fluid';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import type { SearchedTable } from '../../src/database/database';
import { sql } from '../../src/database/sql';
import { tableOf } from '../../src/database/textIndex';

const fluid = fluidForFile();
const COUNT = 30;
const LIMIT = 10;
/** As many as make an id another one that sorts before it, and behind the one before. */
const RANDOM = 6;

let other: FluidClient;

beforeAll(async () => {
	other = await fluid.otherWorkspace('Another one');
});

const kinds: Array<{ table: SearchedTable; path: string; make: (at: number) => object }> = [
	{ table: 'deals', path: '/api-deals', make: (at) => ({ name: `Website ${at}` }) },
	{ table: 'contacts', path: '/api-contacts', make: (at) => ({ name: `Website ${at}` }) },
];

const make = async (client: FluidClient, path: string, body: object): Promise<string> => {
	const answer = path === '/api-deals' ? await client.ingest(body) : await client.post(path, body);
	expect(answer.status).toBe(201);
	return answer.body.id ?? answer.body.deal.id;
};

/** Gives records other ids, as processes that make some at the same time do, each by its own clock. */
const giveIds = async (table: SearchedTable, ids: Array<[from: string, to: string]>) => {
	await fluid.service.database.writeService(async (transaction) => {
		for (const [from, to] of ids)
			await transaction.run(sql`update ${tableOf[table]} set id = ${to} where id = ${from}`);
	});
	await fluid.service.database.indexTexts();
};

/** Returns the ids of what is found, page by page, newest first. */
async function found(path: string): Promise<string[]> {
	const ids: string[] = [];
	for (let cursor: string | null = ''; cursor !== null; ) {
		const page: { body: { data: Array<{ id: string }>; next_cursor: string | null } } =
			await fluid.get(`${path}?q=website&limit=${LIMIT}${cursor && `&cursor=${cursor}`}`);
		ids.push(...page.body.data.map(({ id }) => id));
		cursor = page.body.next_cursor;
	}
	return ids;
}

test.each(kinds)(
	'$table are found page by page, whatever is made in another workspace meanwhile, and by whichever process',
	async ({ table, path, make: body }) => {
		const early = await make(other, path, { name: 'Made before' });
		const ids: string[] = [];
		for (let at = 0; at < COUNT; at += 1) ids.push(await make(fluid, path, body(at)));
		const newest = ids.toReversed();
		const lastOfPage = newest[LIMIT - 1] as string;
		await giveIds(table, [[early, `${lastOfPage.slice(0, -RANDOM)}${'0'.repeat(RANDOM)}`]]);
		expect(await found(path)).toEqual(newest);

		// One process has the database to itself.
		if (!isOnPostgres()) return;
		const nextPage = newest[LIMIT + 4] as string;
		await giveIds(table, [
			[lastOfPage, `${lastOfPage}x`],
			[nextPage, lastOfPage],
			[`${lastOfPage}x`, nextPage],
		]);
		expect(await found(path)).toEqual(newest);
	},
);
