import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../test/support/fluid';
import { Receiver } from '../../test/support/receiver';
import App from '../src/index';
import { failure, zapOf } from './support/zap';

const createDeal = App.creates.create_deal.operation.perform;

describe('a value that Fluid refuses', () => {
	let fluid: FluidFixture;
	beforeAll(async () => {
		fluid = await startFluid();
	});
	afterAll(() => fluid.stop());

	test('is named by the label of its field, each in one sentence', async () => {
		const { name, message } = await failure(
			zapOf(fluid)(createDeal, {
				name: 'Acme website',
				value: 'a lot',
				contact_email: 'ada@',
				contact_linkedin_url: 'ada',
				currency: 'Euro',
			}),
		);

		expect(name).toBe('AppError');
		expect(message).toContain('Value must be a number');
		expect(message).toContain('Contact Email is "ada@", which is no e-mail address.');
		expect(message).toContain('Contact LinkedIn URL is "ada", which is no web address.');
		expect(message).toContain('Currency is "EURO", which is no ISO 4217 currency code.');
	});

	test.each<[string, Record<string, unknown>, string]>([
		[
			'two times of a reminder',
			{ reminder_in_days: 3, reminder_at: '2026-12-01T09:00:00Z' },
			'Reminder: Fill in "Reminder in Days" or "Reminder At", not both.',
		],
		[
			'a reminder without a time',
			{ reminder_note: 'Call Ada' },
			'Reminder: A reminder needs a time. Fill in "Reminder in Days" or "Reminder At".',
		],
		['no name', { name: '' }, 'Deal Name: A new deal needs a name. Fill it in.'],
		[
			'a reason without a loss',
			{ lost_reason: 'No budget' },
			'Lost Reason goes with status lost. Choose Lost as Status, or leave the reason empty.',
		],
		[
			'a value that can be read in two ways',
			{ value: '1.000' },
			'Value must be a number, not "1.000". What the deal is worth, with at most two decimals, e.g. 4800.',
		],
	])('of %s is told in the words of the editor', async (_, fields, sentence) => {
		const step = zapOf(fluid)(createDeal, { name: 'Acme website', ...fields });

		expect((await failure(step)).message).toBe(sentence);
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
	const run = () => failure(zapOf({ url: proxy.url, key })(createDeal, { name: 'Acme website' }));

	test('that says Fluid is down is put in a sentence, and the key is never repeated', async () => {
		proxy.answer(502, `<html>Bad gateway for ${key}</html>`, { 'content-type': 'text/html' });

		const { name, message } = await run();

		expect(name).toBe('AppError');
		expect(message).toBe(
			'Fluid is down or being restarted just now (status 502). What the step sent may be saved all the same. It can be sent again in a few minutes: nothing is done twice.',
		);
	});

	test('that says when to come back makes the step wait', async () => {
		proxy.answer(503, '', { 'retry-after': '30' });

		expect(await run()).toMatchObject({ name: 'ThrottledError', delay: 30 });
	});

	test('that breaks the connection is told from an answer', async () => {
		proxy.respondWith((response) => response.destroy());

		expect((await run()).message).toContain(
			`The connection to Fluid at ${proxy.url} broke off before it answered. What the step sent may be saved`,
		);
	});

	test('that breaks off a search has nothing to say of saving', async () => {
		proxy.answer(504);

		const { message } = await failure(
			zapOf({ url: proxy.url, key })(App.searches.find_deal.operation.perform, { name: 'Acme' }),
		);

		expect(message).toBe(
			'Fluid is down or being restarted just now (status 504). Try again in a few minutes.',
		);
	});

	test('that fails a test in the editor asks to look before testing again', async () => {
		proxy.answer(504);

		const { message } = await failure(
			zapOf({ url: proxy.url, key })(
				createDeal,
				{ name: 'Acme website' },
				{ meta: { isLoadingSample: true } },
			),
		);

		expect(message).toContain('look in Fluid before you test again');
	});

	test('that answers in JSON of its own is told from Fluid', async () => {
		proxy.answer(200, '{"ok":true}', { 'content-type': 'application/json' });

		expect((await run()).message).toContain('answers, but not as Fluid does');
	});
});
