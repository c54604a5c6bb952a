import { expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { startedForFile, startFluid } from '../../../test/support/fluid';
import type { Reader } from '../../src/database/database';
import { findDealIds } from '../../src/deals/findIds';
import type { DealOrder } from '../../src/deals/search';

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
	await many(12_000, (number) => ({
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
		all: (statement) => ((statements += 1), database.all(statement)),
		get: (statement) => ((statements += 1), database.get(statement)),
	};

	const search = { ...filters, limit: 50, pipelines: [], now: new Date() };

	expect(await findDealIds(counting, fluid.workspaceId, search)).toEqual([]);
	expect(statements).toBeLessThan(40);
});

test('where the first in an order often mention a text, those behind them are looked at, not all that mention it', async () => {
	const { database } = fluid.service;
	const asked: string[] = [];
	const noting: Reader = {
		all: (statement) => (asked.push(JSON.stringify(statement)), database.all(statement)),
		get: (statement) => database.get(statement),
	};
	const limit = 200;

	const ids = await findDealIds(noting, fluid.workspaceId, {
		q: 'hold corp',
		sort: 'due',
		limit,
		pipelines: [],
		now: new Date(),
	});

	const { body } = await fluid.get(`/api-deals?q=of hold corp&sort=due&limit=${limit}`);
	expect(ids).toEqual(body.data.map(({ id }: Deal) => id));
	expect(ids).toHaveLength(limit);
	expect(asked.filter((statement) => statement.includes('as at, deals.id from'))).toEqual([]);
});

test('one that was made a moment ago is among them, before its text is indexed', async () => {
	const { id } = await fluid.deal({ name: 'Hold Corp alone at last', reminder: { in_days: 400 } });

	const { body } = await fluid.get('/api-deals?q=hold corp alone&sort=due');

	expect(body.data.map((deal: Deal) => deal.id)).toEqual([id]);
});
