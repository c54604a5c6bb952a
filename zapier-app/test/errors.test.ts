import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../test/support/fluid';
import { Receiver } from '../../test/support/receiver';
import App from '../src/index';
import { failure, type Zap, zapOf } from './support/zap';

const createDeal = App.creates.create_deal.operation.perform;

describe('a value that Fluid refuses', () => {
	let fluid: FluidFixture;
	let zap: Zap;
	beforeAll(async () => {
		fluid = await startFluid();
		zap = zapOf(fluid);
	});
	afterAll(() => fluid.stop());

	test('is named by the label of its field, each in one sentence', async () => {
		const { name, message } = await failure(
			zap(createDeal, {
				name: 'Acme website',
				contact_email: 'ada@',
				company_domain: 'a b',
				owner_email: 'grace',
			}),
		);

		expect(name).toBe('AppError');
		expect(message).toMatch(/^Contact Email is "ada@", which is not an e-?mail address\./);
		expect(message).toContain('Owner Email is "grace", which is not an');
	});

	test.each<[string, Record<string, unknown>, string]>([
		[
			'two times of a reminder',
			{ reminder_in_days: 3, reminder_at: '2026-12-01T09:00:00Z' },
			'Reminder: Fill in "Reminder At" or "Reminder in Days", not both.',
		],
		[
			'a reminder without a time',
			{ reminder_note: 'Call Ada' },
			'Reminder: Fill in "Reminder At" or "Reminder in Days".',
		],
		['no name', { name: '' }, 'Deal Name: A new deal needs a name. Fill it in.'],
		[
			'a reason without a loss',
			{ lost_reason: 'No budget' },
			'Lost Reason: It is only for lost deals. Choose Lost as Status, or leave it empty.',
		],
		[
			'a stage of another pipeline',
			{ pipeline_id: 'Partners', stage_id: 'STAGE' },
			'Stage: Stage "New lead" belongs to pipeline "Sales", not to "Partners". Choose a stage of "Partners", or choose the other pipeline as well.',
		],
		[
			'a stage that is gone',
			{ stage_id: `stg_${'0'.repeat(26)}` },
			`Stage: No stage has the ID "stg_${'0'.repeat(26)}". Choose one from the list.`,
		],
		[
			'a pipeline that is gone',
			{ pipeline_id: `pip_${'0'.repeat(26)}` },
			`Pipeline: No pipeline has the ID "pip_${'0'.repeat(26)}". Choose one from the list.`,
		],
		[
			'a reminder too far away',
			{ reminder_in_days: '4000' },
			'Reminder in Days must be at most 3,650, not 4000.',
		],
	])('of %s is told in the words of the editor', async (_, fields, sentence) => {
		if (fields.stage_id === 'STAGE') {
			await fluid.addPipeline('Partners', ['Talking']);
			const { body } = await fluid.get('/api-stages');
			fields.stage_id = body.data[0].id;
		}
		const step = zap(createDeal, { name: 'Acme website', ...fields });

		expect((await failure(step)).message).toBe(sentence);
	});

	test('in a list is named by the label of the list', async () => {
		const labels = ['cold', 'x'.repeat(101)];

		const { message } = await failure(
			zap(createDeal, { name: 'Acme website', labels, on_create_labels: labels }),
		);

		expect(message).toContain('An entry of Labels is longer than 100 characters. Shorten it.');
		expect(message).toContain('An entry of Labels for a New Deal is longer than 100 characters.');
	});

	test('inside the fields for a new deal is named with their heading', async () => {
		const step = zap(App.creates.create_or_update_deal.operation.perform, {
			match_on: 'email',
			contact_email: 'ada@example.com',
			on_create_name: 'Acme website',
			on_create_stage_id: 'Contatced',
			on_create_value: 'a lot',
		});

		expect((await failure(step)).message).toBe(
			'Value for a New Deal: "a lot" is not an amount. Write it like 4800 or 4800.50.',
		);
	});

	test('is told up to the fifth, and how many more there are', async () => {
		const labels = Array.from({ length: 8 }, (_, index) => `${index}${'x'.repeat(101)}`);

		const { message } = await failure(zap(createDeal, { name: 'Acme website', labels }));

		expect(message.match(/is longer than 100 characters/g)).toHaveLength(5);
		expect(message).toMatch(/ There are 3 more\.$/);
	});
});

