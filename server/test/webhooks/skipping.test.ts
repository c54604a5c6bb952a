import { describe, expect, test } from 'vitest';
import { orderedWebhooks, type OrderedWebhook } from './orderedWebhooks';

const { fluid, receiver, subscribe, arrivals, logOf, deal, change, settled } = orderedWebhooks();

test('skipping says what to do when there is no such delivery', async () => {
	const { path } = await subscribe();
	const { status, body } = await fluid.post(`${path}/deliveries/dlv_none/skip`);
	expect([status, body.code]).toEqual([404, 'delivery_not_found']);
});

describe('a delivery that is skipped while it is on its way', () => {
	const inFlight = async () => {
		const webhook = await subscribe();
		let answer: (status: number) => void = () => {};
		receiver.respondWith((response) => {
			answer = (status) => response.writeHead(status).end();
		});
		const acme = await deal('Acme');
		await receiver.waitFor(1);
		await change(acme, 2);
		await settled(1);
		const [, first] = await logOf(webhook);
		await fluid.post(`${webhook.path}/deliveries/${first?.id}/skip`);
		await settled(1);
		expect(arrivals()).toEqual(['Acme 1']);
		const answerFirst = answer;
		receiver.answer(200);
		return { webhook, acme, id: first?.id, answerFirst };
	};
	const statusOf = async (webhook: OrderedWebhook, id: string | undefined) =>
		(await logOf(webhook)).find((one) => one.id === id)?.status;

	test('is waited for also when the next one is skipped as well', async () => {
		const { webhook, acme, answerFirst } = await inFlight();
		await change(acme, 3);
		const [, second] = await logOf(webhook);
		await fluid.post(`${webhook.path}/deliveries/${second?.id}/skip`);
		await settled(1);
		expect(arrivals()).toEqual(['Acme 1']);
		answerFirst(200);
		await receiver.waitFor(2);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 3']);
	});

	test('is waited for also when the webhook was paused and resumed meanwhile', async () => {
		const { webhook, answerFirst } = await inFlight();
		await fluid.patch(webhook.path, { status: 'paused' });
		await fluid.patch(webhook.path, { status: 'active' });
		await settled(1);
		expect(arrivals()).toEqual(['Acme 1']);
		answerFirst(200);
		await receiver.waitFor(2);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);
	});

	test('stays skipped when that fails', async () => {
		const { webhook, id, answerFirst } = await inFlight();
		answerFirst(500);
		await receiver.waitFor(2);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);
		expect(await statusOf(webhook, id)).toBe('skipped');
	});

	test('is tried again when that fails, if it was asked for meanwhile', async () => {
		const { webhook, id, answerFirst } = await inFlight();
		const { body } = await fluid.post(`${webhook.path}/deliveries/${id}/retry`);
		expect(body.status).toBe('pending');
		answerFirst(500);
		const attempts = async () => (await logOf(webhook)).find((one) => one.id === id)?.attempts;
		await expect.poll(attempts).toHaveLength(1);
		expect(await statusOf(webhook, id)).toBe('pending');
		expect(arrivals()).toEqual(['Acme 1']);
		await fluid.post(`${webhook.path}/deliveries/${id}/retry`);
		await receiver.waitFor(3);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 1', 'Acme 2']);
	});

	test('pauses the webhook when its receiver says that it is gone', async () => {
		const { webhook, id, answerFirst } = await inFlight();
		answerFirst(410);
		const status = async () => (await fluid.get(webhook.path)).body.status;
		await expect.poll(status).toBe('paused');
		expect(await statusOf(webhook, id)).toBe('skipped');
	});

	test('has arrived when that arrives', async () => {
		const { webhook, id, answerFirst } = await inFlight();
		answerFirst(200);
		await receiver.waitFor(2);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);
		expect(await statusOf(webhook, id)).toBe('succeeded');
	});
});
