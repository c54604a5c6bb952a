import axios from 'axios';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Deal, Event, Webhook } from '../../contract/types';
import { type N8n, sharedN8n } from '../support/n8n';
import type { CredentialRef, Execution, WorkflowToImport } from '../support/n8nRest';
import { Passage } from '../support/passage';
import { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let passage: Passage;
let n8n: N8n;
let credential: CredentialRef;

beforeAll(async () => {
	[fluid, n8n] = await Promise.all([ServiceProcess.start(), sharedN8n()]);
	passage = await Passage.to(fluid.url);
	const access = { url: passage.url, apiKey: fluid.client.key };
	credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
});
beforeEach(() => passage.passed.splice(0));
afterAll(async () => {
	await passage?.stop();
	await fluid?.stop();
});

const webhooks = async (): Promise<Webhook[]> =>
	(await fluid.client.get('/api-webhooks')).body.data;
const dealsCalled = async (q: string): Promise<Deal[]> =>
	(await fluid.client.get(`/api-deals?q=${q}&limit=200`)).body.data;

const credentials = { fluidApi: { id: '', name: '' } };

/** Leads come in by a webhook and go to Fluid one by one. */
const leadsToDeals = {
	name: 'Leads to deals',
	nodes: [
		{
			id: '6a0f0f61-5a0d-4f0b-8d35-111111111111',
			webhookId: '6a0f0f61-5a0d-4f0b-8d35-222222222222',
			name: 'Leads',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			parameters: { httpMethod: 'POST', path: 'leads' },
		},
		{
			id: '6a0f0f61-5a0d-4f0b-8d35-333333333333',
			name: 'Each lead',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [220, 0],
			parameters: { fieldToSplitOut: 'body.leads', options: {} },
		},
		{
			id: '6a0f0f61-5a0d-4f0b-8d35-444444444444',
			name: 'Fluid',
			type: 'n8n-nodes-fluid.fluid',
			typeVersion: 1,
			position: [440, 0],
			parameters: {
				resource: 'deal',
				operation: 'upsert',
				name: "={{ $json['body.leads'] ?? $json.name ?? $json }}",
			},
			credentials,
		},
	],
	connections: {
		Leads: { main: [[{ node: 'Each lead', type: 'main', index: 0 }]] },
		'Each lead': { main: [[{ node: 'Fluid', type: 'main', index: 0 }]] },
	},
} satisfies WorkflowToImport;

const dealCreated = {
	name: 'When a deal is created',
	nodes: [
		{
			id: '6a0f0f61-5a0d-4f0b-8d35-555555555555',
			webhookId: '6a0f0f61-5a0d-4f0b-8d35-666666666666',
			name: 'Fluid Trigger',
			type: 'n8n-nodes-fluid.fluidTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: { events: ['deal.created'], options: { catchUp: true } },
			credentials,
		},
	],
	connections: {},
} satisfies WorkflowToImport;

describe('a workflow that sends leads to Fluid', () => {
	let id: string;
	const send = (leads: string[]) => axios.post(n8n.webhookUrl('leads'), { leads });
	const ended = (status: Execution['status'], mode = 'webhook') =>
		n8n.rest.waitForExecution(id, (one) => one.status === status && one.mode === mode, 60_000);

	beforeAll(async () => {
		id = await n8n.rest.importWorkflow(leadsToDeals, { fluidApi: credential });
		await n8n.rest.activate(id);
	});

	test('saves each deal once, though its execution failed after saving and is retried', async () => {
		passage.loseNextAnswer();
		for (let tries = 0; tries < 3; tries++) passage.next((response) => response.destroy());
		await send(['Retried 1', 'Retried 2']);
		const failed = await ended('error');
		expect(await dealsCalled('Retried')).toHaveLength(2);

		await n8n.rest.call('post', `/executions/${failed.id}/retry`, { loadWorkflow: false });

		await ended('success', 'retry');
		expect(await dealsCalled('Retried')).toHaveLength(2);
		const keys = passage.passed.map(({ headers }) => headers['idempotency-key']);
		expect(new Set(keys).size).toBe(1);
	});

	test('sends a thousand leads in one request', async () => {
		await send(Array.from({ length: 1000 }, (_, index) => `Many ${index}`));

		const { startedAt, stoppedAt } = await ended('success');

		console.log(`1,000 items took ${Date.parse(stoppedAt!) - Date.parse(startedAt)} ms`);
		expect(passage.passed).toHaveLength(1);
		expect(await dealsCalled('Many')).toHaveLength(200);
	});
});

/** Requests to be forgotten come in by a webhook. */
const forgetMe = {
	name: 'Forget me',
	nodes: [
		{
			id: '6a0f0f61-5a0d-4f0b-8d35-777777777777',
			webhookId: '6a0f0f61-5a0d-4f0b-8d35-888888888888',
			name: 'Request',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			parameters: { httpMethod: 'POST', path: 'forget-me' },
		},
		{
			id: '6a0f0f61-5a0d-4f0b-8d35-999999999999',
			name: 'Fluid',
			type: 'n8n-nodes-fluid.fluid',
			typeVersion: 2,
			position: [220, 0],
			parameters: {
				resource: 'contact',
				operation: 'erase',
				person: { __rl: true, mode: 'email', value: '={{ $json.body.email }}' },
				eraseForGood: true,
			},
			credentials,
		},
	],
	connections: { Request: { main: [[{ node: 'Fluid', type: 'main', index: 0 }]] } },
} satisfies WorkflowToImport;

test('a workflow that takes a request to be forgotten erases the person and says what was removed', async () => {
	const deal = await fluid.client.deal({
		name: 'Ada Lovelace',
		contact: { email: 'ada@example.com' },
	});
	const id = await n8n.rest.importWorkflow(forgetMe, { fluidApi: credential });
	await n8n.rest.activate(id);

	await axios.post(n8n.webhookUrl('forget-me'), { email: 'Ada@example.com' });

	const { data } = await n8n.rest.waitForExecution(id, (one) => one.status === 'success', 60_000);
	const [item] = data.resultData.runData.Fluid?.[0]?.data?.main?.[0] ?? [];
	expect(item?.json).toMatchObject({ erased: true, contacts: 1, deals: 1 });
	expect((await fluid.client.get(`/api-deals/${deal.id}`)).body).toMatchObject({
		name: '[erased]',
		contact: null,
	});
});

describe('a workflow that starts with Fluid Trigger', () => {
	let id: string;
	const names = async () => {
		const all = await n8n.rest.executions(id);
		const executions = await Promise.all(all.map((one) => n8n.rest.execution(one.id)));
		return executions.map(({ data }) => {
			const [item] = data.resultData.runData['Fluid Trigger']?.[0]?.data?.main?.[0] ?? [];
			return (item?.json as unknown as Event | undefined)?.data.deal?.name;
		});
	};
	const startedFor = (...expected: string[]) =>
		expect
			.poll(async () => (await names()).sort(), { timeout: 20_000, interval: 200 })
			.toEqual(expected.sort());

	beforeAll(async () => {
		id = await n8n.rest.importWorkflow(dealCreated, { fluidApi: credential });
		await n8n.rest.activate(id);
	});

	test('starts for a deal, and a call without signature starts nothing', async () => {
		const [webhook] = await webhooks();
		const unsigned = await axios.post(
			webhook?.url ?? '',
			{ type: 'deal.created' },
			{ validateStatus: () => true },
		);
		await fluid.client.deal({ name: 'First' });

		expect(unsigned.status).toBe(401);
		await startedFor('First');
	});

	test('answers Fluid with a few words', async () => {
		const [webhook] = await webhooks();
		const attempts = async () =>
			(await fluid.client.get(`/api-webhooks/${webhook?.id}/deliveries`)).body.data[0].attempts;

		// The workflow starts before its answer is written down.
		await expect.poll(attempts).toMatchObject([{ status_code: 200, answer: '{"received":true}' }]);
	});

	test('can be tried at its test URL beside the published one', async () => {
		const { waitingForWebhook } = await n8n.rest.call<{ waitingForWebhook: boolean }>(
			'post',
			`/workflows/${id}/run`,
			{ triggerToStartFrom: { name: 'Fluid Trigger' } },
		);
		expect(waitingForWebhook).toBe(true);
		const urls = (await webhooks()).map(({ url }) => String(url));
		expect(urls.filter((url) => url.includes('/webhook-test/'))).toHaveLength(1);
		expect(urls).toHaveLength(2);

		await fluid.client.deal({ name: 'Tried' });

		await startedFor('First', 'Tried', 'Tried');
		await expect.poll(async () => (await webhooks()).length).toBe(1);
		expect((await webhooks())[0]?.url).not.toContain('/webhook-test/');
	});

	test('catches up with what happened while it was switched off', async () => {
		await n8n.rest.deactivate(id);
		expect(await webhooks()).toEqual([]);
		await fluid.client.deal({ name: 'Missed' });

		await n8n.rest.activate(id);

		await startedFor('First', 'Tried', 'Tried', 'Missed');
	});
});
