import { afterEach, expect } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { sql } from '../../src/database/sql';

export type OrderedWebhook = { path: string; id: string };

/** A service for a file, a receiver for each of its tests, and webhooks that deliver to it in order. */
export function orderedWebhooks() {
	const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '1h', FLUID_RATE_LIMIT: '0' });
	const receiver = Receiver.forEachTest();
	afterEach(async () => {
		for (const { id } of (await fluid.get('/api-webhooks')).body.data)
			await fluid.delete(`/api-webhooks/${id}`);
	});

	async function subscribe(more: object = {}): Promise<OrderedWebhook> {
		const events = ['deal.created', 'deal.updated'];
		const all = { url: receiver.url, events, ordering: 'per_object', ...more };
		const { status, body } = await fluid.post('/api-webhooks', all);
		expect(status).toBe(201);
		return { path: `/api-webhooks/${body.id}`, id: body.id };
	}

	/** Deals and their values as they arrived. */
	const arrivals = () =>
		receiver.received.map(({ event: { data } }) => `${data.deal?.name} ${data.deal?.value}`);
	const logOf = async ({ path }: OrderedWebhook, status = ''): Promise<Delivery[]> =>
		(await fluid.get(`${path}/deliveries?limit=200${status && `&status=${status}`}`)).body.data;
	const deal = (name: string, value = 1) => fluid.deal({ name, value });
	const change = ({ id }: { id: string }, value: number) => fluid.deal({ id, value });

	/** Answers 500 to events of a deal of this name, and 200 to others. */
	function failFor(name: string): void {
		receiver.respondWith((response, { event }) =>
			response.writeHead(event.data.deal?.name === name ? 500 : 200).end(),
		);
	}

	/** Two events of Acme, of which the first was not taken, and one of Globex that was. */
	async function stuck(webhook: OrderedWebhook) {
		failFor('Acme');
		const acme = await deal('Acme');
		await receiver.waitFor(1);
		await change(acme, 2);
		await deal('Globex');
		await receiver.waitFor(2);
		await settled();
		expect(arrivals()).toEqual(['Acme 1', 'Globex 1']);
		const [globex, second, first] = (await logOf(webhook)) as [Delivery, Delivery, Delivery];
		receiver.received.length = 0;
		receiver.answer(200);
		return { acme, first, second, globex };
	}

	/** Resolves when all that is due was tried, and the outcome of all but so many is written. */
	async function settled(onTheirWay = 0): Promise<void> {
		const counts = () =>
			fluid.service.database.get(sql`
				select count(*) filter (where status = 'pending' and next_attempt_at <= ${new Date().toISOString()}) as due,
					count(*) filter (where claimed_until is not null) as claimed
				from deliveries`);
		await expect
			.poll(counts, { timeout: 10_000, interval: 5 })
			.toEqual({ due: 0, claimed: onTheirWay });
	}
	return { fluid, receiver, subscribe, arrivals, logOf, deal, change, failFor, stuck, settled };
}
