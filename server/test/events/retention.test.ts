import { expect, test } from 'vitest';
import { sql } from '../../src/database/sql';
import { removeOld } from '../../src/retention';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

const fluid = fluidForFile({ FLUID_RATE_LIMIT: '0' }, () => now);
const receiver = Receiver.forFile();
let now = new Date('2026-10-01T09:00:00Z');

const subscribe = async () => {
	const input = { url: receiver.url, events: ['deal.created'] };
	return (await fluid.post('/api-webhooks', input)).body.id as string;
};
const dealsOf = async (path: string) =>
	(await fluid.get(path)).body.data.map(
		({ data }: { data: { deal: { name: string } } }) => data.deal.name,
	);
const eventsKept = () => dealsOf('/api-events?type=deal.created');
const statuses = async (webhookId: string) =>
	(await fluid.get(`/api-webhooks/${webhookId}/deliveries`)).body.data.map(
		({ status }: { status: string }) => status,
	);
const countOf = async (table: 'attempts' | 'deliveries') => {
	const statement = {
		attempts: sql`select count(*) as count from attempts`,
		deliveries: sql`select count(*) as count from deliveries`,
	}[table];
	return (await fluid.service.database.get<{ count: number }>(statement))?.count;
};

test('after 30 days what was delivered is gone with its log, and what is held for a paused webhook is kept', async () => {
	const delivered = await subscribe();
	const paused = await subscribe();
	await fluid.deal({ name: 'Delivered in October' });
	await receiver.waitFor(2);
	await expect.poll(() => statuses(paused)).toEqual(['succeeded']);

	await fluid.patch(`/api-webhooks/${paused}`, { status: 'paused' });
	await fluid.deal({ name: 'Held in October' });
	await expect.poll(() => statuses(delivered)).toEqual(['succeeded', 'succeeded']);

	now = new Date('2026-10-31T08:59:59Z');
	await removeOld(fluid.service.database, now);
	expect(await eventsKept()).toEqual(['Held in October', 'Delivered in October']);

	now = new Date('2026-10-31T09:00:01Z');
	await fluid.deal({ name: 'New in November' });
	await expect.poll(() => statuses(delivered)).toEqual(['succeeded', 'succeeded', 'succeeded']);
	await removeOld(fluid.service.database, now);
	expect(await eventsKept()).toEqual(['New in November', 'Held in October']);
	expect(await statuses(delivered)).toEqual(['succeeded']);
	expect(await statuses(paused)).toEqual(['held', 'held']);
	expect([await countOf('deliveries'), await countOf('attempts')]).toEqual([3, 1]);
});

test('the numbers go on though no event is kept any more', async () => {
	const [newest] = (await fluid.get('/api-events?limit=1')).body.data;
	now = new Date('2027-06-01T09:00:00Z');
	await removeOld(fluid.service.database, now);
	expect((await fluid.get('/api-events?type=deal.deleted')).body.data).toEqual([]);
	await fluid.deal({ name: 'After the summer' });
	const [next] = (await fluid.get('/api-events?limit=1')).body.data;
	expect(next.sequence).toBe(newest.sequence + 1);
});
