import { afterEach, expect } from 'vitest';
import { eventNames } from '../../../contract/events';
import type { ChangeMessage, Delivery } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

/** A service for a file, a receiver for each of its tests, and webhooks that deliver each change to it. */
export function changeWebhooks() {
	const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '20ms,20ms', FLUID_RATE_LIMIT: '0' });
	const receiver = Receiver.forEachTest();
	afterEach(async () => {
		for (const { id } of (await fluid.get('/api-webhooks')).body.data)
			await fluid.delete(`/api-webhooks/${id}`);
	});

	async function subscribe(more: object = {}): Promise<{ id: string; secret: string }> {
		const all = { url: receiver.url, events: eventNames, deliver: 'each_change', ...more };
		const { status, body } = await fluid.post('/api-webhooks', all);
		expect(status).toBe(201);
		return body;
	}

	const changes = () => receiver.received.map(({ raw }) => JSON.parse(raw) as ChangeMessage);
	const types = () => changes().map((change) => change.types);
	/** Returns all that has arrived once it is all. */
	async function arrived(): Promise<ChangeMessage[]> {
		await fluid.everythingTried();
		return changes();
	}
	const logOf = async ({ id }: { id: string }): Promise<Delivery[]> =>
		(await fluid.get(`/api-webhooks/${id}/deliveries`)).body.data;
	return { fluid, receiver, subscribe, changes, types, arrived, logOf };
}
