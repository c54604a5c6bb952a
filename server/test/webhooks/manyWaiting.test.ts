import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { sql } from '../../src/database/sql';
import { removeOld } from '../../src/retention';
import { catchUp } from '../../src/webhooks/catchUp';
import { removeSome } from '../../src/webhooks/queue';
import { type Count, countedIn } from '../database/countedStatements';

const FEW = 2;
const MANY = 40;

let fluid: FluidFixture;
beforeEach(async () => (fluid = await startFluid()));
afterEach(() => fluid.stop());

const LATER = new Date(Date.now() + 40 * 86_400_000);
const database = () => fluid.service.database;
const change = (statement: ReturnType<typeof sql>) =>
	database().write(fluid.workspaceId, (on) => on.run(statement));

/** A webhook for which so much waits: nothing is sent by itself, it is pulled. */
async function waiting(count: number): Promise<string> {
	const input = { delivery: 'pull', events: ['deal.created'], consumer: `of-${count}` };
	const { id } = (await fluid.post('/api-webhooks', input)).body;
	const deals = Array.from({ length: count }, (_, index) => ({ name: `Deal ${index}` }));
	await fluid.ingest({ deals });
	return id;
}

/** What it takes to do something with few deliveries, and with many. */
async function countedFor(act: (webhook: string, count: number) => Promise<Count>) {
	const few = await act(await waiting(FEW), FEW);
	await fluid.stop();
	fluid = await startFluid();
	return { few, many: await act(await waiting(MANY), MANY) };
}

const statusesOf = (webhook: string) =>
	database().all(
		sql`select status, count(*) as count from deliveries where queue_id = ${webhook} group by 1`,
	);

test('what was held is replayed by as many statements for many as for few, beside one for each new delivery', async () => {
	const { few, many } = await countedFor(async (webhook, count) => {
		await fluid.patch(`/api-webhooks/${webhook}`, { status: 'paused' });
		await fluid.patch(`/api-webhooks/${webhook}`, { status: 'active' });
		expect(await statusesOf(webhook)).toEqual([{ status: 'held', count }]);
		const replay = { since: '2020-01-01T00:00:00Z', only_missed: true };
		const counted = await countedIn(database(), () =>
			fluid.post(`/api-webhooks/${webhook}/replay`, replay),
		);
		expect(await statusesOf(webhook)).toEqual([{ status: 'pending', count }]);
		return counted;
	});

	expect(many).toEqual({ ...few, added: MANY });
});

test.each([
	['sent', 'is_catching_up = 1, events = \'["deal.created"]\'', 'pending'],
	['given up', 'is_catching_up = 0', 'failed'],
])(
	'what was held for a consumer is %s by as many statements for many as for few',
	async (_what, state, status) => {
		const { few, many } = await countedFor(async (webhook, count) => {
			const counted = await countedIn(database(), () =>
				// At once behind one another: the sweep of each second must not come in between.
				Promise.all([
					change(sql`update deliveries set status = 'held', next_attempt_at = null`),
					change(sql`update consumers set held_before = 'dlw', seen_sequence = 1000000`),
					change({ strings: [`update webhooks set ${state}`], values: [] }),
					catchUp(
						database(),
						{ workspace_id: fluid.workspaceId, queue_id: webhook },
						() => new Date(),
					),
				]),
			);
			expect(await statusesOf(webhook)).toEqual([{ status, count }]);
			return counted;
		});

		expect(many).toEqual(few);
	},
);

test('what waits is lined up, and left as it comes again, by as many statements for many as for few', async () => {
	const { few, many } = await countedFor(async (webhook, count) => {
		const counted = await countedIn(database(), () =>
			fluid.patch(`/api-webhooks/${webhook}`, { ordering: 'per_object' }),
		);
		const inOrder = sql`
			select count(*) as count from deliveries join events on events.id = event_id
			where object_id = deal_id and position = sequence`;
		expect(await database().get(inOrder)).toEqual({ count });
		const back = await countedIn(database(), () =>
			fluid.patch(`/api-webhooks/${webhook}`, { ordering: 'none' }),
		);
		expect(await database().get(inOrder)).toEqual({ count: 0 });
		return { ...counted, statements: counted.statements + back.statements };
	});

	expect(many).toEqual(few);
});

test.each([
	['has arrived', sql`update deliveries set status = 'succeeded'`],
	['was never fetched', sql`update deliveries set status = 'pending'`],
	['is held for a consumer that is gone', sql`update deliveries set status = 'held'`],
])('what %s goes after 30 days, by as many statements for many as for few', async (what, state) => {
	const { few, many } = await countedFor(async (webhook) => {
		await change(state);
		await change(
			sql`update consumers set webhook_id = null where ${Number(what.includes('gone'))} = 1`,
		);
		const counted = await countedIn(database(), () => removeOld(database(), LATER));
		expect(await statusesOf(webhook)).toEqual([]);
		return counted;
	});

	expect(many).toEqual(few);
});

test('what nobody needs any more is removed by as many statements for many as for few', async () => {
	const { few, many } = await countedFor((webhook) =>
		countedIn(database(), () =>
			database().write(fluid.workspaceId, (on) => removeSome(on, webhook)),
		),
	);

	expect(many).toEqual(few);
});
