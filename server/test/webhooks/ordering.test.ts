import { describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { orderedWebhooks } from './orderedWebhooks';

const { fluid, receiver, subscribe, arrivals, logOf, deal, change, failFor, stuck, settled } =
	orderedWebhooks();

describe('the next event of a deal waits until the one before', () => {
	test('has arrived, and events of other deals flow', async () => {
		const webhook = await subscribe();
		const { acme, first, second, globex } = await stuck(webhook);

		expect(first).toMatchObject({ status: 'pending', waits_for: null });
		expect(second).toMatchObject({
			status: 'pending',
			waits_for: first.id,
			next_attempt_at: null,
			attempts: [],
		});
		expect(globex).toMatchObject({ status: 'succeeded', waits_for: null });

		await change(acme, 3);
		await fluid.post(`${webhook.path}/deliveries/${first.id}/retry`);
		await receiver.waitFor(3);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 2', 'Acme 3']);
	});

	test('was skipped by hand', async () => {
		const webhook = await subscribe();
		const { first } = await stuck(webhook);
		const skip = () => fluid.post(`${webhook.path}/deliveries/${first.id}/skip`);

		const { status, body } = await skip();
		await receiver.waitFor(1);
		await settled();

		expect([status, body.status, body.next_attempt_at]).toEqual([200, 'skipped', null]);
		expect(arrivals()).toEqual(['Acme 2']);
		expect((await skip()).body.status).toBe('skipped');
		expect(await logOf(webhook, 'skipped')).toMatchObject([{ id: first.id }]);
		// It can be sent after all.
		await fluid.post(`${webhook.path}/deliveries/${first.id}/retry`);
		await receiver.waitFor(2);
		expect((await skip()).body.status).toMatch(/pending|succeeded/);
	});

	test('was given up', async () => {
		const webhook = await subscribe();
		const { first } = await stuck(webhook);
		receiver.answer(500);
		await fluid.post(`${webhook.path}/deliveries/${first.id}/retry`);
		await receiver.waitFor(2);

		expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);
		expect((await logOf(webhook)).find(({ id }) => id === first.id)?.status).toBe('failed');
	});

	test('also of a contact, where they are about no deal', async () => {
		await subscribe({ events: ['contact.created', 'contact.updated'] });
		receiver.answer(500);
		const ada = await fluid.post('/api-contacts', { name: 'Ada' });
		await receiver.waitFor(1);
		await fluid.patch(`/api-contacts/${ada.body.id}`, { title: 'CTO' });
		await fluid.post('/api-contacts', { name: 'Grace' });
		await receiver.waitFor(2);
		await settled();

		const contacts = receiver.received.map(({ event: { type, data } }) => [
			type,
			data.contact?.name,
		]);
		expect(contacts).toEqual([
			['contact.created', 'Ada'],
			['contact.created', 'Grace'],
		]);
	});

	test('by change, where each change is delivered', async () => {
		const events = ['deal.created', 'deal.updated', 'deal.won', 'contact.created'];
		const webhook = await subscribe({ deliver: 'each_change', events });
		const name = `Acme`;
		failFor(name);
		const acme = await fluid.deal({ name, contact: { name: 'Ada' } });
		await receiver.waitFor(1);
		await fluid.deal({ id: acme.id, status: 'won' });
		await settled();
		receiver.answer(200);
		const [second, first] = await logOf(webhook);
		expect(second?.waits_for).toBe(first?.id);
		await fluid.post(`${webhook.path}/deliveries/${first?.id}/retry`);
		await receiver.waitFor(3);

		const types = receiver.received.map(
			({ event }) => (event as unknown as { types: string[] }).types,
		);
		expect(types.slice(1)).toEqual([
			['deal.created', 'contact.created'],
			['deal.won', 'deal.updated'],
		]);
	});
});

test('without ordering nothing waits', async () => {
	const webhook = await subscribe({ ordering: 'none' });
	failFor('Acme');
	const acme = await deal('Acme');
	await receiver.waitFor(1);
	await change(acme, 2);
	await receiver.waitFor(2);

	expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);
	expect((await logOf(webhook)).map(({ waits_for }) => waits_for)).toEqual([null, null]);
});

describe('many deals with ten changes each', () => {
	const DEALS = 100;
	const CHANGES = 10;
	const impatient = fluidForFile({
		FLUID_RETRY_SCHEDULE: Array.from({ length: 60 }, () => '5ms').join(','),
		FLUID_RATE_LIMIT: '0',
	});

	test('arrive in order at a receiver that fails one in five, each once', async () => {
		let tries = 0;
		const taken: Array<{ deal: string; value: number }> = [];
		receiver.respondWith((response, { event: { data } }) => {
			tries += 1;
			// By turns, but not in step with the rounds.
			const isTaken = (tries * 7) % 10 > 1;
			if (isTaken) taken.push({ deal: data.deal?.id ?? '', value: data.deal?.value ?? -1 });
			response.writeHead(isTaken ? 200 : 500).end();
		});
		const events = ['deal.created', 'deal.updated'];
		const webhook = { url: receiver.url, events, ordering: 'per_object' };
		await impatient.post('/api-webhooks', webhook);
		for (let value = 0; value < CHANGES; value += 1)
			await impatient.ingest({
				deals: Array.from({ length: DEALS }, (_, index) => ({
					external_id: `deal-${index}`,
					name: `Deal ${index}`,
					value,
				})),
			});

		await expect.poll(() => taken.length, { timeout: 60_000 }).toBe(DEALS * CHANGES);
		const byDeal = Map.groupBy(taken, ({ deal }) => deal);
		expect(byDeal.size).toBe(DEALS);
		for (const one of byDeal.values())
			expect(one.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		expect(tries).toBeGreaterThan(DEALS * CHANGES * 1.1);
	}, 90_000);
});
