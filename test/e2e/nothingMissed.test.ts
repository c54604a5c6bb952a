import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Event, Webhook } from '../../contract/types';
import { type N8n, startN8n } from '../support/n8n';
import { countExecutions, keep, progress, unansweredEvents } from '../support/n8nExecutions';
import type { CredentialRef, WorkflowToImport } from '../support/n8nRest';
import { ServiceProcess } from '../support/serviceProcess';

/** `npm run proof` asks for the sizes of a busy business. */
const isProof = process.env.FLUID_PROOF === 'full';
/** Otherwise a little more than a part of work, the deliveries on their way and the events of one fetch. */
const WAITING = isProof ? 5_000 : 520;
const WINDOW = isProof ? 20_000 : 1_020;
const SOME = isProof ? 500 : 60;

/** Deliveries on their way at once: as many can be cut off when something is killed. */
const SLOTS = 50;

/** An event starts an execution some 20 ms after the one before on two cores; ten times as long is waited. */
const patience = (events: number) => 120_000 + events * 200;

/**
 * The usual engine of expressions makes an isolate for each execution that a webhook starts, eight times the work of all the
 * rest; the workflows here have no expressions.
 */
const OF_N8N = { EXECUTIONS_DATA_PRUNE: 'false', N8N_EXPRESSION_ENGINE: 'legacy' };

const NODE = 'Fluid Trigger';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;
let first: string;
let second: string;

beforeAll(async () => {
	const schedule = Array.from({ length: 600 }, () => '1s').join(',');
	[fluid, n8n] = await Promise.all([
		ServiceProcess.start({ FLUID_RETRY_SCHEDULE: schedule, FLUID_RATE_LIMIT: '0' }),
		startN8n({ env: OF_N8N }),
	]);
	const access = { url: fluid.url, apiKey: fluid.client.key };
	credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
	first = await publish(startingOn('deal.created', '1'));
	second = await publish(startingOn('deal.deleted', '2'));
});
afterAll(async () => {
	await n8n?.stop();
	await fluid?.stop();
});

function startingOn(event: string, digit: string): WorkflowToImport {
	return {
		name: `When ${event}`,
		nodes: [
			{
				id: `6a0f0f61-5a0d-4f0b-8d35-55555555555${digit}`,
				webhookId: `6a0f0f61-5a0d-4f0b-8d35-66666666666${digit}`,
				name: NODE,
				type: 'n8n-nodes-fluid.fluidTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { events: [event], options: { catchUp: true } },
				credentials: { fluidApi: { id: '', name: '' } },
			},
		],
		connections: {},
	};
}

async function publish(workflow: WorkflowToImport): Promise<string> {
	const id = await n8n.rest.importWorkflow(workflow, { fluidApi: credential });
	await n8n.rest.activate(id);
	return id;
}

async function deals(count: number): Promise<void> {
	for (let made = 0; made < count; made += 500) {
		const many = Array.from({ length: Math.min(500, count - made) }, (_, index) => ({
			name: `Deal ${made + index}`,
		}));
		const { status } = await fluid.client.ingest({ deals: many });
		expect(status).toBe(200);
	}
}

async function webhookOf(workflowId: string): Promise<Webhook> {
	const { data } = (await fluid.client.get('/api-webhooks')).body as { data: Webhook[] };
	const digit = workflowId === first ? '1' : '2';
	return data.find(({ url }) => url?.includes(`66666666666${digit}`)) as Webhook;
}

/** Every event of a type in Fluid. */
async function happened(type: string): Promise<Event[]> {
	const events: Event[] = [];
	for (let cursor: string | null = ''; cursor !== null; ) {
		const { body } = await fluid.client.get(`/api-events?type=${type}&limit=200&cursor=${cursor}`);
		events.push(...body.data);
		cursor = body.next_cursor;
	}
	return events;
}

/** Waits until so many events have started executions that have ended, and nothing is left that could start one too many. */
async function settled(workflowId: string, expected: number): Promise<void> {
	const isOver = () => {
		const { all, open } = progress(n8n.folder, workflowId);
		if (all < expected || open > 0) return false;
		return countExecutions(n8n.folder, workflowId).byEvent.size >= expected;
	};
	const options = { timeout: patience(expected), interval: 1_000 };
	await expect.poll(isOver, options).toBe(true);
	const { id } = await webhookOf(workflowId);
	// What was on its way when the service was killed is sent again only when its claim has run out.
	const waiting = async () =>
		(await fluid.client.get(`/api-webhooks/${id}/deliveries?status=pending`)).body.data.length;
	await expect.poll(waiting, options).toBe(0);
	await expect.poll(isOver, options).toBe(true);
}

type Outcome = {
	/** Events that started no execution. */
	lost: number;
	/** Events that started more than one, though n8n had answered every try. */
	doubled: number;
	/** Events that started more than one after n8n had not answered a try in time. */
	unanswered: number;
	/** Executions that were cut off. */
	crashed: number;
};

async function outcome(workflowId: string, type: string, expected: number): Promise<Outcome> {
	await settled(workflowId, expected);
	const { byEvent, crashed } = countExecutions(n8n.folder, workflowId);
	const events = await happened(type);
	const unanswered = unansweredEvents(fluid.folder);
	const twice = [...byEvent].flatMap(([id, count]) => (count > 1 ? [id] : []));
	const result = {
		lost: events.filter(({ id }) => !byEvent.has(id)).length,
		doubled: twice.filter((id) => !unanswered.has(id)).length,
		unanswered: twice.filter((id) => unanswered.has(id)).length,
		crashed,
	};
	const { currentTestName } = expect.getState();
	console.log(`${currentTestName}: ${byEvent.size} events, ${JSON.stringify(result)}`);
	return result;
}

