import { expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { startedForFile, startFluid } from '../../../test/support/fluid';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import type { Reader } from '../../src/database/database';
import { flatten, SQLITE } from '../../src/database/sql';
import { findDealIds } from '../../src/deals/findIds';
import { findAllInOrder } from '../../src/deals/findInOrderByText';
import { planNarrowings, type SearchedText } from '../../src/deals/narrowing';
import type { DealOrder, DealSearch } from '../../src/deals/search';
import { walk } from '../../src/deals/walk';

const BOTH = 30;

/** So many of those that are due first mention Hold Corp: one in so many. */
const SOMETIMES = 40;

/** More of each than are read in one go: of Hold Corp, and with the label vip. What is both was made first and last, and is due last, the oldest of it at the very end. */
const fluid = startedForFile(async () => {
	const started = await startFluid();
	const many = async (count: number, deal: (number: number) => object) => {
		for (let from = 0; from < count; from += 1000) {
			const deals = Array.from({ length: Math.min(1000, count - from) }, (_, index) =>
				deal(from + index),
			);
			const { status } = await started.ingest({ deals });
			expect(status).toBe(200);
		}
	};
	const due = (days: number) => ({ reminder: { in_days: days } });
	const both = (number: number) => ({
		name: `Hold Corp ${number}`,
		labels: ['vip'],
		...due(300 - number),
	});
	await many(BOTH / 2, both);
	await many(1_100, (number) => ({ name: `Hold Corp alone ${number}` }));
	await many(1_100, (number) => ({ name: `Vip ${number}`, labels: ['vip'], ...due(2) }));
	await many(20_500, (number) => ({
		name: number % SOMETIMES === 0 ? `Other of Hold Corp ${number}` : `Other ${number}`,
		...due(1),
	}));
	await many(BOTH / 2, (number) => both(BOTH / 2 + number));
	return started;
});

const orders: DealOrder[] = ['newest', 'due', 'updated'];

test.each(orders)('what few of many deals are is found page by page, %s first', async (sort) => {
	const found: Deal[] = [];
	let path: string | undefined = `/api-deals?q=hold corp&label=vip&sort=${sort}&limit=7`;
	while (path) {
		const { body } = await fluid.get(path);
		found.push(...body.data);
		path =
			body.next_cursor &&
			`/api-deals?q=hold corp&label=vip&sort=${sort}&limit=7&cursor=${body.next_cursor}`;
	}

	const names = found.map(({ name }) => name);
	expect(names.toSorted()).toEqual(
		Array.from({ length: BOTH }, (_, number) => `Hold Corp ${number}`).toSorted(),
	);
	const ids = found.map(({ id }) => id);
	expect(ids).toEqual(ids.toSorted().reverse());
});

test.each([
	['a text that none of those with a reminder has', { q: 'hold corp alone', sort: 'due' }],
	[
		'a text and a label that no deal has together',
		{ q: 'hold corp alone', label: 'vip', sort: 'updated' },
	],
] as const)('for %s, only those that one of the two leaves are looked at', async (_, filters) => {
	const { database } = fluid.service;
	let statements = 0;
	const counting: Reader = {
		...(database.isRemote && { isRemote: true }),
		all: (statement) => ((statements += 1), database.all(statement)),
		get: (statement) => ((statements += 1), database.get(statement)),
	};

	const search = { ...filters, limit: 50, pipelines: [], now: new Date() };

	expect(await findDealIds(counting, fluid.workspaceId, search)).toEqual([]);
	expect(statements).toBeLessThan(40);
});

test('where the first in an order often mention a text, a walk goes on to those behind them', async () => {
	const { database } = fluid.service;
	const limit = 200;
	const search: DealSearch = { q: 'hold corp', sort: 'due', limit, pipelines: [], now: new Date() };

	const all = await planNarrowings(database, fluid.workspaceId, search);
	const { ids } = await walk(database, fluid.workspaceId, search, all, 10);

	const { body } = await fluid.get(`/api-deals?q=of hold corp&sort=due&limit=${limit}`);
	expect(ids).toEqual(body.data.map(({ id }: Deal) => id));
	expect(ids).toHaveLength(limit);
});

/** What lists among the values of a statement hold. */
const listed = (values: unknown[]): string[] =>
	values
		.filter((value) => typeof value === 'string' && value.startsWith('['))
		.flatMap((value) => JSON.parse(value as string) as string[]);

test.skipIf(isOnPostgres()).each([20, 200])(
	'of some thousand that may mention a text, the texts of the first %i in the order are read and of few more',
	async (limit) => {
		const { database } = fluid.service;
		const texts = new Set<string>();
		const ofAll: string[] = [];
		const counting: Reader = {
			all: async (statement) => {
				const { text, values } = flatten(statement, SQLITE);
				if (text.includes('is_mentioned')) {
					for (const deal of listed(values)) texts.add(deal);
					if (text.includes('from deal_index')) ofAll.push(text);
				}
				return database.all(statement);
			},
			get: (statement) => database.get(statement),
		};
		const search: DealSearch = {
			q: 'hold corp',
			sort: 'due',
			limit,
			pipelines: [],
			now: new Date(),
		};

		const ids = await findDealIds(counting, fluid.workspaceId, search);

		const { body } = await fluid.get(`/api-deals?q=of hold corp&sort=due&limit=${limit}`);
		expect(ids).toEqual(body.data.map(({ id }: Deal) => id));
		expect(ids).toHaveLength(limit);
		expect(ofAll).toEqual([]);
		expect(texts.size).toBeGreaterThanOrEqual(limit);
		expect(texts.size).toBeLessThanOrEqual(limit + 150);
	},
);

test('what only holds the letters of a text is no hit, however much of it there is', async () => {
	await fluid.ingest({
		deals: Array.from({ length: 1_000 }, (_, number) => ({
			name: `Planfo to Anford ${number}`,
			reminder: { in_days: 1 },
		})),
	});
	for (const number of [1, 2, 3])
		await fluid.deal({ name: `Planford ${number}`, reminder: { in_days: 200 + number } });
	await fluid.service.database.indexTexts();

	const { body } = await fluid.get('/api-deals?q=planford&sort=due');

	expect(body.data.map(({ name }: Deal) => name)).toEqual([
		'Planford 1',
		'Planford 2',
		'Planford 3',
	]);
});

test('where more mention a text than are read at once, all of them are looked at', async () => {
	const { database } = fluid.service;
	const search: DealSearch = {
		q: 'other',
		sort: 'updated',
		limit: 700,
		pipelines: [],
		now: new Date(),
	};
	const all = await planNarrowings(database, fluid.workspaceId, search);
	const text = all.flatMap((each) => each.text ?? [])[0] as SearchedText;

	const ids = await findAllInOrder(database, fluid.workspaceId, search, text, all);

	expect(ids).toEqual((await walk(database, fluid.workspaceId, search, all)).ids);
	expect(ids).toHaveLength(search.limit);
});

test('one that was made a moment ago is among them, before its text is indexed', async () => {
	const { id } = await fluid.deal({ name: 'Hold Corp alone at last', reminder: { in_days: 400 } });

	const { body } = await fluid.get('/api-deals?q=hold corp alone&sort=due');

	expect(body.data.map((deal: Deal) => deal.id)).toEqual([id]);
});
