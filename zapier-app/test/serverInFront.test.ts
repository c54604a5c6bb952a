import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Receiver } from '../../test/support/receiver';
import App from '../src/index';
import { failure, type RunZap, zapOf } from './support/zap';

const createDeal = App.creates.create_deal.operation.perform;

describe('a server in front of Fluid', () => {
	let proxy: Receiver;
	const key = 'fluid_secretSecretSecretSecretSecret012345';

	beforeEach(async () => {
		proxy = await Receiver.start();
	});
	afterEach(() => proxy.stop());
	const zap: RunZap = (...step) => zapOf({ url: proxy.url, key })(...step);
	const run = (inputs = {}) => failure(zap(createDeal, { name: 'Acme website', ...inputs }));
	const find = () => zap(App.searches.find_deal.operation.perform, { name: 'Acme' });
	const findById = () => zap(App.searches.find_deal.operation.perform, { deal_id: 'deal_1' });

	test('that says Fluid is down is put in a sentence, and the key is never repeated', async () => {
		proxy.answer(502, `<html>Bad gateway for ${key}</html>`, { 'content-type': 'text/html' });

		const { name, message } = await run();

		expect(name).toBe('AppError');
		expect(message).toBe(
			'Fluid is down or restarting (status 502). What the step sent may have been saved anyway, so check Fluid before you replay it. With a Run ID mapped, nothing is done twice.',
		);
	});

	test('promises that nothing is done twice where that is so', async () => {
		proxy.answer(502);
		const { update_deal } = App.creates;
		const created = await run({ run_id: 'evt_1' });
		const updated = await failure(
			zap(update_deal.operation.perform, { deal_id: 'deal_1', value: 1 }),
		);

		for (const { message } of [created, updated])
			expect(message).toContain('You can replay it in a few minutes: nothing is done twice.');
	});

	test.each([
		['seconds', () => '90'],
		['a date', () => new Date(Date.now() + 90_000).toUTCString()],
	])('that says in %s when to come back makes the step wait', async (_, header) => {
		proxy.answer(503, '', { 'retry-after': header() });

		const { name, delay } = (await run()) as { name: string; delay?: number };

		expect(name).toBe('ThrottledError');
		expect(delay).toBeGreaterThan(60);
	});

	test('that breaks the connection is not taken for an answer', async () => {
		proxy.respondWith((response) => response.destroy());

		expect((await run()).message).toContain(
			`The connection to Fluid at ${proxy.url} was interrupted before it responded. What the step sent may have been saved`,
		);
	});

	test('that breaks off a search has nothing to say of saving', async () => {
		proxy.answer(504);

		expect((await failure(find())).message).toBe(
			'Fluid is down or restarting (status 504). Try again in a few minutes.',
		);
	});

	test('that fails a test in the editor asks to look before testing again', async () => {
		proxy.answer(504);

		const { message } = await failure(
			zap(createDeal, { name: 'Acme website' }, { meta: { isLoadingSample: true } }),
		);

		expect(message).toContain('check Fluid before you test again');
	});

	test('that answers in JSON of its own is not taken for Fluid', async () => {
		proxy.answer(200, '{"ok":true}', { 'content-type': 'application/json' });

		expect((await run()).message).toContain('responds, but not like Fluid');
	});

	test.each([
		['a create', () => run()],
		['a search', () => failure(find())],
		['a look-up by ID', () => failure(findById())],
		['the test of the connection', () => failure(zap(App.authentication?.test))],
	])('that answers %s with nothing at all is not taken for Fluid', async (_, step) => {
		proxy.answer(204);

		const { name, message } = await step();

		expect(name).toBe('AppError');
		expect(message).toContain('responds, but not like Fluid');
	});

	const halfAnAnswer = '{"data":[{"id":"deal_1","secret":"whsec_abcdefgh';

	test.each<[string, Parameters<Receiver['respondWith']>[0]]>([
		[
			'that breaks off',
			(response) => {
				response.writeHead(200, { 'content-type': 'application/json', 'content-length': 5000 });
				response.write(halfAnAnswer, () => response.destroy());
			},
		],
		[
			'that ends too early',
			(response) => {
				response.writeHead(200, { 'content-type': 'application/json', 'content-length': 5000 });
				response.write(halfAnAnswer, () => response.socket?.end());
			},
		],
		[
			'of unknown length that breaks off',
			(response) => {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.write(halfAnAnswer, () => response.destroy());
			},
		],
		[
			'of unknown length that ends too early',
			(response) => {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end(halfAnAnswer);
			},
		],
	])('reports an answer %s at once, and nothing of it', async (_, respond) => {
		proxy.respondWith(respond);
		const startedAt = Date.now();

		const { message } = await failure(find());

		expect(Date.now() - startedAt).toBeLessThan(5000);
		expect(message).toMatch(
			/(cut off|ended before the response was complete|was interrupted before)/,
		);
		expect(message).toMatch(/Try again in a few minutes\.$/);
		expect(message).not.toContain('whsec_');
	});

	test('lets a long answer in many pieces through, whose connection closes behind it', async () => {
		const deals = Array.from({ length: 25 }, (_, index) => ({
			id: `deal_${index}`,
			name: 'Acme',
			status: 'open',
			updated_at: '2026-11-24T09:30:00.000Z',
			note: 'x'.repeat(20_000),
		}));
		const body = JSON.stringify({ data: deals, next_cursor: null });
		proxy.respondWith((response) => {
			response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
			for (let at = 0; at < body.length; at += 10_000) response.write(body.slice(at, at + 10_000));
			response.end();
		});

		expect(await find()).toHaveLength(25);
	});

	test.each<[string, string, Record<string, string>]>([
		['a page', '<html>Not found</html>', { 'content-type': 'text/html' }],
		['JSON of its own', '{"error":"not found"}', { 'content-type': 'application/json' }],
		[
			'a problem of its own',
			'{"code":"no_route","detail":"No route."}',
			{ 'content-type': 'application/json' },
		],
	])('that finds nothing, in %s, finds no missing deal for Fluid', async (_, body, headers) => {
		proxy.answer(404, body, headers);

		const { name } = await failure(findById());
		const off = zap(
			(App.triggers as Record<string, { operation: { performUnsubscribe?: unknown } }>)['deal_won']
				?.operation.performUnsubscribe,
			{},
			{ subscribeData: { id: 'whk_1' } },
		);

		expect(name).toBe('AppError');
		expect((await failure(off)).name).toBe('AppError');
	});

	test.each([
		'{"code":"x","detail":null}',
		'{"code":"x","detail":"No.","errors":"none"}',
		'{"code":"x","detail":"No.","errors":[null]}',
		'{"code":"x","detail":"No.","errors":[{"code":"y","detail":"No."}]}',
	])('that refuses with %s is not taken for Fluid', async (body) => {
		proxy.answer(422, body, { 'content-type': 'application/json' });

		expect((await run()).message).toContain('answered with status 422, and not as Fluid does');
	});

	test('never gets the key into an error, whatever it repeats', async () => {
		const problem = JSON.stringify({ code: 'no_route', detail: `Who is Bearer ${key}?` });
		const repeats: Array<() => void> = [
			() => proxy.answer(400, problem, { 'content-type': 'application/json' }),
			() => proxy.answer(401, problem, { 'content-type': 'application/json' }),
			() => proxy.answer(429, problem, { 'content-type': 'application/json' }),
			() => proxy.answer(302, '', { location: `https://ada:${key}@crm.example.com/?k=${key}` }),
			() => proxy.answer(302, '', { location: `https://crm.example.com/${key}` }),
			() => proxy.answer(200, `{"key":"${key}`, { 'content-type': 'application/json' }),
			() => proxy.answer(418, key, { 'content-type': 'text/plain' }),
		];

		for (const repeat of repeats) {
			repeat();
			expect((await run()).message).not.toContain(key.slice(6));
		}
	});

	test('that never answers ends the step before Zapier does', async () => {
		proxy.respondWith(() => {});
		let asked = 0;
		const watching = {
			...App,
			beforeRequest: [
				...[App.beforeRequest].flat(),
				(request: { timeout?: number }) => {
					asked = request.timeout ?? Infinity;
					// The test itself does not wait that long.
					request.timeout = 300;
					return request;
				},
			],
		};

		const { message } = await failure(
			zapOf({ url: proxy.url, key }, watching as typeof App)(createDeal, { name: 'Acme' }),
		);

		expect(asked).toBeGreaterThan(20_000);
		expect(asked).toBeLessThanOrEqual(25_000);
		expect(message).toContain('took too long to answer');
	});

	test('that is slow leaves less time to each further call of the step', async () => {
		const times: number[] = [];
		const watching = {
			...App,
			beforeRequest: [
				...[App.beforeRequest].flat(),
				(request: { timeout?: number }) => {
					times.push(request.timeout ?? Infinity);
					return request;
				},
			],
		};
		const page = '{"data":[],"next_cursor":"more"}';
		proxy.respondWith((response) => {
			const isLast = times.length > 1;
			response.writeHead(200, { 'content-type': 'application/json' });
			// The time itself is what is tested: an answer that is slow.
			setTimeout(() => response.end(isLast ? page.replace('"more"', 'null') : page), 50);
		});

		await zapOf({ url: proxy.url, key }, watching as typeof App)(
			App.searches.find_deal.operation.perform,
			{ name: 'Acme' },
		);

		expect(times).toHaveLength(2);
		expect(times[1]).toBeLessThanOrEqual((times[0] ?? 0) - 40);
	});
});
