import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();
let serviceId: string;

type Named = { id: string; name: string; order?: number; pipeline_id?: string };
const names = (entries: Named[]) => entries.map(({ name }) => name);
const list = async (path: string): Promise<Named[]> => (await fluid.get(path)).body.data;

beforeAll(async () => {
	serviceId = await fluid.addPipeline('Service', ['Open', 'Done']);
	await fluid.addCustomField({
		key: 'industry',
		name: 'Industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
	});
	await fluid.addCustomField({
		key: 'serial',
		name: 'Serial number',
		type: 'text',
		pipeline_id: serviceId,
		required: true,
	});
});

test('pipelines stand in their order with id and name', async () => {
	const pipelines = await list('/api-pipelines');
	expect(names(pipelines)).toEqual(['Sales', 'Service']);
	expect(Object.keys(pipelines[0] as Named)).toEqual(['id', 'name']);
});

test('stages of one pipeline stand in their order, counted from 1', async () => {
	const stages = await list(`/api-stages?pipeline_id=${serviceId}`);
	expect(stages.map(({ name, order, pipeline_id }) => [name, order, pipeline_id])).toEqual([
		['Open', 1, serviceId],
		['Done', 2, serviceId],
	]);
});

test('stages and custom fields of all pipelines come when none is named', async () => {
	expect(names(await list('/api-stages'))).toEqual([
		'New lead',
		'Contacted',
		'Meeting booked',
		'Proposal sent',
		'Negotiation',
		'Open',
		'Done',
	]);
	expect(names(await list('/api-custom-fields'))).toEqual(['Industry', 'Serial number']);
});

test('a custom field shows its key, type, options and whether it is required', async () => {
	const [industry, serial] = await list('/api-custom-fields');
	expect(industry).toMatchObject({
		key: 'industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
		required: false,
	});
	expect(serial).toMatchObject({
		key: 'serial',
		type: 'text',
		options: [],
		required: true,
		pipeline_id: serviceId,
	});
});

describe('a list for dropdowns', () => {
	test.each(['/api-stages', '/api-custom-fields'])(
		'%s of a pipeline that does not exist is a 404',
		async (path) => {
			const { status, body } = await fluid.get(`${path}?pipeline_id=pip_1`);
			expect([status, body.code]).toEqual([404, 'pipeline_not_found']);
			expect(body.detail).toContain('GET /api-pipelines');
		},
	);

	test('is read in pages when a limit is given, and whole otherwise', async () => {
		const first = await fluid.get('/api-stages?limit=4');
		expect(names(first.body.data)).toEqual([
			'New lead',
			'Contacted',
			'Meeting booked',
			'Proposal sent',
		]);
		const second = await fluid.get(`/api-stages?limit=4&cursor=${first.body.next_cursor}`);
		expect(names(second.body.data)).toEqual(['Negotiation', 'Open', 'Done']);
		expect(second.body.next_cursor).toBeNull();
	});

	test('holds more entries than a page of other lists', async () => {
		const stages = Array.from({ length: 60 }, (_, index) => `Step ${index + 1}`);
		const id = await fluid.addPipeline('Long', stages);
		expect(names(await list(`/api-stages?pipeline_id=${id}`))).toEqual(stages);
	});

	test('refuses a cursor it did not give', async () => {
		for (const cursor of ['stg_01k9m6t0x5f2w8zj4d6s9b3k7m', 'x']) {
			const { status, body } = await fluid.get(`/api-stages?cursor=${cursor}`);
			expect([status, body.errors[0].pointer]).toEqual([422, '/cursor']);
		}
	});

	test('refuses a filter it does not have', async () => {
		const { status, body } = await fluid.get('/api-stages?pipline_id=pip_1');
		expect([status, body.detail]).toEqual([
			422,
			'"pipline_id" is not a filter here. Did you mean "pipeline_id"?',
		]);
	});
});

test('lead forms are an empty list until there is one', async () => {
	expect((await fluid.get('/api-forms')).body).toEqual({ data: [], next_cursor: null });
});
