import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import { dealNameIn, pullFixture } from './pullFixture';

const { fluid, subscribed, fetched, deals } = pullFixture();

describe('a webhook that is pulled', () => {
	test('answers as soon as something happens, if whoever asks waits for it', async () => {
		const { id } = await subscribed();
		const waiting = fetched(id, { wait_seconds: 20 });
		await fluid.deal({ name: 'Acme website' });

		expect((await waiting).map(dealNameIn)).toEqual(['Acme website']);
	});

	test('keeps for the next one what happens after the one who waited has hung up', async () => {
		const { id } = await subscribed();
		const waiting = request(`${fluid.url}/api-webhooks/${id}/pull`, {
			method: 'POST',
			headers: { authorization: `Bearer ${fluid.key}`, 'content-type': 'application/json' },
		});
		waiting.on('error', () => undefined).end(JSON.stringify({ wait_seconds: 20 }));
		await once(waiting, 'finish');
		await fluid.get('/api-me');
		waiting.destroy();
		const next = fetched(id, { wait_seconds: 20 });
		await deals('Acme website');

		expect((await next).map(dealNameIn)).toEqual(['Acme website']);
	});

	// On PostgreSQL nobody waits for others who write.
	test.skipIf(isOnPostgres())(
		'keeps it also where that one has hung up while others wrote',
		async () => {
			const { id } = await subscribed();
			await deals('Acme website');
			let goOn = () => {};
			const others = fluid.service.database.write(
				fluid.workspaceId,
				() => new Promise<void>((resolve) => (goOn = resolve)),
			);
			const asking = request(`${fluid.url}/api-webhooks/${id}/pull`, {
				method: 'POST',
				headers: { authorization: `Bearer ${fluid.key}` },
			});
			asking.on('error', () => undefined).end();
			await once(asking, 'finish');
			await fluid.get('/api-me');
			asking.destroy();
			await fluid.get('/api-me');
			goOn();
			await others;

			expect((await fetched(id)).map(dealNameIn)).toEqual(['Acme website']);
		},
	);

	test('answers whoever waits at once when it is paused, or deleted', async () => {
		const { id } = await subscribed();
		const startedAt = performance.now();
		const waiting = fluid.post(`/api-webhooks/${id}/pull`, { wait_seconds: 20 });
		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		expect((await waiting).body.code).toBe('webhook_paused');

		await fluid.patch(`/api-webhooks/${id}`, { status: 'active' });
		const further = fluid.post(`/api-webhooks/${id}/pull`, { wait_seconds: 20 });
		await fluid.delete(`/api-webhooks/${id}`);
		expect((await further).body.code).toBe('webhook_not_found');
		expect(performance.now() - startedAt).toBeLessThan(15_000);
	});
});
