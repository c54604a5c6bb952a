import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosInstance } from 'axios';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';
import type { N8nWorkflow } from '../../server/src/cli/clients/n8nTypes';
import { FluidClient } from '../support/fluidClient';
import { fluidCommand } from '../support/fluidCommand';
import { type N8n, sharedN8n, startN8n } from '../support/n8n';
import { ROLL_OUT_SCOPES } from '../support/n8nScopes';
import { ServiceProcess } from '../support/serviceProcess';

const ALL = ['cold-email', 'booking', 'stripe', 'won-to-slack'];
const SLACK = 'http://127.0.0.1:9/services/T1/B2/secret';

let fluid: ServiceProcess;
let n8n: N8n;
let api: AxiosInstance;
let agency: FluidClient;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
	[fluid, n8n] = await Promise.all([ServiceProcess.start(), sharedN8n()]);
	const rawApiKey = await newApiKey(n8n);
	api = axios.create({
		baseURL: `${n8n.url}/api/v1`,
		headers: { 'X-N8N-API-KEY': rawApiKey },
	});
	const create = ['keys', 'create', '--agency', '--name', 'Roll-outs'];
	const { stdout } = await fluidCommand(create, { env: { DATA_DIR: fluid.folder } });
	agency = new FluidClient(fluid.url, stdout.trim());
	env = { FLUID_AGENCY_KEY: agency.key, N8N_KEY: rawApiKey, SLACK };
	folder = mkdtempSync(join(tmpdir(), 'fluid-rollout-'));
	writeManifest();
});
afterAll(async () => {
	await fluid?.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function newApiKey({ rest }: N8n): Promise<string> {
	const { rawApiKey } = await rest.call<{ rawApiKey: string }>('post', '/api-keys', {
		...{ label: `Roll-outs ${Date.now()}`, scopes: ROLL_OUT_SCOPES, expiresAt: null },
	});
	return rawApiKey;
}

function writeManifest(more: object = {}): void {
	const settings = { 'won-to-slack': { slack_url: 'env:SLACK' } };
	const manifest = {
		...{ fluidUrl: fluid.url, n8n: { url: n8n.url, apiKey: 'env:N8N_KEY' }, templates: ALL },
		clients: ['Client A', 'Client B'].map((name) => ({
			...{ id: name.toLowerCase().replace(' ', '-'), name, settings },
		})),
		...more,
	};
	writeFileSync(join(folder, 'clients.json'), JSON.stringify(manifest));
}

const clients = (command: string, ...args: string[]) =>
	fluidCommand(['clients', command, join(folder, 'clients.json'), ...args], { env });

async function workflowsOf(client: string): Promise<N8nWorkflow[]> {
	const { data } = await api.get('/workflows?limit=250');
	return data.data.filter(({ name }: N8nWorkflow) => name.startsWith(`${client}: `));
}

async function workflow(client: string, part: string): Promise<N8nWorkflow> {
	const found = (await workflowsOf(client)).find(({ name }) => name.includes(part));
	return (await api.get(`/workflows/${found?.id}`)).data;
}

/** Saves a workflow with some of its steps changed, as a person does in the editor. */
async function save(
	{ id, name, nodes, connections, settings }: N8nWorkflow,
	change: (node: N8nWorkflow['nodes'][number]) => object,
	publishIfActive = true,
): Promise<void> {
	const changed = nodes.map((node) => ({ ...node, ...change(node) }));
	const body = { name, nodes: changed, connections, settings };
	await api.put(`/workflows/${id}?publishIfActive=${publishIfActive}`, body);
}

async function workspaceId(client: string): Promise<string> {
	const { body } = await agency.get('/api-workspaces?limit=200');
	return body.data.find(({ name }: { name: string }) => name === client).id;
}

async function readerOf(client: string): Promise<FluidClient> {
	const workspace_id = await workspaceId(client);
	const { body } = await agency.post('/api-keys', { workspace_id, name: 'Reader', replace: true });
	return new FluidClient(fluid.url, body.key);
}

describe('two clients', () => {
	test('are rolled out and proven, and nothing of the proofs is left', async () => {
		const { code, stdout, stderr } = await clients('apply');

		expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: '' });
		for (const client of ['client-a', 'client-b'])
			for (const proved of [
				'Smartlead of cold-email',
				'Cal.com of booking',
				'Stripe of stripe',
				'won-to-slack',
			])
				expect(stdout).toContain(`${client}  proved ${proved}`);
		for (const client of ['Client A', 'Client B']) {
			expect(await workflowsOf(client)).toHaveLength(4);
			const reader = await readerOf(client);
			for (const list of ['deals', 'contacts', 'companies', 'events'])
				expect([list, (await reader.get(`/api-${list}`)).body.data]).toEqual([list, []]);
		}
		expect((await clients('status')).stdout).toBe('client-a  all is well\nclient-b  all is well\n');
	});

	test('are left alone by a second run', async () => {
		const all = async () => [await workflowsOf('Client A'), await workflowsOf('Client B')];
		const [before, { body: remembered }] = [await all(), await agency.get('/api-rollouts')];

		expect((await clients('apply')).stdout).toBe(
			'client-a  nothing to do\nclient-b  nothing to do\n',
		);
		expect(await all()).toEqual(before);
		expect((await agency.get('/api-rollouts')).body).toEqual(remembered);
	});

	test('keep what somebody has changed in n8n', async () => {
		const before = await workflow('Client A', 'cold email');
		await save(before, ({ name, parameters }) =>
			name === 'Not understood' ? { parameters: { ...parameters, duplicateItem: true } } : {},
		);
		writeManifest({
			clients: [
				{
					id: 'client-a',
					name: 'Client A',
					settings: {
						'won-to-slack': { slack_url: 'env:SLACK' },
						'cold-email': { reminder_in_days: 3 },
					},
				},
				{
					id: 'client-b',
					name: 'Client B',
					settings: { 'won-to-slack': { slack_url: 'env:SLACK' } },
				},
			],
		});

		const { stdout } = await clients('apply', '--client', 'client-a');

		expect(stdout).toContain('kept cold-email: Not understood, which was changed in n8n');
		const after = await workflow('Client A', 'cold email');
		const edited = after.nodes.find(({ name }) => name === 'Not understood');
		expect(edited?.parameters.duplicateItem).toBe(true);
		expect(JSON.stringify(after.nodes)).toContain('"name":"reminder_in_days","value":3');
		expect(after.activeVersionId).toBe(after.versionId);
		writeManifest();
	});
});

