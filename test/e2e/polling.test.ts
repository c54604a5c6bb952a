import type { INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type N8n, startN8n } from '../support/n8n';
import { countItems } from '../support/n8nExecutions';
import type { CredentialRef } from '../support/n8nRest';
import { ServiceProcess } from '../support/serviceProcess';

const NODE = 'Fluid Polling Trigger';

/** n8n asks once a minute at most. */
const A_MINUTE = { timeout: 100_000, interval: 500 };

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;
let workflow: string;

beforeAll(async () => {
	[fluid, n8n] = await Promise.all([
		// No address leads to this n8n: what is sent there would be refused.
		ServiceProcess.start({ FLUID_RATE_LIMIT: '0', FLUID_ALLOW_PRIVATE_WEBHOOKS: 'false' }),
		startN8n({ env: { EXECUTIONS_DATA_PRUNE: 'false' } }),
	]);
	const access = { url: fluid.url, apiKey: fluid.client.key };
	credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
	workflow = await n8n.rest.importWorkflow(
		{
			name: 'When a deal is created',
			nodes: [
				{
					id: '6a0f0f61-5a0d-4f0b-8d35-777777777771',
					name: NODE,
					type: 'n8n-nodes-fluid.fluidPollingTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: parametersFor(['deal.created'], EVERY_MINUTE),
					credentials: { fluidApi: { id: '', name: '' } },
				},
			],
			connections: {},
		},
		{ fluidApi: credential },
	);
});
afterAll(async () => {
	await n8n?.stop();
	await fluid?.stop();
});

/** Once a minute, as a new node does, or six times a minute. */
const EVERY_MINUTE = [{ mode: 'everyMinute' }];
const OFTEN = Array.from({ length: 6 }, (_, index) => ({
	mode: 'custom',
	cronExpression: `${index * 10} * * * * *`,
}));

function parametersFor(events: string[], item: object[] = OFTEN) {
	return { pollTimes: { item }, events } as INodeParameters;
}

/** Events of new deals that are to have started the workflow, so far. */
let total = 0;

async function deals(count: number): Promise<void> {
	const many = Array.from({ length: count }, (_, index) => ({ name: `Deal ${index}` }));
	const { status } = await fluid.client.ingest({ deals: many });
	expect(status).toBe(200);
	total += count;
}

/** Waits until every event is in an execution; each is in one. */
async function eachOnce(): Promise<void> {
	await expect.poll(() => countItems(n8n.folder, workflow).size, A_MINUTE).toBe(total);
	const twice = [...countItems(n8n.folder, workflow)].filter(([, executions]) => executions > 1);
	expect(twice).toEqual([]);
}

/** How many deliveries n8n has not committed yet. */
const waiting = async () => {
	const { data } = (await fluid.client.get('/api-webhooks')).body;
	const path = `/api-webhooks/${data[0].id}/deliveries?status=pending&limit=200`;
	return (await fluid.client.get(path)).body.data.length;
};

describe('an n8n that nobody can reach fetches each event once', { timeout: 300_000 }, () => {
	test('when it is tried by hand: the newest one, which nobody loses', async () => {
		await deals(1);
		total -= 1;
		const { status, data } = await n8n.rest.runWorkflow(workflow, NODE);
		expect(status).toBe('success');
		const [run] = data.resultData.runData[NODE] ?? [];
		expect(run?.data?.main?.[0]?.[0]?.json).toMatchObject({ type: 'deal.created' });
		expect((await fluid.client.get('/api-webhooks')).body.data).toEqual([]);
	});

	test('within a minute', async () => {
		await n8n.rest.activate(workflow);
		await deals(300);
		await eachOnce();
	});

	test('and commits them at the next minute', async () => {
		await expect.poll(waiting, A_MINUTE).toBe(0);
		await n8n.rest.edit(workflow, NODE, parametersFor(['deal.created']));
		await n8n.rest.activate(workflow);
	});

	test('when n8n is restarted, with events that happen meanwhile', async () => {
		await deals(100);
		await n8n.kill('SIGTERM');
		await deals(100);
		await n8n.start();
		await eachOnce();
	});

	test('when n8n is killed after it has started the execution, before it has committed', async () => {
		await deals(100);
		await eachOnce();
		await n8n.kill('SIGKILL');
		await deals(100);
		await n8n.start();
		await eachOnce();
		await expect.poll(waiting, A_MINUTE).toBe(0);
	});

	test('when Fluid is killed', async () => {
		await deals(100);
		await fluid.kill('SIGKILL');
		await fluid.start();
		await eachOnce();
	});

	test('when the workflow is edited, and when it was switched off', async () => {
		await deals(50);
		await n8n.rest.edit(workflow, NODE, parametersFor(['deal.created', 'deal.won']));
		await n8n.rest.activate(workflow);
		await deals(50);
		await n8n.rest.deactivate(workflow);
		await deals(50);
		await n8n.rest.activate(workflow);
		await eachOnce();
	});

	test('when its webhook was deleted in Fluid', async () => {
		const { data } = (await fluid.client.get('/api-webhooks')).body;
		expect(data).toHaveLength(1);
		await deals(50);
		await fluid.client.delete(`/api-webhooks/${data[0].id}`);
		await deals(50);
		await eachOnce();
		// Past the lease of what was handed over last: nothing comes again.
		await expect.poll(waiting, A_MINUTE).toBe(0);
		await eachOnce();
	});
});
