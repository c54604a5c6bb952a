import { beforeAll, describe, expect, test } from 'vitest';
import { byId, byName, fluidNode, fluidNodesForFile, upsert } from './support/fluidNodes';

const { fluid, nodes } = fluidNodesForFile();
let partners: string;

beforeAll(async () => {
	partners = await fluid.addPipeline('Partners', ['Talking', 'Signed']);
	const options = ['SaaS', 'Retail'];
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'select', options });
	await fluid.addCustomField({ key: 'markets', name: 'Markets', type: 'multi_select', options });
	await fluid.addCustomField({ key: 'renewal', name: 'Renewal', type: 'date', required: true });
	await fluid.addCustomField({ key: 'trial', name: 'Trial', type: 'boolean' });
	await fluid.addCustomField({
		key: 'seats',
		name: 'Seats',
		type: 'number',
		pipeline_id: partners,
	});
});

const list = async (method: string, parameters: object, filter?: string) => {
	const { results } = await nodes.listSearch(upsert({ ...parameters }), method, filter);
	return results.map(({ name }) => name);
};

describe('the picker of pipelines', () => {
	test('lists them in the order of their names', async () => {
		expect(await list('searchPipelines', {})).toEqual(['Partners', 'Sales']);
	});

	test('finds one by a part of its name, in upper or lower case', async () => {
		expect(await list('searchPipelines', {}, 'sal')).toEqual(['Sales']);
	});

	test('gives its id, which the node then sends', async () => {
		const { results } = await nodes.listSearch(upsert({}), 'searchPipelines', 'partners');

		expect(results[0]).toMatchObject({ name: 'Partners', value: partners });
	});
});

describe('the picker of stages', () => {
	test('lists those of the chosen pipeline in their order', async () => {
		const pipeline = { __rl: true, mode: 'list', value: partners };

		expect(await list('searchStages', { pipeline })).toEqual(['Talking', 'Signed']);
		expect(await list('searchStages', { pipeline: byName('Partners') }, 'sig')).toEqual(['Signed']);
	});

	test('lists those of all pipelines while none is known, with their pipelines', async () => {
		const all = await list('searchStages', {}, 'ing');
		const byExpression = await list('searchStages', { pipeline: byId('={{ $json.pipeline }}') });

		expect(all).toEqual(['Meeting booked (Sales)', 'Talking (Partners)']);
		expect(byExpression).toHaveLength(7);
	});

	test('says which pipelines there are when the chosen one is gone', async () => {
		const search = list('searchStages', { pipeline: byName('Sale') });

		await expect(search).rejects.toThrow(
			'No pipeline is called "Sale". Choose one of: "Sales", "Partners".',
		);
	});
});

describe('the picker of deals', () => {
	const deals = async (filter?: string) => list('searchDeals', { operation: 'get' }, filter);

	test('lists the newest first, with contact and stage, and more as the user scrolls', async () => {
		const contact = { email: 'ada@example.com', name: 'Ada Lovelace' };
		const pipeline = 'Partners';
		const leads = Array.from({ length: 60 }, (_, n) => ({ name: `Lead ${n}`, pipeline }));
		await fluid.ingest({ deals: leads });
		const { url } = await fluid.deal({ name: 'Engines', pipeline, stage: 'Signed', contact });

		const first = await nodes.listSearch(upsert({}), 'searchDeals');
		const next = await nodes.listSearch(
			upsert({}),
			'searchDeals',
			'',
			String(first.paginationToken),
		);

		expect(first.results[0]).toMatchObject({ name: 'Engines (Ada Lovelace, Signed)', url });
		expect(first.results).toHaveLength(50);
		expect(next.results).toHaveLength(11);
		expect(next.paginationToken).toBeUndefined();
	});

	test('finds by what the user types: deal, contact, email address', async () => {
		expect(await deals('engin')).toEqual(['Engines (Ada Lovelace, Signed)']);
		expect(await deals('ada@example')).toEqual(['Engines (Ada Lovelace, Signed)']);
	});
});

describe('the mapper of custom fields', () => {
	test('shows the fields of the chosen pipeline with type and options', async () => {
		const { fields } = await nodes.resourceMapperFields(
			upsert({ pipeline: byName('Sales') }),
			'getCustomFields',
		);

		expect(fields).toMatchObject([
			{
				id: 'industry',
				displayName: 'Industry',
				type: 'options',
				options: [
					{ name: 'SaaS', value: 'SaaS' },
					{ name: 'Retail', value: 'Retail' },
				],
			},
			{ id: 'markets', displayName: 'Markets (several, with commas: SaaS, Retail)' },
			{ id: 'renewal', type: 'dateTime' },
			{
				id: 'trial',
				type: 'options',
				options: [
					{ name: 'Yes', value: 'true' },
					{ name: 'No', value: 'false' },
				],
			},
		]);
	});

	test('shows those of all while no pipeline is known, the first first, the others with theirs', async () => {
		const { fields } = await nodes.resourceMapperFields(upsert({}), 'getCustomFields');

		expect(fields.map(({ id }) => id)).toEqual([
			'industry',
			'markets',
			'renewal',
			'trial',
			'seats',
		]);
		expect(fields.at(-1)?.displayName).toBe('Seats (Partners)');
	});

	test('demands no field, for an update needs none and Fluid refuses a new deal that lacks one', async () => {
		const { fields } = await nodes.resourceMapperFields(upsert({}), 'getCustomFields');
		const { error } = await nodes.runNode(upsert({ name: 'Analytical Engines' }));

		expect(fields.filter(({ required }) => required)).toEqual([]);
		expect(error?.message).toMatch(/"renewal"|Renewal/);
	});
});

test('custom fields to clear are offered by their names', async () => {
	const options = await nodes.loadOptions(
		upsert({ pipeline: byName('Partners') }),
		'getCustomFieldKeys',
	);

	expect(options).toEqual([{ name: 'Seats', value: 'seats' }]);
});

test('fields to watch are those of deals and contacts, and the custom fields', async () => {
	const trigger = { type: 'fluidTrigger', parameters: { events: ['deal.updated'] } };

	const options = await nodes.loadOptions(trigger, 'getWatchableFields');

	expect(options).toEqual(
		expect.arrayContaining([
			{ name: 'Industry', value: 'custom_fields.industry' },
			{ name: 'Stage', value: 'stage_id' },
			{ name: 'Value', value: 'value' },
		]),
	);
	expect(options.map(({ value }) => value)).not.toContain('stage_name');
});

test('a dropdown says what is wrong with the connection', async () => {
	const away = nodes.withCredentials({ fluidApi: { url: 'http://127.0.0.1:1', apiKey: 'x' } });

	await expect(away.listSearch(upsert({}), 'searchPipelines')).rejects.toThrow(
		/^Nothing answers at http:\/\/127\.0\.0\.1:1\./,
	);
});

test('Pipeline, Stage and Custom Field return their lists as items', async () => {
	const run = async (resource: string, parameters = {}) => {
		const { items } = await nodes.runNode(fluidNode(resource, 'getAll', parameters));
		return items.map(({ json }) => json.name);
	};

	expect(await run('pipeline')).toEqual(['Sales', 'Partners']);
	expect(await run('stage', { pipeline: byName('Partners') })).toEqual(['Talking', 'Signed']);
	expect(await run('stage')).toHaveLength(7);
	expect(await run('customField', { pipeline: byId(partners) })).toEqual(['Seats']);
	expect(await run('pipeline', { limit: 1 })).toEqual(['Sales']);
});
