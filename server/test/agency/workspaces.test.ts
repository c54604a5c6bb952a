import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WorkspaceInfo } from '../../../contract/types';
import { agencyClient } from '../../../test/support/agencyClient';
import { fluidForFile } from '../../../test/support/fluid';
import { FluidClient } from '../../../test/support/fluidClient';
import { renamePipelineTo } from '../../../test/support/renaming';

const fluid = fluidForFile();
let agency: FluidClient;
let client: WorkspaceInfo;
let count = 0;

beforeAll(async () => {
	agency = await agencyClient(fluid);
});
beforeEach(async () => {
	count += 1;
	({ body: client } = await agency.post('/api-workspaces', { name: `Client ${count}` }));
});

const blueprint = {
	pipelines: [{ name: 'Outreach', stages: ['Replied', 'Booked'] }],
};

describe('POST /api-workspaces', () => {
	test('makes a workspace with the pipeline Sales', async () => {
		const { body } = await agency.get(`/api-blueprint?workspace_id=${client.id}`);
		expect(client).toMatchObject({ name: `Client ${count}`, currency: 'USD', deleted_at: null });
		expect(body.pipelines.map(({ name }: { name: string }) => name)).toEqual(['Sales']);
	});

	test('makes one with what a blueprint names instead', async () => {
		const { status, body } = await agency.post('/api-workspaces', {
			name: ' Analytical Engines ',
			currency: 'EUR',
			blueprint,
		});
		expect([status, body.name, body.currency]).toEqual([201, 'Analytical Engines', 'EUR']);
		const made = await agency.get(`/api-blueprint?workspace_id=${body.id}`);
		expect(made.body.pipelines).toMatchObject(blueprint.pipelines);
	});

	test('refuses a name that is taken, also by one that was deleted', async () => {
		const taken = await agency.post('/api-workspaces', { name: client.name });
		expect(taken.body).toMatchObject({ code: 'workspace_exists', params: { id: client.id } });
		await agency.delete(`/api-workspaces/${client.id}?name=${client.name}`);
		const deleted = await agency.post('/api-workspaces', { name: client.name });
		expect([deleted.status, deleted.body.params.id]).toEqual([409, client.id]);
	});

	test.each(['Client\nB', 'Client\tB', 'Client\u2028B'])(
		'refuses a name that is not of one line, for a new one and for one that is there: %j',
		async (name) => {
			for (const { status, body } of [
				await agency.post('/api-workspaces', { name }),
				await agency.patch(`/api-workspaces/${client.id}`, { name }),
			])
				expect([status, body.errors]).toMatchObject([
					422,
					[
						{
							pointer: '/name',
							detail: `The name ${JSON.stringify(name)} has a line break or another control character in it. Write it in one line.`,
						},
					],
				]);
		},
	);

	test('makes nothing of a blueprint that makes no sense', async () => {
		const twice = { pipelines: [{ name: 'Outreach', stages: ['Replied', 'replied'] }] };
		const { status, body } = await agency.post('/api-workspaces', {
			name: 'Nobody',
			blueprint: twice,
		});
		expect([status, body.errors[0].pointer]).toEqual([422, '/blueprint']);
		const { body: all } = await agency.get('/api-workspaces?limit=200');
		expect(all.data.map(({ name }: WorkspaceInfo) => name)).not.toContain('Nobody');
	});
});

describe('a workspace', () => {
	test('is listed, read and renamed', async () => {
		const { status, body } = await agency.patch(`/api-workspaces/${client.id}`, {
			name: `Renamed ${count}`,
		});
		expect([status, body]).toEqual([200, { ...client, name: `Renamed ${count}` }]);
		expect((await agency.get(`/api-workspaces/${client.id}`)).body).toEqual(body);
		const { body: all } = await agency.get('/api-workspaces?limit=200');
		expect(all.data).toContainEqual(body);
		expect((await agency.get('/api-workspaces/ws_1')).body.code).toBe('workspace_not_found');
	});

	test('is deleted only by its name, ends its keys at once, and can be restored', async () => {
		const { body: made } = await agency.post('/api-keys', { workspace_id: client.id, name: 'n8n' });
		const theirs = new FluidClient(fluid.url, made.key);
		expect((await theirs.get('/api-me')).status).toBe(200);

		const wrong = await agency.delete(`/api-workspaces/${client.id}?name=Client`);
		expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/name']);
		expect((await agency.delete(`/api-workspaces/${client.id}`)).status).toBe(422);
		const { status, body } = await agency.delete(
			`/api-workspaces/${client.id}?name=${client.name}`,
		);

		expect([status, body.restorable_until]).toEqual([200, expect.stringMatching(/Z$/)]);
		expect((await theirs.get('/api-me')).body.code).toBe('deleted_key');
		const { body: deleted } = await agency.get('/api-workspaces?deleted=true&limit=200');
		expect(deleted.data).toContainEqual(body);
		expect((await agency.post(`/api-workspaces/${client.id}/restore`)).body).toEqual(client);
		expect((await theirs.get('/api-me')).status).toBe(200);
	});
});

