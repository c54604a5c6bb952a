import { beforeAll, describe, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { madeBy } from '../../src/context';
import { sql } from '../../src/database/sql';
import { changeDeal } from '../../src/deals/change';
import { type HistoricChange, loadDealHistory } from '../../src/events/history';
import { removeOld } from '../../src/retention';
import { BY_HAND } from '../../src/runs/maker';

let now = new Date('2026-10-01T09:00:00.000Z');
const fluid = fluidForFile({ FLUID_RATE_LIMIT: '0' }, () => now);
let keyId: string;

beforeAll(async () => {
	const row = await fluid.service.database.get<{ id: string }>(
		sql`select id from api_keys where workspace_id = ${fluid.workspaceId}`,
	);
	keyId = row?.id as string;
});

const historyOf = ({ id }: Deal): Promise<HistoricChange[]> =>
	loadDealHistory(fluid.service.database, fluid.workspaceId, id, { limit: 50 });

const makersOf = async (deal: Deal) =>
	(await historyOf(deal)).map(({ made_by, run_id }) => [made_by, run_id]);

const ingestIn = async (run: string, input: object): Promise<Deal> =>
	(await fluid.ingest(input, { 'fluid-run': run })).body.deal;

describe('the history of a deal', () => {
	test('says which API key made a change, and in which run', async () => {
		const deal = await ingestIn('n8n-4711', { name: 'Acme' });
		await fluid.deal({ id: deal.id, value: 10 });
		expect(await makersOf(deal)).toEqual([
			[keyId, null],
			[keyId, 'n8n-4711'],
		]);
	});

	test('says what a person did by hand', async () => {
		const deal = await fluid.deal({ name: 'Acme' });
		const byHand = madeBy(fluid.service.context, BY_HAND);
		await changeDeal(byHand, fluid.workspaceId, { id: deal.id, status: 'won' });
		expect(await makersOf(deal)).toEqual([
			['person', null],
			[keyId, null],
		]);
	});

	test('says who renamed the company, also where the deal shows that later', async () => {
		const deals = Array.from({ length: 60 }, (_, number) => ({
			...{ name: `Acme ${number}`, company: { name: 'Acme', domain: 'acme.example' } },
		}));
		await fluid.ingest({ deals });
		const deal = await ingestIn('rename', {
			...{ name: 'One more', company: { name: 'Acme Ltd', domain: 'acme.example' } },
		});
		const { body } = await fluid.get(`/api-deals?company_id=${deal.company?.id}&limit=100`);
		const last = (body.data as Deal[]).at(-1) as Deal;
		const first = (body.data as Deal[])[1] as Deal;
		await expect.poll(() => makersOf(first).then(([newest]) => newest)).toEqual([keyId, 'rename']);
		expect((await makersOf(last))[0]).toEqual([keyId, 'rename']);
	});

	test('is kept as long as the deal, where the events are gone after 30 days', async () => {
		const deal = await ingestIn('n8n-4712', { name: 'Acme', custom_fields: {} });
		await ingestIn('n8n-4713', { id: deal.id, value: 10, labels: ['hot'] });
		const other = await fluid.deal({ name: 'Deleted' });
		now = new Date(now.getTime() + 31 * 24 * 3_600_000);
		await removeOld(fluid.service.database, now);
		await ingestIn('n8n-4714', { id: deal.id, value: 20 });

		const history = await historyOf(deal);
		expect(history.map((change) => ('event' in change ? 'event' : change.kept))).toEqual([
			'event',
			expect.objectContaining({
				...{ type: 'deal.updated', timestamp: '2026-10-01T09:00:00.000Z' },
				...{ changed_fields: ['value', 'labels'], made_by: keyId, run_id: 'n8n-4713' },
			}),
			expect.objectContaining({ type: 'deal.created', changed_fields: [], run_id: 'n8n-4712' }),
		]);
		const [newest, second] = history;
		const older = await loadDealHistory(fluid.service.database, fluid.workspaceId, deal.id, {
			...{ before: newest?.sequence as number, limit: 1 },
		});
		expect(older).toEqual([second]);

		await fluid.delete(`/api-deals/${other.id}`);
		expect(await historyOf(other)).toEqual([]);
	});
});

describe('the header Fluid-Run', () => {
	test.each(['', 'a run', 'x'.repeat(101), 'füñf', '.', '..'])('is refused as %j', async (run) => {
		const { status, body } = await fluid.ingest({ name: 'Acme' }, { 'fluid-run': encodeURI(run) });
		expect([status, body.detail]).toEqual([422, expect.stringContaining('1 to 100 characters')]);
	});

	test('costs a change without it nothing: what it replaces is stored for runs alone', async () => {
		const changes = () =>
			fluid.service.database.get(sql`select count(*) as count from run_changes`);
		const before = await changes();
		const deal = await fluid.deal({ name: 'Acme', company: 'Acme 2', contact: { name: 'Ada' } });
		await fluid.deal({ id: deal.id, value: 1, note: 'Called.' });
		expect(await changes()).toEqual(before);
	});
});
