import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { plantFault } from '../../../test/support/plantedFault';
import { sql } from '../../src/database/sql';
import { claimDue, type DueDelivery, releaseClaims } from '../../src/webhooks/deliveries';
import { Outcomes } from '../../src/webhooks/outcomes';
import type { SendOutcome } from '../../src/deliveryClient';
import { countedIn } from '../database/countedStatements';

const MANY = 40;

let fluid: FluidFixture;
let queue: string;

/** Nothing is sent by itself: the webhook is pulled. Each deal has a delivery that is due, and one behind it. */
beforeEach(async () => {
	fluid = await startFluid();
	const input = { delivery: 'pull', ordering: 'per_object', events: ['deal.created', 'deal.won'] };
	queue = (await fluid.post('/api-webhooks', input)).body.id;
	const deals = Array.from({ length: MANY }, (_, index) => ({ name: `Deal ${index}` }));
	const created = (await fluid.ingest({ deals })).body.results;
	const won = created.map(({ deal }: { deal: object }) => ({ ...idOf(deal), status: 'won' }));
	expect((await fluid.ingest({ deals: won })).body.updated).toBe(MANY);
});
afterEach(() => fluid.stop());

const idOf = (deal: object) => ({ id: (deal as { id: string }).id });
const counted = (work: () => Promise<unknown>) => countedIn(fluid.service.database, work);
const claimed = async (most: number) => {
	const { database } = fluid.service;
	return (await database.writeDeliveries((on) => claimDue(on, queue, most, new Date()))).deliveries;
};
const released = (deliveries: DueDelivery[]) =>
	fluid.service.database.writeDeliveries((on) => releaseClaims(on, deliveries));
const statuses = () =>
	fluid.service.database.all<{ status: string; attempts: number; tries: number; rows: number }>(sql`
		select status, attempts, (select count(*) from attempts where delivery_id = deliveries.id) as tries,
			count(*) as rows
		from deliveries group by 1, 2, 3 order by status`);

const arrived: SendOutcome = {
	url: '',
	requestHeaders: { 'webhook-id': 'evt_1' },
	startedAt: new Date(),
	durationMs: 5,
	statusCode: 200,
	answer: 'Thank you.',
	error: null,
	retryAfterMs: 0,
};
const failed = { ...arrived, statusCode: 500, error: 'The receiver answered 500.' };
const ended = ({ id }: DueDelivery, outcome = arrived) => ({
	id,
	queueId: queue,
	outcome,
	random: 0.5,
});
const newOutcomes = () => new Outcomes(fluid.service.database, [60_000]);

describe('one statement does for many deliveries what it does for one:', () => {
	test('claiming and giving back', async () => {
		let many: DueDelivery[] = [];
		const { statements } = await counted(async () => (many = await claimed(2 * MANY)));

		expect(many).toHaveLength(MANY);
		// Looked for, taken, the ones behind them set aside, and looked whether that was all.
		expect(statements).toBe(4);
		expect(await counted(() => released(many))).toEqual({
			transactions: 1,
			added: 0,
			statements: 1,
		});
		expect((await claimed(2 * MANY)).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
	});

	test('writing that they have arrived, and letting go what was behind them', async () => {
		const [first, ...others] = await claimed(2 * MANY);
		const one = await counted(() => newOutcomes().record(ended(first as DueDelivery)));
		const outcomes = newOutcomes();
		const all = await counted(async () => {
			const ready = others.map((delivery) => outcomes.record(ended(delivery)));
			expect(new Set(await Promise.all(ready))).toEqual(new Set([true]));
		});

		expect(all).toEqual({ ...one, added: MANY - 1 });
		expect(await statuses()).toEqual([
			{ status: 'pending', attempts: 0, tries: 0, rows: MANY },
			{ status: 'succeeded', attempts: 1, tries: 1, rows: MANY },
		]);
		expect(await claimed(2 * MANY)).toHaveLength(MANY);
	});

	test('committing what was pulled, and releasing it', async () => {
		const pull = async (limit: number) =>
			(await fluid.post(`/api-webhooks/${queue}/pull`, { limit })).body.data.map(idOf);
		const commitsOf = async (ids: Array<{ id: string }>) => {
			const [succeeded, others] = Map.groupBy(ids, (_, index) => index % 2).values();
			return counted(async () => {
				const body = {
					succeeded: succeeded?.map(({ id }) => id),
					released: others?.map(({ id }) => id),
				};
				const { not_handed_out } = (await fluid.post(`/api-webhooks/${queue}/commit`, body)).body;
				expect(not_handed_out).toEqual([]);
			});
		};

		const two = await commitsOf(await pull(2));
		expect(await commitsOf(await pull(MANY))).toEqual({ ...two, added: MANY / 2 });
	});
});

test('failures are written in their order with what arrived at the same receiver', async () => {
	const [first, second, third] = (await claimed(2 * MANY)) as [
		DueDelivery,
		DueDelivery,
		DueDelivery,
	];
	const outcomes = newOutcomes();
	await Promise.all([
		outcomes.record(ended(first, failed)),
		outcomes.record(ended(second)),
		outcomes.record(ended(third, failed)),
		outcomes.record(ended(first)),
	]);

	expect(await statuses()).toEqual([
		{ status: 'pending', attempts: 0, tries: 0, rows: 2 * MANY - 3 },
		{ status: 'pending', attempts: 1, tries: 1, rows: 1 },
		{ status: 'succeeded', attempts: 1, tries: 1, rows: 1 },
		{ status: 'succeeded', attempts: 2, tries: 2, rows: 1 },
	]);
});

test('a delivery whose outcome cannot be written has no other one sent again', async () => {
	const all = await claimed(2 * MANY);
	await plantFault(fluid.service.database, {
		on: 'attempts',
		before: 'insert',
		when: `new.delivery_id = '${all[3]?.id}'`,
		message: 'poison',
	});
	const outcomes = newOutcomes();
	const written = await Promise.allSettled(all.map((one) => outcomes.record(ended(one))));

	expect(written.filter(({ status }) => status === 'rejected')).toHaveLength(1);
	expect((await statuses()).at(-1)).toEqual({
		status: 'succeeded',
		attempts: 1,
		tries: 1,
		rows: MANY - 1,
	});
});
