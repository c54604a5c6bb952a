import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { batchesOf, itemInput, MOST_BYTES } from '../nodes/Fluid/batches';
import { fluidNode, proxiedNodesForFile, upsert } from './support/fluidNodes';

const { fluid, nodes, passage } = proxiedNodesForFile();

beforeEach(() => passage.passed.splice(0));

const leads = (count: number) => Array.from({ length: count }, (_, number) => ({ number }));

const json = { 'content-type': 'application/json' };
const savedAll = (count: number) => ({
	results: leads(count).map((_, index) => ({ index, action: 'created', deal: {} })),
});
const count = async () => {
	const { items } = await nodes.runNode(fluidNode('deal', 'getAll', { returnAll: true }));
	return items.length;
};

const byNumber = (settings = {}) =>
	upsert({ name: '=Lead {{ $json.number }}', external_id: '=lead-{{ $json.number }}' }, settings);

test('sends a thousand items in one request, and each gets its own deal', async () => {
	const { items, error } = await nodes.runNode(byNumber(), leads(1000));

	expect(error).toBeUndefined();
	expect(passage.passed.map(({ path }) => path)).toEqual(['/api-ingest?atomic=true']);
	expect(items).toHaveLength(1000);
	expect(items[421]?.json).toMatchObject({ action: 'created', name: 'Lead 421' });
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		leads(1000).map((_, item) => ({ item })),
	);
});

test('sends what is over a thousand in a second request', async () => {
	const { items } = await nodes.runNode(byNumber(), leads(1001));

	expect(passage.passed).toHaveLength(2);
	expect(items[1000]?.json).toMatchObject({ name: 'Lead 1000' });
	expect(items[1000]?.pairedItem).toEqual({ item: 1000 });
	const keys = passage.passed.map(({ headers }) => headers['idempotency-key']);
	expect(new Set(keys).size).toBe(2);
});

describe('of more than a thousand items, when the workflow stops at one of the last', () => {
	const items = leads(1003).map(({ number }) => ({ number: number === 1001 ? '' : number }));
	const named = (options = {}) => upsert({ name: '={{ $json.number }}', options });

	test('the error says which are saved, and a retry saves none of them twice', async () => {
		const { error, run } = await nodes.runNode(named(), items);
		const corrected = upsert({ name: '={{ $json.number === "" ? "Lead" : $json.number }}' });

		expect(error?.context).toMatchObject({ itemIndex: 1001 });
		expect(error?.description).toMatch(
			/^The first 1,000 items were saved, none of the others\. Correct what is wrong without changing the saved items/,
		);
		const before = await count();
		await nodes.retry(run, corrected);
		expect(await count()).toBe(before + 3);
	});

	test('the error does not claim to know what became of those that got no answer', async () => {
		passage.next((response) => response.writeHead(200, json).end(JSON.stringify(savedAll(1000))));
		for (let tries = 0; tries < 4; tries++) passage.next((response) => response.destroy());

		const { error } = await nodes.runNode(byNumber(), leads(1001));

		expect(error?.description).toMatch(/^The first 1,000 items were saved\. Correct/);
	});

	test('a dry run says nothing about saving', async () => {
		const { error } = await nodes.runNode(named({ dryRun: true }), items);

		expect(error?.description).not.toMatch(/saved/);
	});
});

test('splits deals that are too large together for one request', () => {
	const note = 'x'.repeat(10_000);
	const deals = leads(1000).map((_, item) => itemInput(item, { name: 'Lead', note }));

	const batches = batchesOf(deals);

	expect(batches.flat()).toEqual(deals);
	expect(batches.length).toBe(3);
	for (const batch of batches) {
		const body = JSON.stringify({ deals: batch.map(({ input }) => input) });
		expect(Buffer.byteLength(body)).toBeLessThan(MOST_BYTES + 1000);
	}
});

test('counts a letter of several bytes as several', () => {
	const deals = leads(1000).map((_, item) => itemInput(item, { name: 'ü'.repeat(4000) }));

	expect(batchesOf(deals)).toHaveLength(2);
});

test('asks for the custom fields once, not for every item', async () => {
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });
	const customFields = { mappingMode: 'autoMapInputData', value: null, schema: [] };

	await nodes.runNode(upsert({ name: 'Lead', customFields }), [{ seats: 1 }, { seats: 2 }]);

	expect(passage.passed.map(({ path }) => path.split('?')[0]).sort()).toEqual([
		'/api-custom-fields',
		'/api-ingest',
		'/api-pipelines',
	]);
});

test('sends each item by itself as far as errors go, when the node goes on after them', async () => {
	const { items } = await nodes.runNode(byNumber({ onError: 'continueRegularOutput' }), [
		{ number: 1 },
		{ number: 'x'.repeat(300) },
	]);

	expect(passage.passed.map(({ path }) => path)).toEqual(['/api-ingest']);
	expect(items.map(({ json }) => 'error' in json)).toEqual([false, true]);
});

describe('of more than fits into the results of one request', () => {
	const large = 'large-deal';
	const items = leads(150);
	const change = (settings = {}) =>
		upsert({ name: '=Lead {{ $json.number }}', external_id: large }, settings);
	const itemsAnswered = async (settings = {}) => {
		const { items: answered, error } = await nodes.runNode(change(settings), items);
		expect(error).toBeUndefined();
		expect(passage.passed.length).toBeGreaterThan(1);
		expect(answered.map(({ json: { action } }) => action)).toEqual(items.map(() => 'updated'));
		expect(answered.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
	};

	beforeAll(async () => {
		for (const { number } of leads(9))
			await fluid.addCustomField({
				key: `text_${number}`,
				name: `Text ${number}`,
				type: 'long_text',
			});
		const texts = leads(9).map(({ number }) => [`text_${number}`, 'x'.repeat(10_000)]);
		const custom_fields = Object.fromEntries(texts) as Record<string, string>;
		await fluid.ingest({ name: 'Large', external_id: large, custom_fields });
	});

	test('sends the rest in another request, where the node goes on', () =>
		itemsAnswered({ onError: 'continueRegularOutput' }));

	test('sends them in smaller requests, where an error stops the workflow', () => itemsAnswered());
});
