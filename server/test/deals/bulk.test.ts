import { describe, expect, test } from 'vitest';
import type { BulkItem } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

const deals = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ name: `Deal ${index}` }));
const actions = (body: { results: BulkItem[] }) => body.results.map(({ action }) => action);
const eventTypes = async () =>
	(await fluid.get('/api-events?limit=200')).body.data.map(({ type }: { type: string }) => type);

describe('many deals in one request', () => {
	test('are answered one by one in the order they were sent', async () => {
		const { status, body } = await fluid.ingest({ deals: deals(1000) });
		expect(status).toBe(200);
		expect(body).toMatchObject({ created: 1000, updated: 0, unchanged: 0, failed: 0 });
		expect(body.results.map(({ index }: BulkItem) => index)).toEqual([...Array(1000).keys()]);
		expect(body.results.map(({ deal }: BulkItem) => deal?.name)).toEqual(
			deals(1000).map(({ name }) => name),
		);
	});

	test('are at most 1,000', async () => {
		const { status, body } = await fluid.ingest({ deals: deals(1001) });
		expect([status, body.errors[0].pointer]).toEqual([422, '/deals']);
		expect(body.detail).toBe('"deals" has more than 1,000 entries. Send fewer at a time.');
	});

	test('stand each alone: one that is refused says why, and the others are saved', async () => {
		await fluid.deal({ name: 'Known', external_id: 'known', value: 1 });
		const { status, body } = await fluid.ingest({
			deals: [
				{ name: 'New', external_id: 'new' },
				{ name: 'Bad', value: 'much' },
				{ external_id: 'known', value: 2 },
				{ external_id: 'known', value: 2 },
				{ external_id: 'nobody', mode: 'update' },
				null,
				{ name: 'Also new' },
			],
		});
		expect(status).toBe(207);
		expect(body).toMatchObject({ created: 2, updated: 1, unchanged: 1, failed: 3 });
		expect(actions(body)).toEqual([
			'created',
			'failed',
			'updated',
			'unchanged',
			'failed',
			'failed',
			'created',
		]);
		expect(body.results[1].problem).toMatchObject({
			status: 422,
			code: 'invalid_input',
			errors: [{ pointer: '/value' }],
		});
		expect(body.results[2].changed_fields).toEqual(['value']);
		expect(body.results[4].problem).toMatchObject({ status: 404, code: 'deal_not_found' });
		expect((await fluid.get('/api-deals?external_id=new')).body.data).toHaveLength(1);
	});

	test('see one another: two that mean the same deal make one, two of the same person one contact', async () => {
		const ada = { email: 'ada@example.com' };
		const { body } = await fluid.ingest({
			deals: [
				{ name: 'Twice', external_id: 'twice', value: 1, contact: ada },
				{
					name: 'Twice',
					external_id: 'twice',
					value: 2,
					contact: { email: 'ADA@Example.com', title: 'Countess' },
				},
				{ name: 'Reply', match_on: 'email', contact: ada },
				{ name: 'Other', contact: ada },
				{ name: 'Reply', match_on: 'email', contact: ada },
			],
		});
		expect(actions(body)).toEqual(['created', 'updated', 'updated', 'created', 'failed']);
		expect(body.results[2].deal.id).toBe(body.results[0].deal.id);
		expect(body.results[4].problem.code).toBe('ambiguous_match');
		expect((await fluid.get('/api-contacts?email=ada@example.com')).body.data).toHaveLength(1);
	});

	test.each([
		['no list', { deals: 'all' }, '/deals', 'must be a list'],
		['an empty list', { deals: [] }, '/deals', 'at least one entry'],
		[
			'another field beside it',
			{ deals: [{ name: 'A' }], name: 'B' },
			'/name',
			'is not a field here',
		],
	])('with %s are refused as a whole', async (_what, body, pointer, sentence) => {
		const answer = await fluid.ingest(body);
		expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
		expect(answer.body.detail).toContain(sentence);
	});
});

describe('atomic=true', () => {
	test('saves nothing and fires nothing when one deal is refused, and names every fault with its place', async () => {
		const before = await eventTypes();
		const { status, body } = await fluid.post('/api-ingest?atomic=true', {
			deals: [
				{ name: 'Good', external_id: 'atomic' },
				{ name: 'Bad', value: -1 },
				{ external_id: 'nobody', mode: 'update' },
			],
		});
		expect([status, body.code]).toEqual([422, 'invalid_input']);
		expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
			'/deals/1/value',
			'/deals/2',
		]);
		expect(body.detail).toContain('Nothing was saved');
		expect((await fluid.get('/api-deals?external_id=atomic')).body.data).toEqual([]);
		expect(await eventTypes()).toEqual(before);
	});

	test('saves all when none is refused', async () => {
		const { status, body } = await fluid.post('/api-ingest?atomic=true', { deals: deals(3) });
		expect([status, body.created]).toEqual([200, 3]);
	});
});

