import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Event } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { sql } from '../../src/database/sql';
import { removeOld } from '../../src/retention';

let fluid: FluidFixture;
/** The clock of the service, moved by hand. */
let time: Date;
const daysLater = (days: number) => (time = new Date(time.getTime() + days * 24 * 3_600_000));

beforeEach(async () => {
	time = new Date('2026-11-01T09:00:00.000Z');
	fluid = await startFluid({}, () => time);
});
afterEach(() => fluid.stop());

const walk = (after: number, more = '') => fluid.get(`/api-events?after=${after}${more}`);
const named = (events: Event[]) => events.map(({ type, data }) => `${type} ${data.deal?.name}`);

/** Follows `next_after` to the end. */
async function walkAll(more = ''): Promise<Event[]> {
	const events: Event[] = [];
	for (let after = 0, hasMore = true; hasMore; ) {
		const { body } = await walk(after, more);
		events.push(...body.data);
		expect(body.next_after).toBeGreaterThanOrEqual(after);
		({ next_after: after, has_more: hasMore } = body);
	}
	return events;
}

test('a filter that is empty would find all, and a place or a limit that is empty finds nothing else', async () => {
	const sentence = async (query: string) => (await fluid.get(`/api-events?${query}`)).body.detail;
	expect(await sentence('type=')).toBe(
		'"type" is empty. Give it a value, or leave it out to find all.',
	);
	for (const name of ['after', 'limit'])
		expect(await sentence(`${name}=%20`)).toBe(
			`"${name}" is empty. Give it a value, or leave it out.`,
		);
});

