import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Attempt, Delivery } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { laterMillisecond } from '../../../test/support/laterMillisecond';
import { Receiver } from '../../../test/support/receiver';

const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '50ms,100ms' });
let receiver: Receiver;
let webhookId: string;

beforeEach(async () => {
	receiver = await Receiver.start();
	const { body } = await fluid.post('/api-webhooks', {
		url: `${receiver.url}/hook`,
		events: ['deal.created'],
	});
	webhookId = body.id;
});
afterEach(async () => {
	await fluid.delete(`/api-webhooks/${webhookId}`);
	await receiver.stop();
});

const webhook = async () => (await fluid.get(`/api-webhooks/${webhookId}`)).body;
const log = async (): Promise<Delivery[]> =>
	(await fluid.get(`/api-webhooks/${webhookId}/deliveries`)).body.data;

/** The newest delivery once it has the status. */
async function delivery(status: Delivery['status'], timeoutMs = 5000): Promise<Delivery> {
	return expect
		.poll(async () => (await log()).find((one) => one.status === status), {
			timeout: timeoutMs,
			interval: 20,
		})
		.toBeDefined()
		.then(async () => (await log()).find((one) => one.status === status) as Delivery);
}

describe('a delivery that is taken', () => {
	test('stands in the log with status, duration and answer', async () => {
		receiver.answer(202, 'Thanks');
		await fluid.deal({ name: 'Acme website' });
		const { event_type, attempts, next_attempt_at } = await delivery('succeeded');
		expect(event_type).toBe('deal.created');
		expect(next_attempt_at).toBeNull();
		expect(attempts).toMatchObject([
			{ number: 1, status_code: 202, answer: 'Thanks', error: null },
		]);
	});

	test('keeps 16 KB of a longer answer', async () => {
		receiver.answer(200, 'x'.repeat(100_000));
		await fluid.deal({ name: 'Acme website' });
		const { attempts } = await delivery('succeeded');
		expect(attempts[0]?.answer).toHaveLength(16 * 1024);
	});

	test('is taken by its status, even when the rest of the answer never comes', async () => {
		receiver.respondWith((response) => {
			response.writeHead(200, { 'content-length': '100' });
			response.write('Thanks', () => response.destroy());
		});
		await fluid.deal({ name: 'Acme website' });
		const { attempts } = await delivery('succeeded');
		expect(attempts).toMatchObject([{ status_code: 200, answer: 'Thanks', error: null }]);
	});
});

describe('a delivery that fails', () => {
	test('is sent again with the same id until it is taken', async () => {
		receiver.answer(500, 'Oops');
		await fluid.deal({ name: 'Acme website' });
		await receiver.waitFor(1);
		receiver.answer(200);
		const calls = await receiver.waitFor(2);
		expect(calls[1]?.headers['webhook-id']).toBe(calls[0]?.headers['webhook-id']);
		expect(calls[1]?.raw).toBe(calls[0]?.raw);

		const { attempts } = await delivery('succeeded');
		expect(attempts.map(({ status_code }: Attempt) => status_code)).toEqual([500, 200]);
		expect(attempts[0]).toMatchObject({ answer: 'Oops', error: expect.stringContaining('2xx') });
	});

	test('is given up after the last wait of the schedule, and says so', async () => {
		receiver.answer(500);
		await fluid.deal({ name: 'Acme website' });
		const { attempts, next_attempt_at } = await delivery('failed');
		expect(attempts).toHaveLength(3);
		expect(next_attempt_at).toBeNull();
	});

	test('waits as long as Retry-After asks on 503', async () => {
		receiver.answer(503, '', { 'retry-after': '2' });
		await fluid.deal({ name: 'Acme website' });
		await receiver.waitFor(1);
		receiver.answer(200);
		const [first, second] = await receiver.waitFor(2);
		expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000);
	});

	test('is not kept waiting by Retry-After on another status', async () => {
		receiver.answer(500, '', { 'retry-after': '60' });
		await fluid.deal({ name: 'Acme website' });
		await receiver.waitFor(2, 3000);
	});

	test('follows no redirect and names the reason', async () => {
		receiver.answer(302, '', { location: `${receiver.url}/elsewhere` });
		await fluid.deal({ name: 'Acme website' });
		const { attempts } = await delivery('failed');
		expect(attempts[0]?.error).toContain('redirect');
		expect(new Set(receiver.received.map(({ path }) => path))).toEqual(new Set(['/hook']));
	});

	test('says when nothing listens at the address', async () => {
		await receiver.stop();
		await fluid.deal({ name: 'Acme website' });
		const { attempts } = await delivery('failed');
		expect(attempts[0]).toMatchObject({
			status_code: null,
			error: expect.stringMatching(/Nothing accepts/),
		});
	});

	test('says when the receiver hangs up', async () => {
		receiver.respondWith((response) => response.destroy());
		await fluid.deal({ name: 'Acme website' });
		const { attempts } = await delivery('failed');
		expect(attempts[0]?.error).toMatch(/closed the connection/);
	});
});

