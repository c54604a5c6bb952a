import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile({}, () => now);
let now = new Date('2026-11-24T09:00:00.250Z');

beforeAll(async () => {
	await fluid.addPipeline('Service', ['Open', 'Done']);
});

describe('a new deal', () => {
	test('is answered whole, with everything it was given and what was filled in', async () => {
		const { status, body } = await fluid.ingest({
			name: 'Analytical Engines',
			external_id: 'smartlead-4711',
			value: 4800.5,
			contact: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Lovelace' },
			company: { name: 'Analytical Engines', domain: 'analytical.example' },
			labels: ['cold email', 'cold email'],
			owner_email: 'grace@agency.example',
			source: 'Smartlead',
			note: 'Sounds interesting, can we talk on Thursday?',
		});
		expect(status).toBe(201);
		expect(body).toMatchObject({ action: 'created', changed_fields: [] });
		expect(body.deal).toMatchObject({
			external_id: 'smartlead-4711',
			value: 4800.5,
			currency: 'USD',
			status: 'open',
			lost_reason: null,
			pipeline_name: 'Sales',
			stage_name: 'New lead',
			contact: {
				name: 'Ada Lovelace',
				email: 'ada@example.com',
				company: { domain: 'analytical.example' },
			},
			company: { name: 'Analytical Engines', domain: 'analytical.example' },
			custom_fields: {},
			reminder: null,
			labels: ['cold email'],
			owner_email: 'grace@agency.example',
			source: 'Smartlead',
			notes: [
				{
					text: 'Sounds interesting, can we talk on Thursday?',
					created_at: '2026-11-24T09:00:00.250Z',
				},
			],
			created_at: '2026-11-24T09:00:00.250Z',
			updated_at: '2026-11-24T09:00:00.250Z',
		});
		expect(body.deal.url).toBe(`${fluid.url}/deals/${body.deal.id}`);
		expect(body.deal.id).toMatch(/^deal_[0-9a-hjkmnp-tv-z]{26}$/);
	});

	test.each([
		['no name', {}, 'A new deal needs a name. Add "name".'],
		['a blank name', { name: '  ' }, '"name" must not be empty.'],
		['a name of 201 characters', { name: 'x'.repeat(201) }, 'longer than 200 characters'],
	])('with %s is refused', async (_what, deal, sentence) => {
		const { status, body } = await fluid.ingest(deal);
		expect([status, body.errors[0].pointer]).toEqual([422, '/name']);
		expect(body.detail).toContain(sentence);
	});

	test.each([
		['text', '4800', 'must be a number or null, not "4800"'],
		['less than nothing', -0.01, 'at least 0'],
		['finer than a cent', 10.005, 'more than two decimals'],
		['a thousand billion', 1e12, 'at most 999,999,999,999.99'],
	])('with a value that is %s is refused', async (_what, value, sentence) => {
		const { status, body } = await fluid.ingest({ name: 'Acme website', value });
		expect([status, body.errors[0].pointer]).toEqual([422, '/value']);
		expect(body.detail).toContain(sentence);
	});

	test('with a whole value too large to be true is refused for that alone', async () => {
		const { status, body } = await fluid.ingest({ name: 'Acme website', value: 1e21 });
		expect([status, body.errors.length]).toEqual([422, 1]);
		expect(body.detail).toContain('at most 999,999,999,999.99');
	});

	test('may be worth nothing, or one of the amounts that binary fractions cannot hold', async () => {
		for (const value of [0, 0.07, 1.15, 8.2, 999_999_999_999.99])
			expect(await fluid.deal({ name: 'Acme website', value })).toMatchObject({ value });
		const zero = await fluid.ingest('{"name": "Acme website", "value": -0}', {
			'Content-Type': 'application/json',
		});
		expect(JSON.stringify(zero.body.deal.value)).toBe('0');
	});

	test('has the currency it names, of ISO 4217', async () => {
		expect(await fluid.deal({ name: 'Acme website', currency: 'EUR' })).toMatchObject({
			currency: 'EUR',
		});
		expect(await fluid.deal({ name: 'Acme website', currency: 'VED' })).toMatchObject({
			currency: 'VED',
		});
		for (const currency of ['eur', 'EURO', 'XYZ', '€']) {
			const { status, body } = await fluid.ingest({ name: 'Acme website', currency });
			expect([status, body.errors[0].pointer]).toEqual([422, '/currency']);
			expect(body.detail).toContain('ISO 4217');
		}
	});

	test('may be won or lost from the start, and a reason goes with lost only', async () => {
		expect(await fluid.deal({ name: 'Acme website', status: 'won' })).toMatchObject({
			status: 'won',
		});
		const lost = { name: 'Acme website', status: 'lost', lost_reason: 'No budget' };
		expect(await fluid.deal(lost)).toMatchObject({ status: 'lost', lost_reason: 'No budget' });
		const { status, body } = await fluid.ingest({ ...lost, status: 'open' });
		expect([status, body.errors[0].pointer]).toEqual([422, '/lost_reason']);
		expect(body.detail).toContain('Set "status" to "lost"');
	});
});

