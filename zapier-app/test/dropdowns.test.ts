import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../server/src/database/sql';
import { newId } from '../../server/src/values/ids';
import { fluidForFile, startFluid } from '../../test/support/fluid';
import App from '../src/index';
import { type RunZap, zapOf } from './support/zap';

const fluid = fluidForFile();
let zap: RunZap;
let partners: string;

beforeAll(async () => {
	zap = zapOf(fluid);
	partners = await fluid.addPipeline('Partners', ['Talking', 'Signed']);
});

type List =
	| 'pipeline_list'
	| 'stage_list'
	| 'form_list'
	| 'deal_list'
	| 'contact_list'
	| 'company_list'
	| 'deal_field_list';
const open = (list: List, inputData = {}, page = 0) =>
	zap((App.triggers[list].operation as { perform: unknown }).perform, inputData, {
		meta: { page },
	});
const names = (entries: Array<{ name: string }>) => entries.map(({ name }) => name);

describe('a dropdown', () => {
	test('lists the pipelines in their order', async () => {
		expect(names(await open('pipeline_list'))).toEqual(['Sales', 'Partners']);
	});

	test('lists what was made a moment ago', async () => {
		const fluid = await startFluid();
		const zap = zapOf(fluid);
		const list = (key: List, inputData = {}) =>
			zap((App.triggers[key].operation as { perform: unknown }).perform, inputData);
		await list('pipeline_list');
		await list('deal_field_list');
		await zap(App.creates.create_deal.operation.inputFields, { pipeline_id: 'Sales' });

		await fluid.addPipeline('Renewals', ['Due']);
		await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });

		expect(names(await list('pipeline_list'))).toEqual(['Sales', 'Renewals']);
		expect(names(await list('stage_list', { pipeline_id: 'Renewals' }))).toEqual(['Due']);
		expect(names(await list('deal_field_list'))).toContain('Seats');
		await fluid.stop();
	});

	test('lists the stages of the pipeline chosen above, by ID or by name', async () => {
		expect(names(await open('stage_list', { pipeline_id: partners }))).toEqual([
			'Talking',
			'Signed',
		]);
		expect(names(await open('stage_list', { pipeline_id: 'Partners' }))).toEqual([
			'Talking',
			'Signed',
		]);
	});

	test('lists all stages with their pipelines before one is chosen', async () => {
		expect(names(await open('stage_list'))).toContain('Partners: Talking');
	});

	test('lists the same where the field above holds nothing but blanks', async () => {
		expect(await open('stage_list', { pipeline_id: ' ' })).toEqual(await open('stage_list'));
		expect(await open('deal_field_list', { pipeline_id: ' ' })).toEqual(
			await open('deal_field_list'),
		);
	});

	test('lists no stages for a pipeline that an earlier step will bring', async () => {
		expect(await open('stage_list', { pipeline_id: '{{123__pipeline}}' })).toEqual([]);
	});

	test('lists the lead forms', async () => {
		const { body } = await fluid.get(`/api-stages?pipeline_id=${partners}`);
		const stageId = body.data[0].id;
		await fluid.service.database.writeService((transaction) =>
			transaction.run(sql`
				insert into forms (id, workspace_id, name, pipeline_id, stage_id, created_at)
				values (${newId('frm')}, ${fluid.workspaceId}, 'Contact us', ${partners}, ${stageId},
					${new Date().toISOString()})`),
		);

		expect(names(await open('form_list'))).toEqual(['Contact us']);
	});

	test('of deals shows where each stands, and goes on page by page', async () => {
		for (let number = 1; number <= 101; number++) await fluid.deal({ name: `Deal ${number}` });

		const [first, second, third] = [
			await open('deal_list'),
			await open('deal_list', {}, 1),
			await open('deal_list', {}, 2),
		];

		expect(names(first)[0]).toBe('Deal 101 (Sales, New lead)');
		expect(first).toHaveLength(100);
		expect(names(second)).toEqual(['Deal 1 (Sales, New lead)']);
		expect(third).toEqual([]);
	});

	test('of companies shows their names', async () => {
		await fluid.deal({ name: 'Engine', company: { name: 'Analytical Engines' } });

		expect(names(await open('company_list'))).toEqual(['Analytical Engines']);
	});

	test('of contacts shows name and email address, or what there is', async () => {
		await fluid.post('/api-contacts', { email: 'grace@example.com' });
		await fluid.post('/api-contacts', { email: 'ada@example.com', name: 'Ada Lovelace' });

		expect(names(await open('contact_list'))).toEqual([
			'Ada Lovelace (ada@example.com)',
			'grace@example.com',
		]);
	});

	test('of fields to watch lists built-in and custom ones', async () => {
		await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text' });

		const entries = await open('deal_field_list');

		expect(entries).toContainEqual({ id: 'value', name: 'Value' });
		expect(entries).toContainEqual({ id: 'stage_id', name: 'Stage' });
		expect(entries).toContainEqual({ id: 'custom_fields.industry', name: 'Industry' });
		expect(names(entries)).not.toContain('Created At');
	});
});