describe('a receiver that answers 410', () => {
	test('pauses the webhook at once; nothing more is sent and nothing is lost', async () => {
		receiver.answer(410);
		const gone = await fluid.deal({ name: 'Acme website' });
		await expect.poll(async () => (await webhook()).status).toBe('paused');
		expect((await webhook()).paused_reason).toContain('410');

		const meanwhile = await fluid.deal({ name: 'Made while paused' });
		expect(receiver.received).toHaveLength(1);

		receiver.answer(200);
		await fluid.patch(`/api-webhooks/${webhookId}`, { status: 'active' });
		const { body } = await fluid.post(`/api-webhooks/${webhookId}/replay`, {
			since: gone.created_at,
		});
		expect(body.replayed).toBe(2);
		const calls = await receiver.waitFor(3);
		expect(calls.slice(1).map(({ event }) => event.data.deal?.id)).toEqual([gone.id, meanwhile.id]);
	});
});

describe('a webhook that is paused by hand', () => {
	test('keeps what happens and sends it when it is replayed', async () => {
		await fluid.patch(`/api-webhooks/${webhookId}`, { status: 'paused' });
		expect((await webhook()).paused_reason).toBe('Paused manually.');
		const deal = await fluid.deal({ name: 'Acme website' });
		expect(await log()).toMatchObject([{ status: 'held' }]);

		const refused = await fluid.post(`/api-webhooks/${webhookId}/replay`, {
			since: deal.created_at,
		});
		expect(refused.status).toBe(422);
		expect(refused.body.detail).toContain('Resume it first');

		await fluid.patch(`/api-webhooks/${webhookId}`, { status: 'active' });
		await fluid.post(`/api-webhooks/${webhookId}/replay`, { since: deal.created_at });
		const [call] = await receiver.waitFor(1);
		expect(call?.event.data.deal).toEqual(deal);
		expect(await webhook()).toMatchObject({ status: 'active', paused_reason: null });
	});
});

describe('sending again', () => {
	test('one delivery makes one more attempt with the same id', async () => {
		await fluid.deal({ name: 'Acme website' });
		const { id } = await delivery('succeeded');
		const answer = await fluid.post(`/api-webhooks/${webhookId}/deliveries/${id}/retry`);
		expect(answer.status).toBe(202);
		const [first, second] = await receiver.waitFor(2);
		expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
		await expect.poll(async () => (await delivery('succeeded')).attempts).toHaveLength(2);
	});

	test('since a time takes no event from before it', async () => {
		await fluid.deal({ name: 'Too early' });
		await receiver.waitFor(1);
		await laterMillisecond();
		const since = new Date().toISOString();
		await fluid.deal({ name: 'In time' });
		await receiver.waitFor(2);
		await fluid.post(`/api-webhooks/${webhookId}/replay`, { since });
		const calls = await receiver.waitFor(3);
		expect(calls[2]?.event.data.deal?.name).toBe('In time');
	});

	test('an unknown delivery is refused', async () => {
		const { status, body } = await fluid.post(`/api-webhooks/${webhookId}/deliveries/dlv_1/retry`);
		expect([status, body.code]).toEqual([404, 'delivery_not_found']);
	});
});

describe('a test', () => {
	test('sends a sample of any event now and answers how it went', async () => {
		receiver.answer(200, 'Got it');
		const { status, body } = await fluid.post(`/api-webhooks/${webhookId}/test`, {
			type: 'form.submitted',
		});
		expect(status).toBe(201);
		expect(body).toMatchObject({
			event_type: 'form.submitted',
			status: 'succeeded',
			attempts: [{ status_code: 200, answer: 'Got it' }],
		});
		const [call] = await receiver.waitFor(1);
		expect(call?.event).toMatchObject({ type: 'form.submitted', data: { submission: {} } });
	});

	test('that fails is not tried again', async () => {
		receiver.answer(500);
		const { body } = await fluid.post(`/api-webhooks/${webhookId}/test`);
		expect(body).toMatchObject({
			event_type: 'deal.created',
			status: 'failed',
			next_attempt_at: null,
		});
		// The time itself is what is tested: both waits of the schedule pass.
		await sleep(300);
		expect(receiver.received).toHaveLength(1);
	});
});

test('a webhook that is deleted receives nothing more', async () => {
	receiver.answer(500);
	await fluid.deal({ name: 'Acme website' });
	await receiver.waitFor(1);
	await fluid.delete(`/api-webhooks/${webhookId}`);
	const before = receiver.received.length;
	const other = await Receiver.start();
	await fluid.post('/api-webhooks', { url: other.url, events: ['deal.created'] });
	await fluid.deal({ name: 'Not delivered' });
	await other.waitFor(1);
	await fluid.everythingTried();
	await other.stop();
	expect(receiver.received.length - before).toBeLessThanOrEqual(1);
	expect(receiver.received.map(({ event }) => event.data.deal?.name)).not.toContain(
		'Not delivered',
	);
});