describe('an update', () => {
	test('changes what is given, names it, and leaves what is absent', async () => {
		now = new Date('2026-11-24T10:00:00Z');
		const before = await fluid.deal({
			name: 'Acme website',
			external_id: 'acme',
			value: 100,
			source: 'Instantly',
			labels: ['hot'],
		});
		now = new Date('2026-11-24T11:00:00Z');
		const { status, body } = await fluid.ingest({
			external_id: 'acme',
			value: 200,
			stage: 'Contacted',
		});
		expect(status).toBe(200);
		expect(body.action).toBe('updated');
		expect(body.changed_fields).toEqual(['value', 'stage_id', 'stage_name']);
		expect(body.deal).toEqual({
			...before,
			value: 200,
			stage_id: body.deal.stage_id,
			stage_name: 'Contacted',
			updated_at: '2026-11-24T11:00:00.000Z',
		});
	});

	test('clears what is null', async () => {
		const full = {
			name: 'Acme shop',
			external_id: 'shop',
			value: 100,
			source: 'Instantly',
			labels: ['hot'],
			owner_email: 'grace@agency.example',
			contact: { email: 'ada@example.com' },
			company: 'Acme',
			reminder: { in_days: 1 },
		};
		await fluid.deal(full);
		const nothing = {
			value: null,
			source: null,
			labels: null,
			owner_email: null,
			contact: null,
			company: null,
			reminder: null,
		};
		const { body } = await fluid.ingest({ external_id: 'shop', ...nothing });
		expect(body.deal).toMatchObject({ ...nothing, labels: [], name: 'Acme shop' });
		expect(body.changed_fields.sort()).toEqual(Object.keys(nothing).sort());
	});

	test('that changes nothing is answered unchanged and leaves the time of the last change', async () => {
		const deal = {
			name: 'Same again',
			external_id: 'same',
			value: 1,
			contact: { email: 'ada@example.com' },
			labels: ['hot'],
		};
		const before = await fluid.deal(deal);
		now = new Date('2026-11-24T12:00:00Z');
		const { status, body } = await fluid.ingest({ ...deal, contact: { email: 'ADA@example.com' } });
		expect([status, body]).toEqual([
			200,
			{ action: 'unchanged', changed_fields: [], deal: before },
		]);
	});

	test('reopens a lost deal without its reason', async () => {
		await fluid.deal({
			name: 'Acme blog',
			external_id: 'blog',
			status: 'lost',
			lost_reason: 'No budget',
		});
		expect(await fluid.deal({ external_id: 'blog', status: 'open' })).toMatchObject({
			status: 'open',
			lost_reason: null,
		});
	});

	test('adds a note before the older ones, of which the newest 20 are shown', async () => {
		for (let number = 1; number <= 22; number += 1)
			await fluid.deal({ name: 'Noted', external_id: 'noted', note: `Note ${number}` });
		const deal = await fluid.deal({ external_id: 'noted', value: 5 });
		expect(deal.notes.map(({ text }) => text).slice(0, 2)).toEqual(['Note 22', 'Note 21']);
		expect(deal.notes).toHaveLength(20);
	});
});