const NONE = { lost: 0, doubled: 0, crashed: 0 };

/** Events so far that are to have started the first workflow. */
let total = 0;

describe(
	'each event starts one execution',
	{ timeout: patience(WAITING + WINDOW) + 120_000 },
	() => {
		const eachOnce = async () => {
			expect(await outcome(first, 'deal.created', total)).toMatchObject(NONE);
		};

		test(`of ${WAITING} that wait when it is switched off and ${WINDOW} that happen while it is off`, async () => {
			await deals(WAITING);
			await n8n.rest.deactivate(first);
			await deals(WINDOW);
			total += WAITING + WINDOW;

			await n8n.rest.activate(first);

			await eachOnce();
		});

		test('when its webhook was deleted in Fluid', async () => {
			await fluid.client.delete(`/api-webhooks/${(await webhookOf(first)).id}`);
			await deals(SOME);
			total += SOME;

			await n8n.rest.deactivate(first);
			await n8n.rest.activate(first);

			await eachOnce();
		});

		test('when its webhook was deleted in Fluid and n8n is restarted before it is switched off and on', async () => {
			await fluid.client.delete(`/api-webhooks/${(await webhookOf(first)).id}`);
			await deals(SOME);
			total += SOME;

			await n8n.kill('SIGTERM');
			await n8n.start();
			// An n8n that starts does not ask its triggers whether their webhooks are still there.
			await n8n.rest.deactivate(first);
			await n8n.rest.activate(first);

			await eachOnce();
		});

		test('when the workflow is edited while events arrive', async () => {
			await deals(SOME);
			const events = ['deal.created', 'deal.won'];
			await n8n.rest.edit(first, NODE, { events, options: { catchUp: true } });
			await n8n.rest.activate(first);
			await deals(SOME);
			total += 2 * SOME;

			await eachOnce();
			expect((await webhookOf(first)).events).toEqual(events);
		});

		test('when a workflow that does not catch up is edited while events arrive', async () => {
			await n8n.rest.edit(first, NODE, { events: ['deal.created'], options: {} });
			await n8n.rest.activate(first);
			await deals(SOME);
			await n8n.rest.edit(first, NODE, { events: ['deal.created'], options: { simplify: false } });
			await n8n.rest.activate(first);
			await deals(SOME);
			await n8n.rest.edit(first, NODE, { events: ['deal.created'], options: { catchUp: true } });
			await n8n.rest.activate(first);
			total += 2 * SOME;

			await eachOnce();
		});

		test('in both of two workflows', async () => {
			await n8n.rest.deactivate(second);
			// As many as one request lists.
			const some = (await fluid.client.get(`/api-deals?limit=${Math.min(SOME, 200)}`)).body.data;
			for (const { id } of some) await fluid.client.delete(`/api-deals/${id}`);
			await deals(SOME);
			total += SOME;

			await n8n.rest.activate(second);

			expect(await outcome(second, 'deal.deleted', some.length)).toMatchObject(NONE);
			await eachOnce();
		});

		test('when n8n comes back with this version after an earlier one had noted what was missed', async () => {
			await n8n.rest.deactivate(second);
			const before = await happened('deal.deleted');
			const { name } = (await fluid.client.get('/api-consumers')).body.data.find(
				({ webhook_id }: { webhook_id: string | null }) => webhook_id === null,
			);
			await fluid.client.delete(`/api-consumers/${name}`);
			const [deal] = (await fluid.client.get('/api-deals?limit=1')).body.data;
			await fluid.client.delete(`/api-deals/${deal.id}`);
			await n8n.kill('SIGTERM');
			const [newest, next] = before as [Event, Event];
			keep(n8n.folder, second, NODE, {
				missed: { since: next.timestamp, arrived: [newest.id, next.id], fetchedAt: null },
			});
			await n8n.start();

			await n8n.rest.activate(second);

			expect(await outcome(second, 'deal.deleted', before.length + 1)).toMatchObject(NONE);
		});
	},
);

describe(
	'each event starts one execution but those that were on their way',
	{ timeout: 600_000 },
	() => {
		/** Events whose outcome the killed service had not written yet. */
		let cutOff = 0;

		test('when the service is killed', async () => {
			await deals(SOME);
			total += SOME;
			await fluid.kill('SIGKILL');
			await fluid.start();

			const { lost, doubled, unanswered } = await outcome(first, 'deal.created', total);
			expect(lost).toBe(0);
			expect(doubled + unanswered).toBeLessThanOrEqual(SLOTS);
			cutOff = doubled;
		});

		test('when n8n is killed', async () => {
			await deals(SOME);
			await sleep(500);
			await n8n.kill('SIGKILL');
			await deals(SOME);
			await n8n.start();
			total += 2 * SOME;

			// n8n says that it has an event before it carries it out: what it was at when it was killed is cut off.
			const { doubled, lost, crashed } = await outcome(first, 'deal.created', total - SLOTS);
			expect(doubled).toBe(cutOff);
			expect(lost).toBeLessThanOrEqual(SLOTS);
			expect(crashed).toBeLessThanOrEqual(SLOTS);
		});
	},
);
