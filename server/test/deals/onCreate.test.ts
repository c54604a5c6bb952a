import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();
let serviceId: string;
let email: string;
let count = 0;

beforeAll(async () => {
	serviceId = await fluid.addPipeline('Service', ['Open', 'Done']);
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text' });
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });
});
beforeEach(() => {
	count += 1;
	email = `ada-${count}@example.com`;
});

const reply = (more: object = {}) => ({
	match_on: 'email',
	contact: { email },
	note: 'Sounds interesting',
	on_create: { name: 'Analytical Engines', stage: 'Contacted', labels: ['cold email'] },
	...more,
});
const texts = (deal: { notes: Array<{ text: string }> }) => deal.notes.map(({ text }) => text);
const dealsOf = async () => (await fluid.get(`/api-deals?email=${email}`)).body.data;

describe('what stands in on_create', () => {
	test('counts for a new deal and leaves the one that is there alone', async () => {
		const first = await fluid.ingest(reply());
		expect([first.status, first.body.action]).toEqual([201, 'created']);
		expect(first.body.deal).toMatchObject({
			name: 'Analytical Engines',
			stage_name: 'Contacted',
			labels: ['cold email'],
		});
		await fluid.ingest({ id: first.body.deal.id, name: 'Engines', stage: 'Proposal sent' });

		const second = await fluid.ingest(reply({ note: 'Thursday?' }));
		expect([second.status, second.body.changed_fields]).toEqual([200, ['notes']]);
		expect(second.body.deal).toMatchObject({ name: 'Engines', stage_name: 'Proposal sent' });
		expect(texts(second.body.deal)).toEqual(['Thursday?', 'Sounds interesting']);
	});

	test('wins over what stands beside it, in contact, company and custom fields one by one', async () => {
		const deal = await fluid.deal({
			name: 'Beside',
			value: 1,
			source: 'Smartlead',
			contact: { email, first_name: 'Ada', phone: '1' },
			company: `Acme ${count}`,
			custom_fields: { industry: 'SaaS', seats: 1 },
			reminder: { in_days: 1, note: 'Call' },
			labels: ['beside'],
			on_create: {
				name: 'Inside',
				value: 2,
				contact: { phone: '2', title: 'Countess' },
				company: { domain: `acme-${count}.example` },
				custom_fields: { seats: 2 },
				reminder: { at: '2030-01-01T09:00:00Z' },
				labels: null,
			},
		});
		expect(deal).toMatchObject({
			name: 'Inside',
			value: 2,
			source: 'Smartlead',
			contact: { email, first_name: 'Ada', phone: '2', title: 'Countess' },
			company: { name: `Acme ${count}`, domain: `acme-${count}.example` },
			custom_fields: { industry: 'SaaS', seats: 2 },
			reminder: { at: '2030-01-01T09:00:00.000Z', note: null },
			labels: [],
		});
	});

	test('wins also where a custom field is named by its key and by its id', async () => {
		const { body } = await fluid.get('/api-custom-fields');
		const { id } = body.data.find(({ key }: { key: string }) => key === 'industry');
		for (const [beside, inside] of [
			[id, 'industry'],
			['industry', id],
		])
			expect(
				await fluid.deal({
					name: 'Acme website',
					custom_fields: { [beside]: 'Retail' },
					on_create: { custom_fields: { [inside]: 'SaaS' } },
				}),
			).toMatchObject({ custom_fields: { industry: 'SaaS' } });
	});

	test('may give the contact or company of a new deal, or take them away', async () => {
		const given = { name: 'Acme website', on_create: { contact: { email }, company: 'Acme' } };
		expect(await fluid.deal(given)).toMatchObject({
			contact: { email },
			company: { name: 'Acme' },
		});
		const taken = {
			contact: { email },
			company: 'Acme',
			on_create: { contact: null, company: null },
		};
		expect(await fluid.deal({ name: 'Acme website', ...taken })).toMatchObject({
			contact: null,
			company: null,
		});
	});

	test.each([
		['mode create', { mode: 'create' }],
		['match_on none', { match_on: 'none' }],
		['many deals at once', undefined],
	])('counts with %s', async (_what, more) => {
		const { status, body } = more
			? await fluid.ingest(reply(more))
			: await fluid.ingest({ deals: [reply(), reply()] });
		if (more) expect([status, body.deal.stage_name]).toEqual([201, 'Contacted']);
		else
			expect(body.results.map(({ action }: { action: string }) => action)).toEqual([
				'created',
				'updated',
			]);
	});
});

