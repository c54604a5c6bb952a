import { beforeAll, describe, expect, test } from 'vitest';
import { deal as exampleDeal } from '../../contract/examples';
import { sampleEvent } from '../../contract/sample';
import { fluidForFile } from '../../test/support/fluid';
import { Receiver } from '../../test/support/receiver';
import App from '../src/index';
import { type RunZap, zapOf } from './support/zap';

const listOf = (trigger: string) =>
	(App.triggers as Record<string, { operation: { performList?: unknown } }>)[trigger]?.operation
		.performList;
const { find_deal, find_contact } = App.searches;

describe('of many, a step is given the first 25', () => {
	const fluid = fluidForFile();
	let zap: RunZap;

	beforeAll(async () => {
		zap = zapOf(fluid);
		const deals = Array.from({ length: 60 }, (_, index) => ({
			name: `Acme ${index}`,
			contact: { email: `ada${index}@example.com`, name: `Ada ${index}` },
		}));
		await fluid.post('/api-ingest', { deals });
		await fluid.post('/api-ingest', { deals: deals.map(({ name }) => ({ name: `Late ${name}` })) });
	});

	test.each([
		['events to map from', () => zap(listOf('deal_created'))],
		['deals', () => zap(find_deal.operation.perform, { name: 'Acme' })],
		['contacts', () => zap(find_contact.operation.perform, { name: 'Ada' })],
	])('%s', async (_, step) => {
		expect(await step()).toHaveLength(25);
	});

	test('events are looked through for those that the filters let pass', async () => {
		await fluid.addPipeline('Partners', ['Talking']);
		await fluid.deal({ name: 'Reseller', pipeline: 'Partners' });
		const others = Array.from({ length: 80 }, (_, index) => ({ name: `Other ${index}` }));
		await fluid.post('/api-ingest', { deals: others });

		const listed = await zap(listOf('deal_created'), { pipeline_id: 'Partners' });

		expect(listed).toMatchObject([{ name: 'Reseller' }]);
	});
});

describe('of large ones, a step is given as many as go into 3 MB', () => {
	const fluid = Receiver.forFile();
	let zap: RunZap;
	const note = { text: 'ü'.repeat(100_000), created_at: '2026-11-24T09:30:00.000Z' };
	const event = sampleEvent('deal.created');
	const large = { ...exampleDeal, notes: [note] };
	const answers: Record<string, unknown> = {
		'/api-events': { ...event, data: { deal: large } },
		'/api-deals': large,
	};
	beforeAll(async () => {
		fluid.respondWith((response, { path }) => {
			const entry = answers[path.split('?')[0] ?? ''];
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ data: Array(25).fill(entry), next_cursor: null }));
		});
		zap = zapOf({ url: fluid.url, key: 'fluid_key' });
	});

	test.each([
		['events to map from', () => zap(listOf('deal_created'))],
		['deals', () => zap(find_deal.operation.perform, { name: 'Analytical' })],
	])('%s', async (_, step) => {
		const found = await step();

		const bytes = Buffer.byteLength(JSON.stringify(found));
		expect(bytes).toBeLessThan(3_000_100);
		expect(bytes).toBeGreaterThan(2_500_000);
	});
});
