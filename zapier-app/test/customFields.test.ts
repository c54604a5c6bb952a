import { beforeAll, describe, expect, test } from 'vitest';
import type { CustomField } from '../../contract/types';
import { changeCustomField } from '../../server/src/pipelineEditing/store';
import { fluidForFile } from '../../test/support/fluid';
import App from '../src/index';
import { failure, type RunZap, zapOf } from './support/zap';

const fluid = fluidForFile();
let zap: RunZap;
let partners: string;
let region: CustomField;

beforeAll(async () => {
	zap = zapOf(fluid);
	partners = await fluid.addPipeline('Partners', ['Talking']);
	await fluid.addCustomField({
		key: 'industry',
		name: 'Industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
		required: true,
	});
	await fluid.addCustomField({
		key: 'channels',
		name: 'Channels',
		type: 'multi_select',
		options: ['Email', 'Phone'],
	});
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });
	await fluid.addCustomField({ key: 'renewal', name: 'Renewal', type: 'date' });
	await fluid.addCustomField({ key: 'vip', name: 'VIP', type: 'boolean' });
	await fluid.addCustomField({ key: 'zip', name: 'ZIP Code', type: 'text' });
	const made = { key: 'region', name: 'Region', type: 'text', pipeline_id: partners } as const;
	region = { ...made, options: [], required: false, id: await fluid.addCustomField(made) };
});

type Action = 'create_deal' | 'update_deal' | 'create_or_update_deal';
type Shown = { key: string; label: string; required: boolean; [name: string]: unknown };

/** The custom fields that the editor shows for an action. */
async function shown(action: Action, inputData = {}, as = zap): Promise<Shown[]> {
	const all: Shown[] = await as(App.creates[action].operation.inputFields, inputData);
	return all.filter(({ key }) => key.startsWith('custom_field_'));
}
const labels = (fields: Shown[]) => fields.map(({ label }) => label);
const create = (inputData: Record<string, unknown>) =>
	zap(App.creates.create_deal.operation.perform, { name: 'Acme website', ...inputData });

describe('the custom fields of an action', () => {
	test('are those of the first pipeline until another is chosen', async () => {
		expect(labels(await shown('create_deal'))).toEqual([
			'Industry',
			'Channels',
			'Seats',
			'Renewal',
			'VIP',
			'ZIP Code',
		]);
		expect(labels(await shown('create_deal', { pipeline_id: partners }))).toEqual(['Region']);
		expect(labels(await shown('create_deal', { pipeline_id: 'Partners' }))).toEqual(['Region']);
	});

	test('are those of the deal that is to be updated', async () => {
		const { id } = await fluid.deal({ name: 'Reseller', pipeline: 'Partners' });

		expect(labels(await shown('update_deal', { deal_id: id }))).toEqual(['Region']);
		expect(await shown('update_deal', { deal_id: '{{7__id}}' })).not.toEqual([]);
	});

	test('have type, choices and help, and stand under one heading', async () => {
		const [industry, channels, seats, renewal, vip] = await shown('create_deal');

		expect(industry).toMatchObject({ type: 'string', required: true, group: 'custom_fields' });
		expect(industry?.choices).toMatchObject([{ value: 'SaaS' }, { value: 'Retail' }]);
		expect(channels).toMatchObject({ list: true });
		expect(seats).toMatchObject({ type: 'string', helpText: expect.any(String) });
		expect(renewal).toMatchObject({ type: 'string', helpText: expect.any(String) });
		expect(vip?.choices).toMatchObject([{ value: 'true' }, { value: 'false' }]);
	});

	test('are demanded where a deal is created, and only named where it may be', async () => {
		const [created] = await shown('create_deal');
		const [upserted] = await shown('create_or_update_deal');
		const [updated] = await shown('update_deal');

		expect(created?.required).toBe(true);
		expect(upserted).toMatchObject({
			required: false,
			helpText: expect.stringContaining('Needed when the deal is created.'),
		});
		expect(updated?.required).toBe(false);
	});

	test('are read once a minute', async () => {
		const other = zapOf(fluid);
		const [before] = await shown('create_deal', { pipeline_id: partners }, other);
		await fluid.service.database.writeService((transaction) =>
			changeCustomField(transaction, fluid.workspaceId, region, {
				name: 'Territory',
				options: [],
				required: false,
			}),
		);

		const [kept] = await shown('create_deal', { pipeline_id: partners }, other);
		const [fresh] = await shown('create_deal', { pipeline_id: partners }, zapOf(fluid));

		expect([before?.label, kept?.label, fresh?.label]).toEqual(['Region', 'Region', 'Territory']);
	});
});