describe('status', () => {
	test('finds what is not as it should be any more', async () => {
		const id = await workspaceId('Client B');
		// A webhook that was paused, a draft, another credential, a placeholder, a deleted key.
		const { body: hooks } = await agency.get(`/api-workspaces/${id}/webhooks`);
		const reader = await readerOf('Client B');
		await reader.patch(`/api-webhooks/${hooks.data[0].id}`, { status: 'paused' });
		await save(
			await workflow('Client B', 'booking'),
			({ name }) => (name === 'Not understood' ? { position: [900, 900] } : {}),
			false,
		);
		const other = (await workflow('Client A', 'Stripe')).nodes.find(
			({ credentials }) => credentials?.fluidApi,
		)?.credentials;
		await save(await workflow('Client B', 'Stripe'), ({ name }) =>
			name === 'Mark deal as won' ? { credentials: other } : {},
		);
		await save(await workflow('Client B', 'Slack'), ({ name, parameters }) => ({
			parameters:
				name === 'Client settings'
					? JSON.parse(
							JSON.stringify(parameters).replace(SLACK, 'https://hooks.slack.com/services/...'),
						)
					: parameters,
		}));
		const { body: keys } = await agency.get(`/api-keys?workspace_id=${id}`);
		await agency.delete(
			`/api-keys/${keys.data.find(({ name }: { name: string }) => name.startsWith('n8n')).id}`,
		);
		const blueprint = (await agency.get(`/api-blueprint?workspace_id=${id}`)).body;
		blueprint.pipelines[0].stages.push('Lost in space');
		writeFileSync(join(folder, 'more.json'), JSON.stringify(blueprint));
		const own = join(folder, 'templates');
		newerTemplate(own);
		writeManifest({ blueprint: 'more.json', templatesFolder: 'templates' });

		const { code, stdout } = await clients('status', '--client', 'client-b');

		expect(code).toBe(1);
		for (const finding of [
			'The workspace differs from the blueprint: ',
			'The API key in the credential was deleted in Fluid.',
			'The credential does not work: ',
			'won-to-slack: its webhook in Fluid is paused.',
			'booking: it has a draft in n8n that is not published.',
			`stripe: "Mark deal as won" has another credential than the client's.`,
			'won-to-slack: the setting "slack_url" still has its placeholder.',
			'cold-email: it has version 2 of the template; the newest is 99.',
		])
			expect(stdout).toContain(finding);
		expect((await clients('status', '--client', 'client-a')).stdout).toContain(
			'cold-email: Not understood was changed in n8n.',
		);
		await reader.patch(`/api-webhooks/${hooks.data[0].id}`, { status: 'active' });
	});

	test('says that n8n is away', async () => {
		writeManifest({ n8n: { url: 'http://127.0.0.1:9', apiKey: 'env:N8N_KEY' } });
		const { code, stdout } = await clients('status', '--client', 'client-a');
		expect([code, stdout]).toEqual([
			1,
			expect.stringContaining('n8n at http://127.0.0.1:9 does not answer'),
		]);
		writeManifest({ templatesFolder: 'templates' });
	});
});

