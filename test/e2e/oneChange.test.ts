import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventNames } from '../../contract/events';
import type { Webhook } from '../../contract/types';
import { type N8n, sharedN8n } from '../support/n8n';
import { countExecutions, progress } from '../support/n8nExecutions';
import type { CredentialRef, WorkflowToImport } from '../support/n8nRest';
import { ServiceProcess } from '../support/serviceProcess';
import savedWithFirst from '../savedWorkflows/trigger-version-1.json';
import savedWithSecond from '../savedWorkflows/trigger-version-2.json';

/** `npm run proof` asks for as many as a busy business has. */
const ROUNDS = process.env.FLUID_PROOF === 'full' ? 100 : 10;

const CHANGES_IN_ROUND = 10;

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;

beforeAll(async () => {
	[fluid, n8n] = await Promise.all([ServiceProcess.start({ FLUID_RATE_LIMIT: '0' }), sharedN8n()]);
	const access = { url: fluid.url, apiKey: fluid.client.key };
	credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
});
afterAll(() => fluid?.stop());

async function publish(workflow: WorkflowToImport): Promise<string> {
	const id = await n8n.rest.importWorkflow(workflow, { fluidApi: credential });
	await n8n.rest.activate(id);
	return id;
}

const webhooks = async (): Promise<Webhook[]> =>
	(await fluid.client.get('/api-webhooks')).body.data;

/** Ten changes that fire every event of deals and contacts, and several of them at once. */
async function tenChanges(round: number): Promise<void> {
	const { client } = fluid;
	const email = `ada-${round}@example.com`;
	const { body } = await client.ingest({
		deals: [
			{ name: `Engines ${round}`, contact: { name: 'Ada Lovelace', email } },
			{ name: `Won at once ${round}`, status: 'won' },
		],
	});
	const [first, second] = body.results.map(({ deal }: { deal: { id: string } }) => deal.id);
	await client.ingest({
		deals: [
			{ id: first, stage: 'Contacted', value: 100 },
			{ id: second, status: 'lost', lost_reason: 'No budget' },
			{ id: first, stage: 'Meeting booked', status: 'won', contact: { email, title: 'CTO' } },
			{ id: first, note: 'Signed on Thursday' },
		],
	});
	const contact = await client.post('/api-contacts', { name: `Alan ${round}` });
	await client.patch(`/api-contacts/${contact.body.id}`, { title: 'Cryptanalyst' });
	await client.delete(`/api-contacts/${contact.body.id}`);
	await client.delete(`/api-deals/${second}`);
}

/** Waits until so many executions have ended; one too many is seen as well. */
async function ended(workflowId: string, expected: number): Promise<void> {
	const state = () => progress(n8n.folder, workflowId);
	const options = { timeout: 60_000 + expected * 200, interval: 500 };
	await expect.poll(() => state().all >= expected && state().open === 0, options).toBe(true);
	const [{ id }] = (await webhooks()) as [Webhook];
	const waiting = () => fluid.client.get(`/api-webhooks/${id}/deliveries?status=pending`);
	await expect.poll(async () => (await waiting()).body.data, options).toEqual([]);
	expect(state()).toEqual({ all: expected, open: 0 });
}

describe('one change starts one execution', { timeout: 600_000 }, () => {
	test('of a new trigger with all ten events', async () => {
		const workflow = await publish({
			name: 'All that happens',
			nodes: [
				{
					id: '0d7c3a52-63f5-4d2c-9a43-999999999993',
					webhookId: '0d7c3a52-63f5-4d2c-9a43-aaaaaaaaaaa3',
					name: 'Fluid Trigger',
					type: 'n8n-nodes-fluid.fluidTrigger',
					typeVersion: 3,
					position: [0, 0],
					parameters: { events: eventNames },
					credentials: { fluidApi: { id: '', name: '' } },
				},
			],
			connections: {},
		});
		expect((await webhooks())[0]).toMatchObject({
			deliver: 'each_change',
			events: [...eventNames].sort(),
		});

		for (let round = 0; round < ROUNDS; round += 1) await tenChanges(round);

		await ended(workflow, ROUNDS * CHANGES_IN_ROUND);
		await n8n.rest.deactivate(workflow);
	});

	test.each([
		[1, savedWithFirst],
		[2, savedWithSecond],
	])('but of one saved with version %d, each event starts one, as before', async (_, saved) => {
		const workflow = await publish(saved as unknown as WorkflowToImport);
		expect((await webhooks())[0]).toMatchObject({ deliver: 'each_event' });
		const { id } = await fluid.client.deal({ name: 'Engines', stage: 'New lead' });

		await fluid.client.deal({ id, stage: 'Contacted', status: 'won' });

		await ended(workflow, 3);
		const { byEvent } = countExecutions(n8n.folder, workflow);
		expect([...byEvent.values()]).toEqual([1, 1, 1]);
		await n8n.rest.deactivate(workflow);
	});
});