describe('matching', () => {
	test('does not look at what stands in on_create', async () => {
		await fluid.deal({ name: 'Other', external_id: `crm-${count}` });
		const known = { name: 'Ada', contact: { email } };
		await fluid.deal(known);
		const { body } = await fluid.ingest({
			...known,
			on_create: { external_id: `new-${count}`, contact: { phone: '7' } },
		});
		expect(body).toMatchObject({
			action: 'created',
			deal: { external_id: `new-${count}`, contact: { phone: '7' } },
		});
		const byEmail = await fluid.ingest({
			name: 'Ada',
			match_on: 'email',
			on_create: { contact: { email } },
		});
		expect([byEmail.status, byEmail.body.errors[0].pointer]).toEqual([422, '/contact/email']);
		const taken = await fluid.ingest({ name: 'Ada', on_create: { external_id: `crm-${count}` } });
		expect([taken.status, taken.body.code]).toEqual([409, 'deal_exists']);
	});

	test('is limited by a pipeline beside on_create', async () => {
		await fluid.ingest(reply());
		const { status, body } = await fluid.ingest(
			reply({ pipeline: 'Service', on_create: { name: 'In Service' } }),
		);
		expect([status, body.deal.pipeline_name]).toEqual([201, 'Service']);
		const again = await fluid.ingest(
			reply({ pipeline: 'Service', on_create: { name: 'In Service' } }),
		);
		expect([again.status, again.body.deal.id]).toEqual([200, body.deal.id]);
	});

	test.each(['pipeline', 'pipeline_id', 'stage_id'])(
		'is not limited by a %s in on_create, so that a deal made there is found again',
		async (name) => {
			const { body } = await fluid.get(`/api-stages?pipeline_id=${serviceId}`);
			const places: Record<string, string> = {
				pipeline: 'Service',
				pipeline_id: serviceId,
				stage_id: body.data[1].id,
			};
			const lead = reply({ on_create: { name: 'Ada', [name]: places[name] } });
			const first = await fluid.ingest(lead);
			expect([first.status, first.body.deal.pipeline_name]).toEqual([201, 'Service']);
			const second = await fluid.ingest(lead);
			expect([second.status, second.body.deal.id]).toEqual([200, first.body.deal.id]);
			expect(second.body.deal.stage_id).toBe(first.body.deal.stage_id);
			expect(await dealsOf()).toHaveLength(1);
		},
	);

	test('finds the deal in whichever pipeline it is, and never guesses between two', async () => {
		await fluid.deal({ name: 'Sold', contact: { email } });
		const lead = reply({ on_create: { name: 'Ada', pipeline: 'Service' } });
		expect((await fluid.ingest(lead)).body.deal.pipeline_name).toBe('Sales');
		await fluid.deal({ name: 'Helped', pipeline: 'Service', contact: { email } });
		const { status, body } = await fluid.ingest(lead);
		expect([status, body.code]).toEqual([409, 'ambiguous_match']);
		expect(body.candidates.map(({ stage_name }: { stage_name: string }) => stage_name)).toEqual([
			'New lead',
			'Open',
		]);
		expect(body.detail).toContain(`${email} has 2 open deals. Send`);
	});

	test('is by the first pipeline as ever where on_create names none', async () => {
		await fluid.deal({ name: 'Helped', pipeline: 'Service', contact: { email } });
		const { status, body } = await fluid.ingest(reply());
		expect([status, body.deal.pipeline_name]).toEqual([201, 'Sales']);
	});
});