/** A newer version of the template for cold email: a step says something else, and there is one more setting. */
function newerTemplate(target: string): void {
	const file = 'cold-email-reply-to-deal.json';
	cpSync(inRepository('templates', file), join(target, file), { recursive: true });
	const template = JSON.parse(readFileSync(join(target, file), 'utf8'));
	template.meta = { templateId: 'cold-email@99' };
	const step = (name: string) =>
		template.nodes.find((node: { name: string }) => node.name === name);
	step('Client settings').parameters.assignments.assignments.push({
		...{
			id: 'a1b2c3d4-0000-4000-8000-000000000001',
			name: 'greeting',
			value: 'Hello',
			type: 'string',
		},
	});
	step('Read me').parameters.content += '\n\nVersion 99.';
	writeFileSync(join(target, file), JSON.stringify(template));
}

describe('update', () => {
	test('brings the newest version, with the addresses and what was changed, and proves it', async () => {
		const before = await workflow('Client A', 'cold email');

		const { code, stdout } = await clients('update', '--client', 'client-a');

		expect([code, stdout]).toEqual([0, expect.stringContaining('proved Smartlead of cold-email')]);
		const after = await workflow('Client A', 'cold email');
		const webhookIds = ({ nodes }: N8nWorkflow) =>
			nodes.map(({ webhookId }) => webhookId).filter(Boolean);
		expect(webhookIds(after)).toEqual(webhookIds(before));
		const text = JSON.stringify(after.nodes);
		expect(text).toContain('Version 99.');
		expect(text).toContain('"name":"greeting","value":"Hello"');
		expect(text).toContain('"duplicateItem":true');
	});
});

describe('a workflow that somebody has switched off in n8n', () => {
	test('stays off, gets what is new, and is published with --force', async () => {
		const { id } = await workflow('Client A', 'booking');
		await api.post(`/workflows/${id}/unpublish`);

		expect((await clients('status', '--client', 'client-a')).stdout).toContain(
			'booking: somebody has switched it off in n8n.',
		);
		const { stdout } = await clients('apply', '--client', 'client-a', '--no-proof');
		expect(stdout).toContain('kept booking: unpublished');
		expect((await workflow('Client A', 'booking')).active).toBe(false);

		const { code } = await clients('apply', '--client', 'client-a', '--force');
		expect([code, (await workflow('Client A', 'booking')).active]).toEqual([0, true]);
		expect((await clients('status', '--client', 'client-a')).stdout).not.toContain(
			'switched it off',
		);
	});
});

describe('a webhook that somebody has paused in Fluid', () => {
	test('stays paused while the workflow gets new settings, and sends again with --force', async () => {
		const reader = await readerOf('Client A');
		const { body: hooks } = await reader.get('/api-webhooks');
		const path = `/api-webhooks/${hooks.data[0].id}`;
		await reader.patch(path, { status: 'paused' });
		env.SLACK = `${SLACK}2`;

		const { code, stdout } = await clients('apply', '--client', 'client-a');
		expect([code, stdout]).toEqual([
			0,
			expect.stringContaining('changed the workflow won-to-slack'),
		]);
		expect((await reader.get(path)).body.status).toBe('paused');

		expect((await clients('apply', '--client', 'client-a', '--force')).code).toBe(0);
		const { body: after } = await reader.get('/api-webhooks');
		expect(after.data.map(({ status }: { status: string }) => status)).toEqual(['active']);
	});
});

describe('without the pack', () => {
	test('status says that it is missing, and nothing of the credential', async () => {
		const bare = await startN8n({ packageName: 'not-the-pack', packagePath: folder });
		try {
			const key = await newApiKey(bare);
			writeManifest({ n8n: { url: bare.url, apiKey: 'env:BARE_KEY' } });
			env.BARE_KEY = key;
			const { code, stdout } = await clients('status', '--client', 'client-a');
			expect([code, stdout]).toEqual([
				1,
				expect.stringContaining(`The pack n8n-nodes-fluid is missing in ${bare.url}.`),
			]);
		} finally {
			await bare.stop();
			writeManifest({ templatesFolder: 'templates' });
		}
	});
});

describe('remove', () => {
	test('leaves no workflow, credential, key or webhook', async () => {
		for (const client of ['client-a', 'client-b']) {
			const { code, stdout } = await clients('remove', '--client', client, '--delete');
			expect([code, stdout]).toEqual([0, expect.stringContaining('deleted the credential')]);
		}
		for (const client of ['Client A', 'Client B']) {
			expect(await workflowsOf(client)).toEqual([]);
			const id = await workspaceId(client);
			const { body: keys } = await agency.get(`/api-keys?workspace_id=${id}`);
			expect(keys.data.map(({ name }: { name: string }) => name)).toEqual(['Reader']);
			expect((await agency.get(`/api-workspaces/${id}/webhooks`)).body.data).toEqual([]);
		}
		const { data } = await api.get('/credentials?limit=250');
		expect(data.data.filter(({ id }: { id: string }) => id.startsWith('fl-'))).toEqual([]);
		expect((await agency.get('/api-rollouts')).body.data).toEqual([]);
	});
});
