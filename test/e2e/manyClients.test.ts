import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosInstance } from 'axios';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FluidClient } from '../support/fluidClient';
import { fluidCommand } from '../support/fluidCommand';
import { type N8n, startN8n } from '../support/n8n';
import { ROLL_OUT_SCOPES } from '../support/n8nScopes';
import { Passage } from '../support/passage';
import { ServiceProcess } from '../support/serviceProcess';

/** `npm run proof -- clients` asks for those of an agency: 20, with four templates each. */
const COUNT = Number(process.env.FLUID_PROOF_CLIENTS ?? 2);
const TEMPLATES = ['cold-email', 'booking', 'stripe', 'won-to-slack'];
const PROVEN = [
	...['Smartlead of cold-email', 'Cal.com of booking', 'Stripe of stripe'],
	'won-to-slack',
];
const CLIENTS = Array.from({ length: COUNT }, (_, index) => ({
	id: `client-${index + 1}`,
	name: `Client ${index + 1}`,
}));

let fluid: ServiceProcess;
let n8n: N8n;
let passage: Passage;
let api: AxiosInstance;
let agency: FluidClient;
let env: Record<string, string>;
let folder: string;

beforeAll(async () => {
	[fluid, n8n] = await Promise.all([ServiceProcess.start(), startN8n()]);
	passage = await Passage.to(n8n.url);
	const { rawApiKey } = await n8n.rest.call<{ rawApiKey: string }>('post', '/api-keys', {
		...{ label: 'Roll-outs', scopes: ROLL_OUT_SCOPES, expiresAt: null },
	});
	api = axios.create({ baseURL: `${n8n.url}/api/v1`, headers: { 'X-N8N-API-KEY': rawApiKey } });
	const create = ['keys', 'create', '--agency', '--name', 'Roll-outs'];
	const { stdout } = await fluidCommand(create, { env: { DATA_DIR: fluid.folder } });
	agency = new FluidClient(fluid.url, stdout.trim());
	env = {
		...{ FLUID_AGENCY_KEY: agency.key, N8N_KEY: rawApiKey },
		SLACK: 'http://127.0.0.1:9/services/T1/B2/secret',
	};
	folder = mkdtempSync(join(tmpdir(), 'fluid-clients-'));
	const settings = { 'won-to-slack': { slack_url: 'env:SLACK' } };
	const manifest = {
		fluidUrl: fluid.url,
		n8n: { url: passage.url, apiKey: 'env:N8N_KEY' },
		templates: TEMPLATES,
		clients: CLIENTS.map((client) => ({ ...client, settings })),
	};
	writeFileSync(join(folder, 'clients.json'), JSON.stringify(manifest));
}, 240_000);
afterAll(async () => {
	await passage?.stop();
	await n8n?.stop();
	await fluid?.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** Runs the command, and prints how long it took and how much of that was n8n. */
async function timed(command: string, ...args: string[]): Promise<{ stdout: string; ms: number }> {
	const since = passage.passed.length;
	const started = Date.now();
	const all = await fluidCommand(['clients', command, join(folder, 'clients.json'), ...args], {
		env,
	});
	const ms = Date.now() - started;
	expect({ code: all.code, stderr: all.stderr, stdout: all.stdout }).toMatchObject({
		...{ code: 0, stderr: '' },
	});
	const requests = passage.passed.slice(since);
	const inN8n = requests.reduce((sum, { tookMs = 0 }) => sum + tookMs, 0);
	console.log(
		`${command} ${args.join(' ')}: ${seconds(ms)}, of them ${seconds(inN8n)} in ${requests.length} requests to n8n`,
	);
	return { stdout: all.stdout, ms };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

async function eachWorkspace<T>(read: (id: string, name: string) => Promise<T>): Promise<T[]> {
	const { body } = await agency.get('/api-workspaces?limit=200');
	const all: T[] = [];
	for (const { id, name } of body.data)
		if (CLIENTS.some((client) => client.name === name)) all.push(await read(id, name));
	return all;
}

async function workflows(): Promise<Array<{ id: string; updatedAt: string }>> {
	return (await api.get('/workflows?limit=250&excludePinnedData=true')).data.data;
}

test(
	`${COUNT} clients with four templates each are rolled out and proven`,
	{ timeout: 900_000 },
	async () => {
		const { stdout } = await timed('apply');

		for (const { id } of CLIENTS)
			for (const proved of PROVEN) expect(stdout).toContain(`${id}  proved ${proved}`);
		expect(await workflows()).toHaveLength(4 * COUNT);
		const left = await eachWorkspace(async (workspace_id) => {
			const { body } = await agency.post('/api-keys', { workspace_id, name: 'Reader' });
			const reader = new FluidClient(fluid.url, body.key);
			const lists = ['deals', 'contacts', 'companies', 'events'];
			const found = lists.map(async (list) => (await reader.get(`/api-${list}`)).body.data);
			await agency.delete(`/api-keys/${body.id}`);
			return (await Promise.all(found)).flat();
		});
		expect(left).toEqual(CLIENTS.map(() => []));
	},
);

test('a second run writes nothing, and all is well', { timeout: 300_000 }, async () => {
	const before = [await workflows(), (await agency.get('/api-rollouts')).body];
	const since = passage.passed.length;

	const { stdout } = await timed('apply');

	expect(stdout).toBe(CLIENTS.map(({ id }) => `${id}  nothing to do\n`).join(''));
	expect(passage.passed.slice(since).filter(({ method }) => method !== 'GET')).toEqual([]);
	expect([await workflows(), (await agency.get('/api-rollouts')).body]).toEqual(before);
	expect((await timed('status')).stdout).toBe(
		CLIENTS.map(({ id }) => `${id}  all is well\n`).join(''),
	);
});

test(
	'remove --delete leaves no workflow, credential, key or webhook',
	{ timeout: 900_000 },
	async () => {
		for (const { id } of CLIENTS) await timed('remove', '--client', id, '--delete');

		expect(await workflows()).toEqual([]);
		expect((await api.get('/credentials?limit=250')).data.data).toEqual([]);
		expect((await agency.get('/api-rollouts')).body.data).toEqual([]);
		const left = await eachWorkspace(async (id) => [
			...(await agency.get(`/api-keys?workspace_id=${id}`)).body.data,
			...(await agency.get(`/api-workspaces/${id}/webhooks`)).body.data,
		]);
		expect(left).toEqual(CLIENTS.map(() => []));
	},
);
