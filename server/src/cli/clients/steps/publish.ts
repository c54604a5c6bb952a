import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../failure';
import { publishedFlow, findSilentSteps } from '../observe';
import { type ClientWork, workspaceOf } from '../work';
import { waits } from '../waits';
import { checkCredential } from './credential';
import { rememberWorkflow, type WrittenWorkflow } from './workflow';

const LOOK_EVERY_MS = 100;

/**
 * Publishes workflows where that is to be done, and waits until each of their steps receives: n8n says "published" at once,
 * registers them one behind the other, and goes on saying so where a trigger could not be registered.
 *
 * @throws Failure with the reason, as far as it is known, when one does not in time
 */
export async function publishWorkflows(work: ClientWork, all: WrittenWorkflow[]): Promise<void> {
	for (const one of all) await publish(work, one);
	for (const one of all) {
		await waitUntilItReceives(work, one);
		if (one.state.published_at) continue;
		one.state.published_at = new Date().toISOString();
		await rememberWorkflow(work, one.template.name, one.state);
	}
}

async function publish(work: ClientWork, one: WrittenWorkflow): Promise<void> {
	const { n8n, say } = work;
	const { template, state } = one;
	if (!one.isPublishing && one.live.active) return;
	const name = `Fluid: ${template.name}, version ${state.template_version}`;
	// A trigger that n8n believes to be registered is registered anew only behind an end.
	if (one.live.active) await n8n.unpublish(one.live.id);
	one.live = await n8n.publish(one.live.id, name);
	say(`published the workflow ${template.name}`);
}

async function waitUntilItReceives(work: ClientWork, one: WrittenWorkflow): Promise<void> {
	const { client, fluid } = work;
	const deadline = Date.now() + waits.liveMs;
	for (;;) {
		const webhooks = await fluid.webhooks(workspaceOf(work).id);
		const silent = await findSilentSteps(publishedFlow(one.live), client, webhooks);
		if (silent.length === 0) break;
		if (Date.now() > deadline) throw await notLive(work, one, silent);
		await sleep(LOOK_EVERY_MS);
	}
}

async function notLive(
	work: ClientWork,
	{ live }: WrittenWorkflow,
	silent: string[],
): Promise<Failure> {
	try {
		await checkCredential(work);
	} catch (reason) {
		if (reason instanceof Failure) return reason;
		throw reason;
	}
	const seconds = Math.round(waits.liveMs / 1000);
	return new Failure(
		`n8n says that "${live.name}" is published, but nothing receives for ${silent.join(', ')} after ${seconds} seconds. Its log says why: look there, and see whether ${work.client.n8n.webhookUrl} is where n8n's webhooks are reached (n8n.webhookUrl in clients.json). Then run the command again.`,
	);
}