describe('PUT /api-blueprint', () => {
	test('adds what is missing and says so, and the second time changes nothing', async () => {
		const path = `/api-blueprint?workspace_id=${client.id}`;
		const dry = await agency.put(`${path}&dry_run=true`, blueprint);
		expect(dry.body.changes).toContain('Added pipeline "Outreach".');
		expect((await agency.get(path)).body.pipelines).toHaveLength(1);

		expect((await agency.put(path, blueprint)).body).toEqual(dry.body);
		expect((await agency.get(path)).body.pipelines).toHaveLength(2);
		expect((await agency.put(path, blueprint)).body.changes).toEqual([]);
	});

	test('brings the lead forms of one client to the next, and with a dry run only says so', async () => {
		const form = {
			...{ name: 'Contact us', pipeline: 'Outreach', stage: 'Replied' },
			fields: [{ name: 'email', required: true }],
		};
		const wanted = { ...blueprint, forms: [form] };
		await agency.put(`/api-blueprint?workspace_id=${client.id}`, wanted);
		const { body: taken } = await agency.get(`/api-blueprint?workspace_id=${client.id}`);
		const { body: next } = await agency.post('/api-workspaces', { name: `Next client ${count}` });
		const path = `/api-blueprint?workspace_id=${next.id}`;

		const dry = await agency.put(`${path}&dry_run=true`, taken);
		expect(dry.body.changes).toContain('Added lead form "Contact us" to "Outreach".');
		expect((await agency.get(path)).body.forms).toBeUndefined();

		await agency.put(path, taken);
		expect((await agency.get(path)).body).toEqual(taken);
		expect(JSON.stringify(taken)).not.toMatch(/"(ws|pip|stg|fld|frm)_/);
	});

	test('leaves the name that was given since, unless it is to rename', async () => {
		const path = `/api-blueprint?workspace_id=${client.id}`;
		const names = async () =>
			(await agency.get(path)).body.pipelines.map(({ name }: { name: string }) => name);
		await agency.put(path, blueprint);
		await fluid.service.database.write(client.id, (transaction) =>
			renamePipelineTo({ transaction, workspaceId: client.id }, 'Outreach', 'Cold outreach'),
		);

		const { body: kept } = await agency.put(path, blueprint);
		expect(kept.changes).toEqual([]);
		expect(kept.other_names).toEqual(['Pipeline "Outreach" is called "Cold outreach" here']);
		expect(await names()).toEqual(['Sales', 'Cold outreach']);

		await agency.put(`${path}&rename=true`, blueprint);
		expect(await names()).toEqual(['Sales', 'Outreach']);
	});

	test('says what stands against it, and which workspace it needs', async () => {
		const other = { pipelines: [{ name: 'SALES', stages: ['New lead'] }] };
		const { status, body } = await agency.put(`/api-blueprint?workspace_id=${client.id}`, other);
		expect([status, body.detail]).toEqual([422, expect.stringContaining('"Sales" already')]);
		const { body: none } = await agency.put('/api-blueprint', other);
		expect(none.errors[0].pointer).toBe('/workspace_id');
	});
});

describe('the API keys of a workspace', () => {
	const create = (input: object) =>
		agency.post('/api-keys', { workspace_id: client.id, name: 'n8n', ...input });

	test('are made once under a name, unless the earlier one is to be replaced', async () => {
		const { status, body: first } = await create({});
		expect([status, first.key]).toEqual([201, expect.stringMatching(/^fluid_/)]);
		const taken = await create({});
		expect(taken.body).toMatchObject({ code: 'key_exists', params: { id: first.id } });
		expect((await new FluidClient(fluid.url, first.key).get('/api-me')).status).toBe(200);

		const { body: second } = await create({ replace: true });

		expect(second.replaced.map(({ key }: { key: { id: string } }) => key.id)).toEqual([first.id]);
		expect((await new FluidClient(fluid.url, first.key).get('/api-me')).status).toBe(401);
		expect((await new FluidClient(fluid.url, second.key).get('/api-me')).body.workspace.id).toBe(
			client.id,
		);
		const { body: listed } = await agency.get(`/api-keys?workspace_id=${client.id}`);
		expect(listed.data.map(({ id }: { id: string }) => id)).toEqual([second.id]);
	});

	test('are deleted with a word about the webhooks they made, which are paused if wished', async () => {
		const { body: made } = await create({});
		const theirs = new FluidClient(fluid.url, made.key);
		const webhook = { url: 'http://127.0.0.1:9/', events: ['deal.won'], name: 'Zap' };
		const { body: hook } = await theirs.post('/api-webhooks', webhook);
		const { body: other } = await create({ name: 'Zapier' });
		await new FluidClient(fluid.url, other.key).post('/api-webhooks', webhook);

		const { status, body } = await agency.delete(`/api-keys/${made.id}?pause_webhooks=true`);

		expect([status, body.webhooks]).toEqual([
			200,
			[{ id: hook.id, name: 'Zap', url: 'http://127.0.0.1:9/', status: 'paused' }],
		]);
		const reader = new FluidClient(fluid.url, (await create({ name: 'Reader' })).body.key);
		const { body: webhooks } = await reader.get('/api-webhooks');
		expect(
			webhooks.data.map(({ status, paused_reason }: Record<string, string>) => [
				status,
				paused_reason,
			]),
		).toEqual([
			['active', null],
			['paused', 'Paused when the API key "n8n", which created it, was deleted.'],
		]);
		expect((await agency.delete(`/api-keys/${made.id}`)).body.code).toBe('key_not_found');
		const { body: left } = await agency.delete(`/api-keys/${other.id}`);
		expect(left.webhooks[0].status).toBe('active');
	});
});