describe('what Fluid refuses goes by its code, and not by the words of its sentence', () => {
	let fluid: Receiver;
	let answer: Record<string, unknown>;
	beforeAll(async () => {
		fluid = await Receiver.start();
		fluid.respondWith((response) => {
			response.writeHead(Number(answer.status), { 'content-type': 'application/problem+json' });
			response.end(JSON.stringify({ detail: 'Ganz andere Worte.', ...answer }));
		});
	});
	afterAll(() => fluid.stop());
	const told = async (problem: Record<string, unknown>, action = createDeal, inputs = {}) => {
		answer = problem;
		const zap = zapOf({ url: fluid.url, key: 'fluid_key' });
		return (await failure(zap(action, { name: 'Acme website', ...inputs }))).message;
	};

	test.each<[Record<string, unknown>, string]>([
		[
			{ status: 404, code: 'deal_not_found', params: { id: 'deal_1' } },
			'No deal has the ID "deal_1". Choose one from the list, or map the ID of a deal from an earlier step.',
		],
		[
			{
				status: 409,
				code: 'deal_exists',
				params: { id: 'deal_1', name: 'Acme', external_id: 'crm-1' },
			},
			'"Acme" (deal_1) has the External ID "crm-1" already. Use the action "Create or Update Deal" to update it.',
		],
		[
			{
				status: 409,
				code: 'contact_exists',
				params: { id: 'con_1', name: 'Ada', email: 'ada@example.com' },
			},
			'"Ada" (con_1) has the email address ada@example.com already. Use the action "Update Contact" instead.',
		],
		[
			{
				status: 409,
				code: 'ambiguous_match',
				params: { email: 'ada@example.com', count: 2, pipeline: 'Sales' },
				candidates: [
					{ id: 'deal_1', name: 'Engine' },
					{ id: 'deal_2', name: 'Looms' },
				],
			},
			'ada@example.com has 2 open deals in pipeline "Sales". Use the action "Update Deal" with the ID of the one you mean: deal_1 (Engine), deal_2 (Looms).',
		],
		[
			{ status: 404, code: 'path_not_found' },
			'Your Fluid server does not support this request. It may be an older version: update it, and try again.',
		],
		[
			{ status: 500, code: 'internal_error', request_id: 'req_1' },
			'Something went wrong in Fluid, and nothing was saved. Try again; if it keeps happening, quote the request ID req_1.',
		],
		[
			{
				status: 422,
				code: 'invalid_input',
				errors: [
					{
						pointer: '/value',
						detail: 'Worte.',
						code: 'wrong_type',
						params: { expected: ['number', 'null'] },
					},
					{ pointer: '', detail: 'Worte.', code: 'empty' },
				],
			},
			'Value: This must be a number. Fill in at least one field.',
		],
	])('%j', async (problem, sentence) => {
		expect(await told(problem)).toBe(sentence);
	});

	test('and one of an earlier version, without codes, is told in its own words', async () => {
		const errors = [{ pointer: '/value', detail: '"value" must be a number or null, not "x".' }];

		expect(await told({ status: 422, code: 'invalid_input', errors })).toBe(
			'Value must be a number or null, not "x".',
		);
		expect(await told({ status: 404, code: 'deal_not_found' })).toBe('Ganz andere Worte.');
	});
});

describe('a connection that asks too often', () => {
	test('waits as long as Fluid says', async () => {
		const fluid = await startFluid({ FLUID_RATE_LIMIT: '1' });
		const zap = zapOf(fluid);
		await zap(App.authentication?.test);

		const error = await failure(zap(App.authentication?.test));
		await fluid.stop();

		expect(error).toMatchObject({ name: 'ThrottledError', delay: expect.any(Number) });
		expect((error as { delay?: number }).delay).toBeGreaterThan(0);
		expect(error.message).toContain('too many requests');
	});
});

describe('a server in front of Fluid', () => {
	let proxy: Receiver;
	const key = 'fluid_secretSecretSecretSecretSecret012345';
	beforeEach(async () => {
		proxy = await Receiver.start();
	});
	afterEach(() => proxy.stop());
	const zap: Zap = (...step) => zapOf({ url: proxy.url, key })(...step);
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

	test('that breaks the connection is told from an answer', async () => {
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

	test('that answers in JSON of its own is told from Fluid', async () => {
		proxy.answer(200, '{"ok":true}', { 'content-type': 'application/json' });

		expect((await run()).message).toContain('responds, but not like Fluid');
	});

	test.each([
		['a create', () => run()],
		['a search', () => failure(find())],
		['a look-up by ID', () => failure(findById())],
		['the test of the connection', () => failure(zap(App.authentication?.test))],
	])('that answers %s with nothing at all is told from Fluid', async (_, step) => {
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
	])('lets an answer %s be told at once, and nothing of it', async (_, respond) => {
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
	])('that refuses with %s is told from Fluid', async (body) => {
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
