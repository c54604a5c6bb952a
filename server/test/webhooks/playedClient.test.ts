import { expect, test, vi } from 'vitest';
import { type HttpClient, newSender } from '../../src/webhooks/send';

/** A client that notes what it is asked for, and is answered 204. */
function newClient() {
	const asked: Array<{ origin: string; path: string; body: string }> = [];
	class Agent {
		async request(request: { origin: string; path: string; body: string }) {
			asked.push(request);
			return { statusCode: 204, headers: {}, body: (async function* () {})() };
		}
		destroy = () => Promise.resolve();
	}
	const client = { Agent, buildConnector: () => () => {} } as unknown as HttpClient;
	return { asked, client };
}

const message = { messageId: 'evt_1', body: '{}', secrets: [], authHeader: null };

test('a sender loads its client with the first message, and sends by what it was given', async () => {
	const { asked, client } = newClient();
	let loads = 0;
	const sender = newSender(
		true,
		() => new Date(),
		undefined,
		() => {
			loads += 1;
			return client;
		},
	);
	expect(loads).toBe(0);

	for (const path of ['/a', '/b?c=1']) {
		const { statusCode, error } = await sender.send({ ...message, url: `https://crm.test${path}` });
		expect([statusCode, error]).toEqual([204, null]);
	}
	expect(asked.map(({ origin, path, body }) => [origin, path, body])).toEqual([
		['https://crm.test', '/a', '{}'],
		['https://crm.test', '/b?c=1', '{}'],
	]);
	expect(loads).toBe(1);
	await sender.close();
});

test('a try lasted whole milliseconds and ended no later than it is, so that what follows is due by the clock', async () => {
	const { client } = newClient();
	const sender = newSender(
		true,
		() => new Date(),
		undefined,
		() => client,
	);
	const times = [100, 112.7];
	const clock = vi.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? 112.7);
	try {
		const { durationMs } = await sender.send({ ...message, url: 'https://crm.test/a' });
		expect(durationMs).toBe(12);
	} finally {
		clock.mockRestore();
		await sender.close();
	}
});
