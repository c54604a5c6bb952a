import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { byName, fluidNode, proxiedNodesForFile } from './support/fluidNodes';

const { fluid, nodes, passage } = proxiedNodesForFile();

beforeAll(async () => {
	const names = Array.from({ length: 250 }, (_, index) => ({ name: `Lead ${index}` }));
	await fluid.ingest({ deals: names });
	await fluid.addPipeline('Partners', ['Talking', 'Signed']);
	await fluid.deal({
		name: 'Analytical Engines',
		external_id: 'crm-1',
		stage: 'Contacted',
		contact: { email: 'ada@example.com' },
	});
	await fluid.deal({ name: 'Sea', pipeline: 'Partners', stage: 'Signed', status: 'won' });
});
beforeEach(() => passage.passed.splice(0));

const getMany = (parameters = {}) => fluidNode('deal', 'getAll', parameters);
const names = async (parameters = {}) => {
	const { items, error } = await nodes.runNode(getMany(parameters));
	expect(error).toBeUndefined();
	return items.map(({ json }) => json.name);
};

describe('Get Many', () => {
	test('returns fifty deals at first', async () => {
		expect(await names()).toHaveLength(50);
	});

	test('returns as many as the limit says, over several pages', async () => {
		expect(await names({ limit: 210 })).toHaveLength(210);
		expect(passage.passed).toHaveLength(2);
	});

	test('returns all of them, each once', async () => {
		const all = await names({ returnAll: true });

		expect(all).toHaveLength(252);
		expect(new Set(all).size).toBe(252);
	});

	test.each([
		['email address', { filters: { email: 'Ada@example.com' } }, ['Analytical Engines']],
		['external ID', { filters: { external_id: 'crm-1' } }, ['Analytical Engines']],
		['a text', { filters: { q: 'analytical' } }, ['Analytical Engines']],
		['status', { filters: { status: 'won' } }, ['Sea']],
		['pipeline', { pipeline: byName('Partners') }, ['Sea']],
		['stage', { pipeline: byName('Partners'), stage: byName('Signed') }, ['Sea']],
		['a stage in whatever pipeline', { stage: byName('Contacted') }, ['Analytical Engines']],
		['a time in the future', { filters: { updated_since: '2099-01-01T00:00:00' } }, []],
	])('finds by %s', async (_, parameters, expected) => {
		expect(await names(parameters)).toEqual(expected);
	});

	test.each([
		['Email', { filters: { email: '={{ $json.email }}', q: 'analytical' } }],
		['Updated Since', { filters: { updated_since: '' } }],
		['Pipeline', { pipeline: byName('={{ $json.pipeline }}') }],
		['Stage', { pipeline: byName('Sales'), stage: byName('={{ $json.stage }}') }],
	])('does not find everything when the filter %s is empty for the item', async (name, given) => {
		const { error } = await nodes.runNode(getMany(given));

		expect(error?.message).toBe(
			`The filter ${name} is empty for this item, so everything would be found. Give it a value, or remove the filter.`,
		);
		expect(passage.passed.filter(({ path }) => path.startsWith('/api-deals'))).toEqual([]);
	});

	test('names the pipelines there are for one that is not', async () => {
		const { error } = await nodes.runNode(getMany({ pipeline: byName('Sale') }));

		expect(error?.message).toBe(
			'No pipeline is called "Sale". Choose one of: "Sales", "Partners".',
		);
	});

	test('pairs what it finds with the item that asked', async () => {
		const call = getMany({ filters: { q: '={{ $json.text }}' }, returnAll: true });

		const { items } = await nodes.runNode(call, [{ text: 'Analytical' }, { text: 'Sea' }]);

		expect(items.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
			['Analytical Engines', { item: 0 }],
			['Sea', { item: 1 }],
		]);
	});
});

describe('Get', () => {
	test('returns the deal, also with a space copied along', async () => {
		const { id } = await fluid.deal({ name: 'Difference Engines' });

		const { items } = await nodes.runNode(fluidNode('deal', 'get', { dealId: ` ${id} ` }));

		expect(items[0]?.json).toMatchObject({ id, name: 'Difference Engines' });
	});

	test('says so when no deal has the id', async () => {
		const { error } = await nodes.runNode(fluidNode('deal', 'get', { dealId: 'deal_none' }));

		expect(error?.message).toMatch(
			/^No deal has the ID "deal_none"\. Check it, or choose the deal from the list\.$/,
		);
		expect(error?.httpCode).toBe('404');
	});

	test('does not take an empty id for all deals', async () => {
		const call = fluidNode('deal', 'get', { dealId: '={{ $json.nothing }}' });

		const { error } = await nodes.runNode(call);

		expect(error?.message).toBe(
			'Deal ID is empty for this item. Give one, e.g. with an expression.',
		);
		expect(passage.passed).toEqual([]);
	});
});

describe('Delete', () => {
	test('is done when the answer is lost on its way and the node asks again', async () => {
		const { id } = await fluid.deal({ name: 'Lost' });
		passage.loseNextAnswer();

		const { items, error } = await nodes.runNode(fluidNode('deal', 'delete', { dealId: id }));

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual([{ id, deleted: true }]);
		expect(passage.passed).toHaveLength(2);
	});

	test('does not take a deal that never was for one it deleted, because it had to wait', async () => {
		passage.next((response) => response.writeHead(429, { 'retry-after': '0' }).end());

		const { error } = await nodes.runNode(fluidNode('deal', 'delete', { dealId: 'deal_none' }));

		expect(error?.message).toMatch(/^No deal has /);
	});

	test('deletes the deal of each item, and goes on after one that is gone', async () => {
		const first = await fluid.deal({ name: 'First' });
		const last = await fluid.deal({ name: 'Last' });
		const call = fluidNode(
			'deal',
			'delete',
			{ dealId: '={{ $json.id }}' },
			{ onError: 'continueErrorOutput' },
		);

		const { outputs } = await nodes.runNode(call, [
			{ id: first.id },
			{ id: 'deal_none' },
			{ id: last.id },
		]);

		expect(outputs[0]?.map(({ json }) => json)).toEqual([
			{ id: first.id, deleted: true },
			{ id: last.id, deleted: true },
		]);
		expect(outputs[1]?.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			['deal_none', { item: 1 }],
		]);
		expect((await fluid.get(`/api-deals/${first.id}`)).status).toBe(404);
	});
});
