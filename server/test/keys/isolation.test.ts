import { beforeAll, describe, expect, test } from 'vitest';
import { type ApiCall, calls } from '../../../contract/calls';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import type { FluidClient } from '../../../test/support/fluidClient';

const fluid = fluidForFile();
let other: FluidClient;
let deal: Deal;
let ids: Record<string, string>;

beforeAll(async () => {
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text' });
	const { body: webhook } = await fluid.post('/api-webhooks', {
		url: 'http://127.0.0.1:9/',
		events: ['deal.created'],
	});
	deal = await fluid.deal({
		name: 'Secret deal',
		external_id: 'secret',
		contact: { email: 'ada@example.com', name: 'Secret Ada' },
		company: { name: 'Secret Ltd', domain: 'secret.example' },
	});
	const { body: log } = await fluid.get(`/api-webhooks/${webhook.id}/deliveries`);
	ids = {
		'/api-deals': deal.id,
		'/api-contacts': deal.contact?.id as string,
		'/api-companies': deal.company?.id as string,
		'/api-webhooks': webhook.id,
		delivery: log.data[0].id,
	};
	other = await fluid.otherWorkspace('Another client');
});

/** The path of a call with the ids of what the first workspace has. */
function secretPath({ path }: ApiCall): string {
	const [, root = ''] = /^(\/[^/]+)/.exec(path) ?? [];
	return path.replace(':id', ids[root] as string).replace(':delivery', ids.delivery as string);
}

const bodies: Record<string, unknown> = {
	'PATCH /api-contacts/:id': { name: 'Taken over' },
	'PATCH /api-companies/:id': { name: 'Taken over' },
	'PATCH /api-webhooks/:id': { url: 'http://127.0.0.1:9/taken' },
	'POST /api-webhooks/:id/commit': { succeeded: [] },
	'POST /api-webhooks/:id/replay': { since: '2026-01-01T00:00:00Z' },
};

describe('another workspace', () => {
	test('finds nothing at any address with an id', async () => {
		const withId = calls.filter(({ path, key }) => path.includes(':') && key !== 'agency');
		expect(withId.length).toBeGreaterThan(10);
		for (const call of withId) {
			const name = `${call.method} ${call.path}`;
			const body =
				call.method === 'GET' || call.method === 'DELETE' ? undefined : (bodies[name] ?? {});
			const { status } = await other.call(call.method, secretPath(call), body);
			expect([name, status]).toEqual([name, 404]);
		}
	});

	test('sees nothing in any list', async () => {
		const lists = calls.filter(
			({ pages, path, key }) => pages && !path.includes(':') && key !== 'agency',
		);
		for (const { path } of lists) {
			const { body } = await other.get(path);
			const text = JSON.stringify(body);
			expect([path, /secret/i.test(text)]).toEqual([path, false]);
			for (const id of Object.values(ids)) expect(text).not.toContain(id);
		}
		for (const query of ['email=ada@example.com', 'external_id=secret', 'q=secret'])
			expect((await other.get(`/api-deals?${query}`)).body.data).toEqual([]);
		expect((await other.get('/api-contacts?q=ada')).body.data).toEqual([]);
	});

	test('cannot name a pipeline, stage, custom field or deal that is not its own', async () => {
		const { pipeline_id, stage_id, id } = deal;
		for (const path of [
			`/api-deals?pipeline_id=${pipeline_id}`,
			`/api-deals?stage_id=${stage_id}`,
			`/api-stages?pipeline_id=${pipeline_id}`,
			`/api-custom-fields?pipeline_id=${pipeline_id}`,
		])
			expect([path, (await other.get(path)).status]).toEqual([path, 404]);
		for (const [input, status] of [
			[{ pipeline_id }, 422],
			[{ stage_id }, 422],
			[{ custom_fields: { industry: 'SaaS' } }, 422],
			[{ id }, 404],
		] as const)
			expect((await other.ingest({ name: 'Theirs', ...input })).status).toBe(status);
		const filtered = { url: 'http://127.0.0.1:9/', events: ['deal.won'], filters: { pipeline_id } };
		expect((await other.post('/api-webhooks', filtered)).status).toBe(422);
	});

	test('has its own deals, contacts and companies by the same names', async () => {
		const theirs = await other.deal({
			name: 'Their deal',
			external_id: 'secret',
			match_on: 'external_id',
			contact: { email: 'ada@example.com' },
			company: { domain: 'secret.example' },
		});
		expect(theirs.contact).toMatchObject({ name: null });
		expect(theirs.company).toMatchObject({ name: 'secret.example' });
		expect([theirs.id, theirs.contact?.id, theirs.company?.id]).not.toContain(deal.id);
		expect((await fluid.get(`/api-deals/${deal.id}`)).body).toEqual(deal);
	});

	test('is delivered none of the events', async () => {
		const { body } = await fluid.get(`/api-webhooks/${ids['/api-webhooks']}/deliveries`);
		await other.deal({ name: 'Theirs alone' });
		expect(
			(await fluid.get(`/api-webhooks/${ids['/api-webhooks']}/deliveries`)).body.data,
		).toHaveLength(body.data.length);
		expect(JSON.stringify((await other.get('/api-events')).body)).not.toContain(fluid.workspaceId);
	});
});
