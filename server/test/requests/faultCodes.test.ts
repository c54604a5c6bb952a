import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

beforeAll(async () => {
	await fluid.addPipeline('Partners', ['Talking']);
	await fluid.deal({ name: 'Acme website', external_id: 'crm-1' });
});

/** The code and parameters of the first fault. */
async function firstFault(deal: Record<string, unknown>) {
	const { body } = await fluid.ingest({ name: 'Acme website', ...deal });
	const { code, params } = body.errors[0];
	return { code, params };
}

describe('a client that writes its own sentences reads what is wrong from a code', () => {
	test.each<[string, Record<string, unknown>, string, Record<string, unknown> | undefined]>([
		['an unknown field', { amount: 1 }, 'unknown_field', undefined],
		['another type', { value: '4800' }, 'wrong_type', { expected: ['number', 'null'] }],
		[
			'none of the choices',
			{ status: 'maybe' },
			'not_an_option',
			{ options: ['open', 'won', 'lost'] },
		],
		['an address that is none', { contact: { email: 'ada@' } }, 'wrong_form', { format: 'email' }],
		['a domain that is none', { company: { domain: 'a b' } }, 'wrong_form', { format: 'domain' }],
		['an empty text', { note: '' }, 'empty', undefined],
		['a text that is too long', { name: 'x'.repeat(201) }, 'too_long', { limit: 200 }],
		['a list that is too long', { labels: Array(51).fill('a') }, 'too_many', { limit: 50 }],
		['a number that is too small', { value: -1 }, 'too_small', { limit: 0 }],
		['a number that is too large', { value: 1e15 }, 'too_large', { limit: 999999999999.99 }],
		['no name', { name: undefined }, 'deal_needs_name', undefined],
		['a reason without a loss', { lost_reason: 'Budget' }, 'reason_without_loss', undefined],
		[
			'two times of a reminder',
			{ reminder: { in_days: 1, at: '2030-12-01T09:00:00Z' } },
			'not_both',
			{ names: ['at', 'in_days'] },
		],
		[
			'a reminder without a time',
			{ reminder: { note: 'Call' } },
			'needs_one_of',
			{ names: ['at', 'in_days'] },
		],
		['nothing to match by', { match_on: 'email' }, 'match_needs_value', { match_on: 'email' }],
		['an unknown pipeline', { pipeline: 'Slaes' }, 'pipeline_not_found', { name: 'Slaes' }],
		[
			'an unknown stage',
			{ stage: 'Contatced' },
			'stage_not_found',
			{ name: 'Contatced', pipeline: 'Sales' },
		],
		['an unknown custom field', { custom_fields: { size: 1 } }, 'unknown_custom_field', undefined],
	])('of %s', async (_what, deal, code, params) => {
		expect(await firstFault(deal)).toEqual({ code, params });
	});

	test('of a stage in another pipeline, with both pipelines', async () => {
		const { body } = await fluid.get('/api-stages');
		const stages = body.data as Array<{ id: string; name: string }>;
		const talking = stages.find(({ name }) => name === 'Talking')?.id;

		expect(await firstFault({ stage_id: talking, pipeline: 'Sales' })).toEqual({
			code: 'stage_elsewhere',
			params: { stage: 'Talking', owner: 'Partners', pipeline: 'Sales' },
		});
	});

	test('of anything without a kind of its own', async () => {
		expect(await firstFault({ id: 'deal_1', match_on: 'none' })).toMatchObject({
			code: 'not_valid',
		});
	});
});

describe('the parameters of a problem', () => {
	test('name the deal that is in the way', async () => {
		const { body } = await fluid.ingest({ name: 'B', external_id: 'crm-1', mode: 'create' });

		expect(body).toMatchObject({ code: 'deal_exists', params: { name: 'Acme website' } });
		expect(body.params.id).toMatch(/^deal_/);
	});

	test.each([
		[{ id: 'deal_1', mode: 'update' }, { id: 'deal_1' }],
		[{ external_id: 'crm-2', mode: 'update' }, { external_id: 'crm-2' }],
		[
			{ contact: { email: 'ada@example.com' }, match_on: 'email', mode: 'update' },
			{ email: 'ada@example.com', pipeline: 'Sales' },
		],
	])('say how a deal was looked for that does not exist', async (deal, params) => {
		const { body } = await fluid.ingest(deal);

		expect(body).toMatchObject({ code: 'deal_not_found', params });
	});

	test('of an atomic request of many deals stand with each of them', async () => {
		const { body } = await fluid.post('/api-ingest?atomic=true', {
			deals: [{ name: 'A' }, { id: 'deal_1' }],
		});

		expect(body.errors).toMatchObject([
			{ pointer: '/deals/1', code: 'deal_not_found', params: { id: 'deal_1' } },
		]);
	});
});