describe('the place of a deal', () => {
	test('is the first stage of the pipeline that is named', async () => {
		expect(await fluid.deal({ name: 'Repair', pipeline: 'Service' })).toMatchObject({
			stage_name: 'Open',
		});
	});

	test('is given by exact names, or by ids that outlive a new name', async () => {
		const named = await fluid.deal({ name: 'Repair', pipeline: 'Service', stage: 'Done' });
		const { pipeline_id, stage_id } = named;
		expect(await fluid.deal({ name: 'Repair', pipeline_id, stage_id })).toMatchObject({
			stage_name: 'Done',
		});
		expect(await fluid.deal({ name: 'Repair', stage_id })).toMatchObject({
			pipeline_name: 'Service',
		});
	});

	test('changes pipeline with the pipeline that is named, to its first stage', async () => {
		await fluid.deal({ name: 'Repair', external_id: 'repair', stage: 'Contacted' });
		const moved = await fluid.deal({ external_id: 'repair', pipeline: 'Service' });
		expect(moved).toMatchObject({ pipeline_name: 'Service', stage_name: 'Open' });
		const kept = await fluid.deal({ external_id: 'repair', value: 3 });
		expect(kept).toMatchObject({ pipeline_name: 'Service', stage_name: 'Open' });
		expect(await fluid.deal({ external_id: 'repair', stage: 'Done' })).toMatchObject({
			stage_name: 'Done',
		});
	});

	test('is found by its names, in upper or lower case and with blanks around', async () => {
		const place = { pipeline: ' service', stage: 'DONE ' };
		expect(await fluid.deal({ name: 'Repair', ...place })).toMatchObject({
			pipeline_name: 'Service',
			stage_name: 'Done',
		});
	});

	test('is refused with advice when it does not exist', async () => {
		const { body: pipelines } = await fluid.get('/api-pipelines');
		const { body: stages } = await fluid.get(`/api-stages?pipeline_id=${pipelines.data[1].id}`);
		const salesId = pipelines.data[0].id;
		const cases: Array<[object, string, string]> = [
			[
				{ pipeline: 'Sale' },
				'/pipeline',
				'"Sale" is not a pipeline of this workspace. Did you mean "Sales"?',
			],
			[{ pipeline_id: 'pip_1' }, '/pipeline_id', `${salesId} (Sales)`],
			[{ pipeline_id: salesId, pipeline: 'Sales' }, '/pipeline', 'not both'],
			[
				{ stage: 'Contatced' },
				'/stage',
				'"Contatced" is not a stage of pipeline "Sales". Did you mean "Contacted"?',
			],
			[{ stage: 'Nowhere' }, '/stage', 'Choose "New lead", "Contacted"'],
			[{ stage: 'Done' }, '/stage', 'Pipeline "Service" has one of that name'],
			[{ stage_id: 'stg_1' }, '/stage_id', 'GET /api-stages'],
			[
				{ pipeline_id: salesId, stage_id: stages.data[1].id },
				'/stage_id',
				'Stage "Done" belongs to pipeline "Service", not to "Sales".',
			],
			[{ stage_id: stages.data[1].id, stage: 'Done' }, '/stage', 'not both'],
		];
		for (const [place, pointer, sentence] of cases) {
			const { status, body } = await fluid.ingest({ name: 'Repair', ...place });
			expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
			expect(body.detail).toContain(sentence);
		}
	});
});
