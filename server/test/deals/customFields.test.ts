import { beforeAll, describe, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { dealChanges } from '../../src/events/changes';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();
const ids: Record<string, string> = {};

const types = ['text', 'long_text', 'number', 'date', 'boolean', 'url', 'email', 'phone'] as const;
const options = ['SaaS', 'Retail', 'Non-profit'];

beforeAll(async () => {
	for (const type of types)
		ids[type] = await fluid.addCustomField({ key: type, name: `My ${type}`, type });
	ids.select = await fluid.addCustomField({
		key: 'select',
		name: 'Industry',
		type: 'select',
		options,
	});
	ids.multi_select = await fluid.addCustomField({
		key: 'multi_select',
		name: 'Markets',
		type: 'multi_select',
		options,
	});
	const strict = await fluid.addPipeline('Strict', ['Only stage']);
	await fluid.addCustomField({
		key: 'budget',
		name: 'Budget',
		type: 'number',
		required: true,
		pipeline_id: strict,
	});
	await fluid.addCustomField({
		key: 'constructor',
		name: 'Constructor',
		type: 'text',
		required: true,
		pipeline_id: strict,
	});
});

const ingest = (custom_fields: unknown) => fluid.ingest({ name: 'Acme website', custom_fields });

describe('a value that fits', () => {
	test.each([
		['text', 'Any text 🎉'],
		['text', '🎉'.repeat(1000)],
		['text', ''],
		['long_text', `${'Line\n'.repeat(3999)}Last`],
		['number', 12.5],
		['number', -3],
		['date', '2028-02-29'],
		['boolean', false],
		['select', 'SaaS'],
		['multi_select', ['Retail', 'SaaS']],
		['multi_select', []],
		['url', 'https://example.com/ä?q=1#top'],
		['email', 'ada@example.com'],
		['phone', '+44 20 7946 0018'],
	])('of the type %s is kept: %j', async (type, value) => {
		const { status, body } = await ingest({ [type]: value });
		expect([status, body.deal.custom_fields[type]]).toEqual([201, value]);
	});

	test('may be given by the id of its field, and is answered by key', async () => {
		const { body } = await ingest({ [ids.select as string]: 'Retail' });
		expect(body.deal.custom_fields.select).toBe('Retail');
	});

	test('may be an option in other letters, and is kept in those of the field', async () => {
		const { body } = await ingest({
			select: ' saas',
			multi_select: ['RETAIL', 'Retail', 'non-profit'],
		});
		expect(body.deal.custom_fields).toMatchObject({
			select: 'SaaS',
			multi_select: ['Retail', 'Non-profit'],
		});
	});

	test('in a list names each option once', async () => {
		const { body } = await ingest({ multi_select: ['SaaS', 'Retail', 'SaaS'] });
		expect(body.deal.custom_fields.multi_select).toEqual(['SaaS', 'Retail']);
	});
});

describe('a value that does not fit', () => {
	test.each([
		['text', 7, 'must be text in quotes, not 7'],
		['text', 'x'.repeat(1001), 'longer than 1000 characters'],
		['long_text', 'x'.repeat(20_001), 'longer than 20000 characters'],
		['number', '12.5', 'must be a number without quotes, e.g. 12.5, not "12.5"'],
		['number', true, 'must be a number without quotes'],
		['date', '2027-02-29', 'must be a date such as 2026-12-01, not "2027-02-29"'],
		['date', '01.12.2026', 'must be a date such as 2026-12-01'],
		['date', '2026-12-01T09:00:00Z', 'must be a date such as 2026-12-01'],
		['boolean', 'true', 'must be true or false without quotes, not "true"'],
		['boolean', 1, 'must be true or false without quotes, not 1'],
		['select', 'Sass', 'has no option "Sass". Did you mean "SaaS"?'],
		['select', ['SaaS'], 'must be one of its options, not a list'],
		['multi_select', 'SaaS', 'must be a list of options, e.g. ["SaaS","Retail"], not "SaaS"'],
		[
			'multi_select',
			['SaaS', 'Gas'],
			'has no option "Gas". Choose "SaaS", "Retail", "Non-profit".',
		],
		['url', 'example.com', 'must be a web address such as https://example.com'],
		['url', 'javascript:alert(1)', 'must be a web address'],
		['url', 'https://example.com\\@evil.example', 'must be a web address'],
		['email', 'ada@', 'must be an email address such as ada@example.com'],
		['phone', '0'.repeat(51), 'longer than 50 characters'],
	])('the type %s is refused with advice: %j', async (type, value, sentence) => {
		const { status, body } = await ingest({ [type]: value });
		expect([status, body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([
			422,
			[`/custom_fields/${type}`],
		]);
		expect(body.detail).toContain(sentence);
		expect(body.detail).toMatch(/^"(My |Industry|Markets)/);
	});

	test('any type is refused: an object', async () => {
		const { status, body } = await ingest({ text: { value: 'x' } });
		expect([status, body.errors[0].pointer]).toEqual([422, '/custom_fields/text']);
	});
});

describe('a custom field that does not exist', () => {
	test.each([
		['selct', '"selct" is not a custom field of this pipeline. Did you mean "select"?'],
		['budget', 'is not a custom field of this pipeline'],
	])('is refused with the nearest names: %s', async (name, sentence) => {
		const { status, body } = await ingest({ [name]: 'SaaS' });
		expect([status, body.errors[0].pointer]).toEqual([422, `/custom_fields/${name}`]);
		expect(body.detail).toContain(sentence);
	});

	test('is found by its name where none has it as key', async () => {
		const { body } = await ingest({ industry: 'SaaS' });
		expect(body.deal.custom_fields.select).toBe('SaaS');
		expect(body).not.toHaveProperty('warnings');
	});

	test('has a pointer that leads to it whatever its name', async () => {
		const { body } = await ingest({ 'a/b~c': 'x' });
		expect(body.errors[0].pointer).toBe('/custom_fields/a~1b~0c');
	});
});

describe('custom fields of a deal', () => {
	test('are all there, null where they have no value', async () => {
		const { body } = await ingest({ text: 'x' });
		expect(Object.keys(body.deal.custom_fields)).toEqual([...types, 'select', 'multi_select']);
		expect(body.deal.custom_fields).toMatchObject({ text: 'x', number: null, multi_select: null });
	});

	test('change one by one, and each is named', async () => {
		await fluid.deal({
			name: 'Acme website',
			external_id: 'cf',
			custom_fields: { text: 'x', number: 1 },
		});
		const { body } = await fluid.ingest({
			external_id: 'cf',
			custom_fields: { number: 2, text: null, boolean: true },
		});
		expect(body.deal.custom_fields).toMatchObject({ text: null, number: 2, boolean: true });
		expect(body.changed_fields.sort()).toEqual([
			'custom_fields.boolean',
			'custom_fields.number',
			'custom_fields.text',
		]);
	});
});

describe('a required custom field', () => {
	// As text, because axios drops the name "constructor" from objects.
	const send = (deal: unknown) =>
		fluid.ingest(JSON.stringify(deal), { 'Content-Type': 'application/json' });
	const strict = { name: 'Acme website', pipeline: 'Strict' };

	test('must have a value in a new deal', async () => {
		for (const custom_fields of [undefined, {}, { budget: null, constructor: '  ' }]) {
			const { status, body } = await send({ ...strict, custom_fields });
			expect(status).toBe(422);
			expect(body.errors).toEqual([
				{
					pointer: '/custom_fields/budget',
					detail: '"Budget" is required in this pipeline. Give it a value.',
					code: 'custom_field_required',
					params: { name: 'Budget' },
				},
				{
					pointer: '/custom_fields/constructor',
					detail: '"Constructor" is required in this pipeline. Give it a value.',
					code: 'custom_field_required',
					params: { name: 'Constructor' },
				},
			]);
		}
		expect((await send({ ...strict, custom_fields: { budget: 0, constructor: 'x' } })).status).toBe(
			201,
		);
	});

	test('may be left out of an update, and not be cleared', async () => {
		await send({
			...strict,
			external_id: 'strict',
			custom_fields: { budget: 5, constructor: 'x' },
		});
		expect(await fluid.deal({ external_id: 'strict', value: 3 })).toMatchObject({
			custom_fields: { budget: 5 },
		});
		const { status, body } = await send({
			external_id: 'strict',
			custom_fields: { budget: null },
		});
		expect([status, body.errors[0].pointer]).toEqual([422, '/custom_fields/budget']);
	});
});

describe('a value of a field that the new pipeline has not', () => {
	// As text, because axios drops the name "constructor" from objects.
	const send = (deal: unknown) =>
		fluid.ingest(JSON.stringify(deal), { 'Content-Type': 'application/json' });
	const moved = async (external_id: string, values: object) => {
		const from = { name: 'Acme website', external_id, pipeline: 'Strict' };
		expect((await send({ ...from, custom_fields: values })).status).toBe(201);
		return send({ external_id, pipeline: 'Empty' });
	};
	beforeAll(() => fluid.addPipeline('Empty', ['Only stage']));

	test('stays with the deal, and can be cleared', async () => {
		const { body } = await moved('cleared', { budget: 5, constructor: 'x' });
		expect(body.deal.custom_fields).toEqual({ budget: 5, constructor: 'x' });
		const cleared = await send({ external_id: 'cleared', custom_fields: { budget: null } });
		expect([cleared.status, cleared.body.changed_fields]).toEqual([200, ['custom_fields.budget']]);
		expect(cleared.body.deal.custom_fields).toEqual({ constructor: 'x' });
	});

	test('cannot be given another value', async () => {
		await moved('changed', { budget: 5, constructor: 'x' });
		const { status, body } = await send({
			external_id: 'changed',
			custom_fields: { budget: 6 },
		});
		expect([status, body.errors[0].pointer]).toEqual([422, '/custom_fields/budget']);
	});
});

test('a custom field called "constructor" that gets its first value had none before', () => {
	const changes = dealChanges(
		{ custom_fields: {} } as Deal,
		{ custom_fields: { constructor: 'x' } } as unknown as Deal,
	);
	expect(changes).toEqual({
		changed_fields: ['custom_fields.constructor'],
		previous: { custom_fields: { constructor: null } },
	});
});

describe('a deal that moves to a pipeline with a field of the same key and another type', () => {
	let otherId: string;

	beforeAll(async () => {
		await fluid.addCustomField({ key: 'effort', name: 'Effort', type: 'text' });
		otherId = await fluid.addPipeline('Projects', ['Planned']);
		await fluid.addCustomField({
			key: 'effort',
			name: 'Effort in days',
			type: 'number',
			pipeline_id: otherId,
		});
	});
	const dealWith = (custom_fields: object) =>
		fluid.deal({ name: 'Acme website', custom_fields: { ...custom_fields } });
	const move = (id: string, custom_fields?: object) =>
		fluid.ingest({ id, pipeline_id: otherId, ...(custom_fields && { custom_fields }) });

	test('stays where it is until the value fits, or is cleared on the way', async () => {
		const { id } = await dealWith({ effort: 'a week' });
		const { status, body } = await move(id);
		expect([status, body.errors[0].pointer]).toEqual([422, '/custom_fields/effort']);
		expect(body.detail).toBe(
			'In the pipeline "Projects", "Effort in days" must be a number without quotes, e.g. 12.5, not "a week". Correct or clear the value first.',
		);
		expect((await move(id, { effort: 5 })).body.deal.custom_fields).toMatchObject({ effort: 5 });
	});
});