describe('a walk forward', () => {
	test('goes through every event in the order in which it was committed, each exactly as it is delivered', async () => {
		await fluid.deal({ name: 'First' });
		await fluid.deal({ name: 'Second', status: 'won' });

		const { body } = await walk(0, '&limit=2');

		expect(named(body.data)).toEqual(['deal.created First', 'deal.created Second']);
		expect([body.next_after, body.has_more]).toEqual([body.data[1].sequence, true]);
		const rest = (await walk(body.next_after, '&limit=2')).body;
		expect(named(rest.data)).toEqual(['deal.won Second']);
		expect([rest.next_after, rest.has_more]).toEqual([rest.data[0].sequence, false]);
		const newest = (await fluid.get('/api-events?limit=1')).body.data[0];
		expect(rest.data[0]).toEqual(newest);
		expect((await walk(rest.next_after)).body).toEqual({
			data: [],
			next_after: rest.next_after,
			has_more: false,
		});
	});

	test('leaves nothing out while many write', async () => {
		let isWriting = true;
		const writing = Promise.all(
			Array.from({ length: 8 }, async (_, client) => {
				for (let n = 0; n < 25; n += 1) await fluid.deal({ name: `Deal ${client}-${n}` });
			}),
		).finally(() => (isWriting = false));
		const seen: number[] = [];
		for (let after = 0, isDone = false; !isDone; ) {
			isDone = !isWriting;
			const { body } = await walk(after, '&limit=7');
			seen.push(...body.data.map(({ sequence }: Event) => sequence));
			after = body.next_after;
			isDone &&= !body.has_more;
		}
		await writing;

		const all = (await walkAll('&limit=200')).map(({ sequence }) => sequence);
		expect(all).toHaveLength(200);
		expect(seen).toEqual(all);
	});

	test('has the filters that webhooks have, and says how far it has looked', async () => {
		await fluid.addPipeline('Partners', ['New lead', 'Signed']);
		const { id } = await fluid.deal({ name: 'Acme', pipeline: 'Partners' });
		await fluid.deal({ name: 'Engines' });
		await fluid.deal({ id, stage: 'Signed' });
		await fluid.deal({ id, value: 5 });
		const last = (await fluid.get('/api-events?limit=1')).body.data[0].sequence;

		expect(named(await walkAll('&pipeline=Partners&type=deal.created,deal.updated'))).toEqual([
			'deal.created Acme',
			'deal.updated Acme',
			'deal.updated Acme',
		]);
		expect(named(await walkAll('&pipeline=Partners&stage=Signed&type=deal.stage_changed'))).toEqual(
			['deal.stage_changed Acme'],
		);
		const { body } = await walk(0, '&type=deal.updated&changed_fields=value');
		expect(named(body.data)).toEqual(['deal.updated Acme']);
		expect(body.next_after).toBe(last);
		expect(
			named((await fluid.get('/api-events?type=deal.created&pipeline=Partners')).body.data),
		).toEqual(['deal.created Acme']);
	});

	test('finds what fits among many that do not, a page at a time', async () => {
		await fluid.deal({ name: 'First', status: 'won' });
		for (let part = 0; part < 3; part += 1) {
			const many = Array.from({ length: 1_000 }, (_, n) => ({ name: `Deal ${part}-${n}` }));
			await fluid.ingest({ deals: many });
		}
		await fluid.deal({ name: 'Last', status: 'won' });

		const { body } = await walk(0, '&type=deal.won');
		expect([named(body.data), body.has_more]).toEqual([['deal.won First'], true]);
		expect(named(await walkAll('&type=deal.won'))).toEqual(['deal.won First', 'deal.won Last']);
		const newest = (await fluid.get('/api-events?type=deal.won,deal.lost')).body;
		expect(named(newest.data)).toEqual(['deal.won Last']);
		const older = (
			await fluid.get(`/api-events?type=deal.won,deal.lost&cursor=${newest.next_cursor}`)
		).body;
		expect(named(older.data)).toEqual(['deal.won First']);
	});

	test('says where to begin when what comes next is no longer kept', async () => {
		await fluid.deal({ name: 'Old' });
		const old = (await fluid.get('/api-events?limit=1')).body.data[0].sequence;
		await fluid.deal({ name: 'Older than thirty days' });
		daysLater(31);
		await fluid.deal({ name: 'Kept' });
		await removeOld(fluid.service.database, time);

		const { status, body } = await walk(old);

		const oldest = (await fluid.get('/api-events?limit=1')).body.data[0].sequence;
		expect([status, body.code, body.params]).toEqual([
			410,
			'cursor_expired',
			{ after: old, oldest },
		]);
		expect(body.detail).toMatch(`send after=${oldest - 1}`);
		expect(named((await walk(oldest - 1)).body.data)).toEqual(['deal.created Kept']);
	});

	test('says so also where something old waits that was never delivered', async () => {
		await fluid.post('/api-webhooks', { url: 'http://127.0.0.1:1', events: ['deal.won'] });
		const { body } = await fluid.get('/api-webhooks');
		await fluid.patch(`/api-webhooks/${body.data[0].id}`, { status: 'paused' });
		await fluid.deal({ name: 'Seen' });
		const seen = (await fluid.get('/api-events?limit=1')).body.data[0].sequence;
		await fluid.deal({ name: 'Held', status: 'won' });
		await fluid.deal({ name: 'Gone' });
		daysLater(31);
		await fluid.deal({ name: 'Kept' });
		await removeOld(fluid.service.database, time);

		expect((await walk(seen)).body.code).toBe('cursor_expired');
	});

	test('leaves nothing out where the numbers of a young workspace begin high', async () => {
		// As where it was made while all workspaces were counted together.
		await fluid.service.database.write(fluid.workspaceId, (transaction) =>
			transaction.run(sql`
				update counters set sequence = 500 where workspace_id = ${fluid.workspaceId}`),
		);
		await fluid.deal({ name: 'First' });

		const { status, body } = await walk(0);
		expect([status, named(body.data), body.next_after]).toEqual([200, ['deal.created First'], 501]);
		daysLater(31);
		expect((await walk(0)).body).toMatchObject({ code: 'cursor_expired', params: { oldest: 502 } });
	});

	test('refuses a sequence that there is not yet, and what goes with the newest first', async () => {
		await fluid.deal({ name: 'Acme' });
		const { sequence } = (await fluid.get('/api-events?limit=1')).body.data[0];
		const ahead = await walk(sequence + 1);
		expect([ahead.status, ahead.body.errors[0].pointer]).toEqual([422, '/after']);
		expect(ahead.body.detail).toMatch(`begin with after=${sequence}`);
		expect((await walk(0, '&since=2026-11-01T00:00:00Z')).body.errors[0].pointer).toBe('/since');
		expect((await walk(0, '&cursor=5')).body.errors[0].pointer).toBe('/cursor');
		expect((await fluid.get('/api-events?after=yesterday')).body.errors[0].pointer).toBe('/after');
		expect((await walk(0, '&pipeline=Slaes')).body.errors[0].pointer).toBe('/pipeline');
		expect((await walk(0, '&type=deal.one')).body.errors[0].pointer).toBe('/type');
	});
});