describe('a place in on_create', () => {
	test('takes the place of the one beside it', async () => {
		const { body } = await fluid.get(`/api-stages?pipeline_id=${serviceId}`);
		const inService = body.data[1].id;
		const beside = { name: 'Ada', pipeline: 'Sales' };
		for (const on_create of [
			{ pipeline_id: serviceId, stage: 'Done' },
			{ stage_id: inService },
			{ pipeline: 'Service', stage_id: inService },
		])
			expect(await fluid.deal({ ...beside, stage: 'Contacted', on_create })).toMatchObject({
				pipeline_name: 'Service',
				stage_name: 'Done',
			});
		expect(await fluid.deal({ ...beside, on_create: { stage: 'Negotiation' } })).toMatchObject({
			pipeline_name: 'Sales',
			stage_name: 'Negotiation',
		});
	});
});

describe('a fault in on_create', () => {
	const faults: Array<[string, object, string]> = [
		['an unknown field', { stauts: 'won' }, '/on_create/stauts'],
		['a wrong type', { value: 'much' }, '/on_create/value'],
		['an address that is none', { contact: { email: 'ada@' } }, '/on_create/contact/email'],
		['a pipeline that is none', { pipeline: 'Sells' }, '/on_create/pipeline'],
		['a stage that is none', { stage: 'Contatced' }, '/on_create/stage'],
		['an unknown custom field', { custom_fields: { size: 1 } }, '/on_create/custom_fields/size'],
		['a wrong value', { custom_fields: { seats: 'two' } }, '/on_create/custom_fields/seats'],
		['a domain that is none', { company: { domain: 'n/a' } }, '/on_create/company/domain'],
		['a reason for nothing', { lost_reason: 'No budget' }, '/on_create/lost_reason'],
		['an id', { id: 'deal_1' }, '/on_create/id'],
		['a rule for matching', { match_on: 'email' }, '/on_create/match_on'],
		['a mode', { mode: 'create' }, '/on_create/mode'],
		['another on_create', { on_create: {} }, '/on_create/on_create'],
	];

	test.each(faults)(
		'is reported with its place, whether it is used or not: %s',
		async (_what, broken, pointer) => {
			const whole = reply({ on_create: { name: 'Analytical Engines', ...broken } });
			const unused = await fluid.deal({ name: 'Known', contact: { email } });
			for (const input of [whole, { ...whole, match_on: 'none' }]) {
				const { status, body } = await fluid.ingest(input);
				expect([status, body.code]).toEqual([422, 'invalid_input']);
				expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
			}
			expect(await dealsOf()).toEqual([unused]);
		},
	);

	test('is only what a new deal could not be made of: what is missing is no matter while there is one', async () => {
		await fluid.deal({ name: 'Known', contact: { email } });
		const { status } = await fluid.ingest(reply({ on_create: { value: 1 } }));
		expect(status).toBe(200);
		const { body } = await fluid.ingest(reply({ match_on: 'none', on_create: { value: 1 } }));
		expect(body.errors[0].pointer).toBe('/name');
	});

	test('does not matter with mode update, where nothing is ever created', async () => {
		const update = reply({ mode: 'update', on_create: { pipeline: 'Sells', value: 7 } });
		const { status, body } = await fluid.ingest(update);
		expect([status, body.code]).toEqual([404, 'deal_not_found']);
		await fluid.deal({ name: 'Known', contact: { email } });
		expect((await fluid.ingest(update)).body.deal).toMatchObject({ name: 'Known', value: null });
	});

	test('beside it keeps its own place', async () => {
		const { body } = await fluid.ingest({
			name: 'Ada',
			stage: 'Contatced',
			contact: { email },
			on_create: { contact: { phone: '7' } },
		});
		expect(body.errors[0].pointer).toBe('/stage');
	});
});

test('an empty on_create is as none', async () => {
	const { status, body } = await fluid.ingest({ name: 'Acme website', on_create: {} });
	expect([status, body.deal.name]).toEqual([201, 'Acme website']);
});