describe('values of custom fields', () => {
	test('arrive in the type of the field, however the step before had them', async () => {
		const { custom_fields } = await create({
			custom_field_industry: 'SaaS',
			custom_field_channels: 'Email',
			custom_field_seats: '12.5',
			custom_field_renewal: '2026-12-01T00:00:00+01:00',
			custom_field_vip: 'Yes',
			custom_field_zip: 10115,
		});

		expect(custom_fields).toEqual({
			industry: 'SaaS',
			channels: ['Email'],
			seats: 12.5,
			renewal: '2026-12-01',
			vip: true,
			zip: '10115',
		});
	});

	test('that are left empty stay empty', async () => {
		const { custom_fields } = await create({
			custom_field_industry: 'Retail',
			custom_field_channels: [],
			custom_field_seats: '',
			custom_field_vip: false,
		});

		expect(custom_fields).toMatchObject({ channels: null, seats: null, vip: false });
	});

	test('can be cleared by key', async () => {
		const { id } = await create({ custom_field_industry: 'Retail', custom_field_seats: 3 });

		const updated = await zap(App.creates.update_deal.operation.perform, {
			deal_id: id,
			clear_fields: ['custom_fields.seats'],
		});

		expect(updated.custom_fields).toMatchObject({ industry: 'Retail', seats: null });
	});

	test('are cleared by choosing them, each by its label', async () => {
		const { id } = await create({ custom_field_industry: 'Retail', custom_field_seats: 3 });
		const fields: Shown[] = await zap(App.creates.update_deal.operation.inputFields, {
			deal_id: id,
		});
		const toClear = fields.find(({ key }) => key === 'clear_custom_fields');

		const updated = await zap(App.creates.update_deal.operation.perform, {
			deal_id: id,
			clear_custom_fields: ['seats'],
		});

		expect(toClear?.choices).toContainEqual({ value: 'seats', sample: 'seats', label: 'Seats' });
		expect(toClear?.choices).not.toContainEqual(expect.objectContaining({ value: 'industry' }));
		expect(updated.custom_fields).toMatchObject({ industry: 'Retail', seats: null });
	});

	test('that are filled in stay, though they are chosen to be cleared, by key or by label', async () => {
		const { id } = await create({ custom_field_industry: 'Retail', custom_field_zip: '10115' });

		const updated = await zap(App.creates.update_deal.operation.perform, {
			deal_id: id,
			custom_field_seats: '5',
			clear_custom_fields: ['Seats', 'zip code'],
		});

		expect(updated.custom_fields).toMatchObject({ seats: 5, zip: null });
	});

	test('arrive in their type where the pipeline holds nothing but blanks, as where it is empty', async () => {
		const inputs = { pipeline_id: '  ', on_create_pipeline_id: ' ', deal_id: ' ' };

		const created = await create({
			...inputs,
			custom_field_industry: 'retail',
			custom_field_seats: '5k',
		});

		expect(created.custom_fields).toMatchObject({ industry: 'Retail', seats: 5000 });
		for (const action of ['create_deal', 'update_deal', 'create_or_update_deal'] as const)
			expect(labels(await shown(action, inputs))).toContain('Seats');
	});

	test('arrive in the type that the field has in the pipeline of the deal', async () => {
		const size = { key: 'size', name: 'Size', options: [] };
		await fluid.addCustomField({ ...size, type: 'text' });
		await fluid.addCustomField({ ...size, type: 'number', pipeline_id: partners });
		const { id } = await fluid.deal({ name: 'Reseller', pipeline: 'Partners' });

		const updated = await zapOf(fluid)(App.creates.update_deal.operation.perform, {
			deal_id: id,
			custom_field_size: '12',
		});

		expect(updated.custom_fields.size).toBe(12);
	});

	test('of a pipeline that is deleted are none, and the step opens', async () => {
		const gone = `pip_${'0'.repeat(26)}`;

		expect(await shown('create_deal', { pipeline_id: gone })).toEqual([]);
	});

	test('that do not fit are all named by their labels, before anything is sent', async () => {
		const { message } = await failure(
			create({ custom_field_industry: 'Sass', custom_field_seats: 'a dozen' }),
		);

		expect(message).toBe(
			'Industry: "Sass" is not one of the options. Choose from: SaaS, Retail. Seats: "a dozen" is not a number. Write it like 4800 or 4800.50.',
		);
	});

	test('come back labelled after triggers, actions and searches', async () => {
		for (const { operation } of [
			(App.triggers as Record<string, { operation: unknown }>).deal_created,
			App.creates.create_deal,
			App.searches.find_deal,
		] as Array<{ operation: { outputFields: unknown } }>) {
			for (const pipeline_id of ['Sales', ' ']) {
				expect(await zap(operation.outputFields, { pipeline_id })).toContainEqual({
					key: 'custom_fields__seats',
					label: 'Seats',
					type: 'number',
				});
			}
		}
	});
});
