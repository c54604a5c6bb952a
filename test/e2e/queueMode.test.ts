import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type N8n, startN8n } from '../support/n8n';
import { N8nPostgres } from '../support/n8nPostgres';
import { needs } from '../support/needs';
import { hasRedis, REDIS_HOST } from '../support/redis';
import { ServiceProcess } from '../support/serviceProcess';
import { postgresPrograms } from '../../scripts/postgres.mjs';

const SOME = 60;
const A_WHILE = { timeout: 120_000, interval: 500 };

let fluid: ServiceProcess;
let n8n: N8n;
let n8nDatabase: N8nPostgres;
let workflow: string;

/** Events that are to have started an execution. */
let total = 0;

async function deals(count: number): Promise<void> {
	const many = Array.from({ length: count }, (_, index) => ({ name: `Deal ${total + index}` }));
	expect((await fluid.client.ingest({ deals: many })).status).toBe(200);
	total += count;
}

/** Waits until every event has started an execution that has ended; each has started one. */
async function eachOnce(): Promise<void> {
	const progress = () => n8nDatabase.progress(workflow);
	await expect.poll(progress, A_WHILE).toEqual({ all: total, open: 0 });
	const { byEvent, crashed } = await n8nDatabase.countExecutions(workflow);
	expect([byEvent.size, crashed]).toEqual([total, 0]);
	expect([...byEvent.values()].filter((count) => count > 1)).toEqual([]);
}

const isThere = hasRedis && postgresPrograms() !== undefined;
const NEEDS = needs(`Redis at ${REDIS_HOST}:6379, and PostgreSQL`);

describe.skipIf(!isThere)('an n8n in queue mode', NEEDS, () => {
	beforeAll(async () => {
		n8nDatabase = await N8nPostgres.start();
		const prefix = `fluid-${randomUUID()}`;
		const schedule = Array.from({ length: 600 }, () => '1s').join(',');
		[fluid, n8n] = await Promise.all([
			ServiceProcess.start({ FLUID_RETRY_SCHEDULE: schedule, FLUID_RATE_LIMIT: '0' }),
			startN8n({
				hasWorker: true,
				env: {
					...n8nDatabase.env,
					EXECUTIONS_MODE: 'queue',
					QUEUE_BULL_REDIS_HOST: REDIS_HOST,
					// What other runs have left in this Redis, jobs and the webhooks it knows, is none of ours.
					QUEUE_BULL_PREFIX: prefix,
					N8N_REDIS_KEY_PREFIX: prefix,
					N8N_EXPRESSION_ENGINE: 'legacy',
				},
			}),
		]);
		const access = { url: fluid.url, apiKey: fluid.client.key };
		const fluidApi = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
		workflow = await n8n.rest.importWorkflow(
			{
				name: 'When a deal is created',
				nodes: [
					{
						id: '6a0f0f61-5a0d-4f0b-8d35-888888888881',
						webhookId: '6a0f0f61-5a0d-4f0b-8d35-888888888882',
						name: 'Fluid Trigger',
						type: 'n8n-nodes-fluid.fluidTrigger',
						typeVersion: 2,
						position: [0, 0],
						parameters: { events: ['deal.created'], options: { catchUp: true } },
						credentials: { fluidApi: { id: '', name: '' } },
					},
				],
				connections: {},
			},
			{ fluidApi },
		);
		await n8n.rest.activate(workflow);
	});
	afterAll(async () => {
		await n8n?.stop();
		await fluid?.stop();
		await n8nDatabase?.stop();
	});

	test('starts the workflow in its worker for each event', async () => {
		await deals(SOME);
		await eachOnce();
		expect(n8n.log()).toMatch(/Worker finished execution/);
	});

	test('gets each event once that happened while its main process was off', async () => {
		await n8n.kill('SIGTERM');
		await deals(SOME);
		await n8n.start();
		await eachOnce();
	});

	test('catches up with what happened while the workflow was off', async () => {
		await n8n.rest.deactivate(workflow);
		await deals(SOME);
		await n8n.rest.activate(workflow);
		await eachOnce();
	});
});
