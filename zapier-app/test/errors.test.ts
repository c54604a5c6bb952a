import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile, startFluid } from '../../test/support/fluid';
import { Receiver } from '../../test/support/receiver';
import App from '../src/index';
import { failure, type RunZap, zapOf } from './support/zap';

const createDeal = App.creates.create_deal.operation.perform;

describe('a value that Fluid refuses', () => {
	const fluid = fluidForFile();
	let zap: RunZap;

	beforeAll(async () => {
		zap = zapOf(fluid);
	});

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
	])('of %s is reported in the words of the editor', async (_, fields, sentence) => {
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

		expect(message).toContain('Entry 2 of Labels is longer than 100 characters. Shorten it.');
		expect(message).toContain('Entry 2 of Labels for a New Deal is longer than 100 characters.');
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

	test('is reported up to the fifth, with how many more there are', async () => {
		const labels = Array.from({ length: 8 }, (_, index) => `${index}${'x'.repeat(101)}`);

		const { message } = await failure(zap(createDeal, { name: 'Acme website', labels }));

		expect(message.match(/is longer than 100 characters/g)).toHaveLength(5);
		expect(message).toMatch(/ There are 3 more\.$/);
	});
});

describe('what Fluid refuses goes by its code, and not by the words of its sentence', () => {
	const fluid = Receiver.forFile();
	let answer: Record<string, unknown>;

	beforeAll(async () => {
		fluid.respondWith((response) => {
			response.writeHead(Number(answer.status), { 'content-type': 'application/problem+json' });
			response.end(JSON.stringify({ detail: 'Ganz andere Worte.', ...answer }));
		});
	});
	const sentenceFor = async (
		problem: Record<string, unknown>,
		action = createDeal,
		inputs = {},
	) => {
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
		expect(await sentenceFor(problem)).toBe(sentence);
	});

	test('and one of an earlier version, without codes, is reported in its own words', async () => {
		const errors = [{ pointer: '/value', detail: '"value" must be a number or null, not "x".' }];

		expect(await sentenceFor({ status: 422, code: 'invalid_input', errors })).toBe(
			'Value must be a number or null, not "x".',
		);
		expect(await sentenceFor({ status: 404, code: 'deal_not_found' })).toBe('Ganz andere Worte.');
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