describe('dry_run=true', () => {
	test('answers what would become of a deal, writes nothing and fires nothing', async () => {
		const deal = {
			name: 'Only tried',
			external_id: 'tried',
			contact: { email: 'tried@example.com' },
			company: 'Tried Ltd',
		};
		const before = await eventTypes();
		const tried = await fluid.post('/api-ingest?dry_run=true', deal);
		expect([tried.status, tried.body.action]).toEqual([201, 'created']);
		expect(tried.body.deal).toMatchObject({
			name: 'Only tried',
			contact: { email: 'tried@example.com' },
		});

		expect((await fluid.get('/api-deals?external_id=tried')).body.data).toEqual([]);
		expect((await fluid.get('/api-contacts?email=tried@example.com')).body.data).toEqual([]);
		expect(await eventTypes()).toEqual(before);
		expect((await fluid.ingest(deal)).status).toBe(201);
	});

	test('shows an update without making it', async () => {
		await fluid.deal({ name: 'Acme website', external_id: 'dry', value: 1 });
		const { status, body } = await fluid.post('/api-ingest?dry_run=true', {
			external_id: 'dry',
			value: 2,
		});
		expect([status, body.changed_fields, body.deal.value]).toEqual([200, ['value'], 2]);
		expect((await fluid.get('/api-deals?external_id=dry')).body.data[0].value).toBe(1);
	});

	test('refuses what would be refused, one deal or many', async () => {
		expect((await fluid.post('/api-ingest?dry_run=true', { name: '' })).status).toBe(422);
		const { status, body } = await fluid.post('/api-ingest?dry_run=true', {
			deals: [{ name: 'Good' }, {}],
		});
		expect([status, actions(body)]).toEqual([207, ['created', 'failed']]);
	});

	test('disturbs no real request beside it', async () => {
		const both = Array.from({ length: 20 }, (_, index) => [
			fluid.ingest({ name: `Real ${index}`, external_id: `real-${index}` }),
			fluid.post('/api-ingest?dry_run=true', { name: `Dry ${index}`, external_id: `dry-${index}` }),
		]);
		const answers = await Promise.all(both.flat());
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
		expect((await fluid.get('/api-deals?limit=200&q=Real')).body.data).toHaveLength(20);
		expect((await fluid.get('/api-deals?limit=200&q=Dry')).body.data).toEqual([]);
	});
});

test.each([
	['dry_run=yes', '/dry_run', '"dry_run" must be true or false, not "yes".'],
	['dryrun=true', '/dryrun', '"dryrun" is not an option here. Did you mean "dry_run"?'],
	['atomic=1', '/atomic', '"atomic" must be true or false, not "1".'],
])(
	'?%s is refused, so that nobody takes a real run for a dry one',
	async (query, pointer, sentence) => {
		const { status, body } = await fluid.post(`/api-ingest?${query}`, { name: 'Acme website' });
		expect([status, body.errors[0].pointer, body.detail]).toEqual([422, pointer, sentence]);
	},
);

test('what does not fit into the results of one request is refused, to be sent in another', async () => {
	for (const index of [0, 1, 2, 3, 4, 5, 6, 7, 8])
		await fluid.addCustomField({ key: `text_${index}`, name: `Text ${index}`, type: 'long_text' });
	const texts = Array.from({ length: 9 }, (_, index) => [`text_${index}`, 'x'.repeat(10_000)]);
	const custom_fields = Object.fromEntries(texts) as Record<string, string>;
	await fluid.ingest({ name: 'Large', external_id: 'large', custom_fields });
	const deals = Array.from({ length: 150 }, (_, value) => ({ external_id: 'large', value }));
	const { status, body } = await fluid.ingest({ deals });
	expect(status).toBe(207);
	expect(body.updated).toBeGreaterThan(100);
	expect(body.failed).toBe(150 - body.updated);
	expect(body.results[body.updated].problem).toMatchObject({
		code: 'too_large',
		detail:
			'The results of this request are larger than 10 MB together. Send this one, and those after it, in another request.',
	});
	const rest = { deals: deals.slice(body.updated) };
	expect((await fluid.ingest(rest)).body).toMatchObject({ updated: rest.deals.length, failed: 0 });
});
