import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { Proof } from '../../../../../contract/types';
import { Failure } from '../../failure';
import { addressOf, isStartedByFluid } from '../flow';
import type { N8nExecution } from '../n8nTypes';
import { publishedFlow } from '../observe';
import { type ExpectedDeal, isAsExpected, sampleLead, type SampleLead } from '../samples';
import type { SendingTool } from '../templates';
import { type ClientWork, workspaceOf } from '../work';
import { waits } from '../waits';
import { rememberWorkflow, type WrittenWorkflow } from './workflow';

const LOOK_EVERY_MS = 100;

/** So long an execution is looked for where n8n may keep none. */
const EXECUTION_MS = 3_000;

/**
 * Proves workflows: those that tools send to by one registered sample lead, which goes through them in turn and is removed
 * with all it made; those that Fluid starts by a sample that reaches them and starts nothing.
 *
 * @throws Failure with what came instead of what was expected
 */
export async function proveWorkflows(work: ClientWork, all: WrittenWorkflow[]): Promise<void> {
	const proving = all.filter(({ isProving }) => isProving);
	for (const one of proving.filter(({ live }) => isStartedByFluid(live)))
		await proveTrigger(work, one);
	const byTools = proving.filter(({ live }) => !isStartedByFluid(live));
	if (byTools.length === 0) return;
	const lead = sampleLead(`p${randomBytes(6).toString('hex')}`);
	const proof = await work.fluid.registerProof(workspaceOf(work).id, lead.email);
	const executions: string[] = [];
	try {
		let hasDeal = false;
		for (const one of byTools) {
			for (const source of one.template.sources) {
				const { sample } = source;
				if (!sample || isLeftOut(one, source) || (sample.needsDeal && !hasDeal)) continue;
				executions.push(...(await proveSource(work, one, source, { lead, proof })));
				hasDeal = true;
			}
			await noteProven(work, one);
		}
	} finally {
		await work.fluid.endProof(proof.id);
		for (const id of executions) await work.n8n.deleteExecution(id);
	}
}

/** A step for a tool that the client does not use may be switched off or deleted. */
function isLeftOut({ live }: WrittenWorkflow, { node }: SendingTool): boolean {
	return !publishedFlow(live).nodes.some(({ name, disabled }) => name === node && !disabled);
}

/** Sends the sample of a tool, and waits for what must come of it. Returns the executions that it started. */
async function proveSource(
	work: ClientWork,
	{ template, live, settings }: WrittenWorkflow,
	{ node: name, sample }: SendingTool,
	{ lead, proof }: { lead: SampleLead; proof: Proof },
): Promise<string[]> {
	const node = publishedFlow(live).nodes.find((one) => one.name === name);
	const address = node && addressOf(node, work.client.n8n.webhookUrl);
	if (!address || !sample) return [];
	const since = new Date(Date.now() - 1_000);
	const answer = await axios.post(address, sample.payload(lead, settings), {
		validateStatus: () => true,
		timeout: waits.proofMs,
	});
	if (answer.status >= 300)
		throw new Failure(
			`${name} of ${template.name} answered the sample with status ${answer.status}. Look at the workflow in n8n, then run the command again.`,
		);
	const expected = sample.expected(settings);
	const deadline = Date.now() + waits.proofMs;
	let made = await work.fluid.proof(proof.id);
	while (!made.made.deals.some((deal) => isAsExpected(deal, expected, work.otherNames))) {
		const ended = (await work.n8n.executionsSince(live.id, since)).find(isOver);
		const failed = ended && ended.status !== 'success' ? ended : undefined;
		if (failed || Date.now() > deadline)
			throw notProven(work, `${name} of ${template.name}`, { made, expected, failed });
		await sleep(LOOK_EVERY_MS);
		made = await work.fluid.proof(proof.id);
	}
	const executions = await endedExecutions(work, live.id, since);
	work.say(`proved ${name} of ${template.name}: ${sentenceOf(made)}`);
	return executions;
}

/** What is still under way would work on a deal that is gone. */
async function endedExecutions(
	work: ClientWork,
	workflowId: string,
	since: Date,
): Promise<string[]> {
	const deadline = Date.now() + EXECUTION_MS;
	for (;;) {
		const found = await work.n8n.executionsSince(workflowId, since);
		const isDone = found.length > 0 && found.every(isOver);
		if (isDone || Date.now() > deadline) return found.map(({ id }) => id);
		await sleep(LOOK_EVERY_MS);
	}
}

function isOver({ stoppedAt, status }: N8nExecution): boolean {
	return Boolean(stoppedAt) && !['new', 'running', 'waiting'].includes(status);
}

function notProven(
	{ client }: ClientWork,
	what: string,
	{
		made,
		expected,
		failed,
	}: { made: Proof; expected: ExpectedDeal; failed: N8nExecution | undefined },
): Failure {
	const wanted = `a deal that is ${expected.status}${expected.stage === undefined ? '' : ` in stage "${expected.stage}"`}`;
	const reason = failed?.data?.resultData?.error?.message;
	const came = made.made.deals.length > 0 ? sentenceOf(made) : 'no deal came';
	const why =
		reason ?? (failed ? 'the execution failed' : `${came} within ${waits.proofMs / 1000} seconds`);
	return new Failure(
		`The sample that was sent to ${what} for "${client.name}" did not become ${wanted}: ${why}. Look at the execution in n8n and at the client's settings, then run the command again.`,
	);
}

function sentenceOf({ made }: Proof): string {
	const deal = made.deals.at(-1);
	return deal
		? `a deal, ${deal.status}, in "${deal.pipeline_name}" at "${deal.stage_name}"`
		: 'no deal';
}

/** Fluid's sample goes all the way to the trigger, which knows it for one and starts no workflow. */
async function proveTrigger(work: ClientWork, one: WrittenWorkflow): Promise<void> {
	const { template, live } = one;
	const ids = publishedFlow(live).nodes.flatMap(({ webhookId }) => webhookId ?? []);
	const webhooks = await work.fluid.webhooks(workspaceOf(work).id);
	const webhook = webhooks.find(({ url }) => ids.some((id) => url?.includes(id)));
	const delivery = webhook && (await work.fluid.testWebhook(webhook));
	const attempt = delivery?.attempts.at(-1);
	if (delivery?.status !== 'succeeded')
		throw new Failure(
			`The sample that Fluid sent to ${template.name} for "${work.client.name}" did not arrive: ${attempt?.error ?? 'there is no webhook of it'}. Check that Fluid reaches ${work.client.n8n.webhookUrl}, then run the command again.`,
		);
	work.say(`proved ${template.name}: Fluid's sample arrived`);
	await noteProven(work, one);
}

async function noteProven(
	work: ClientWork,
	{ template, live, state }: WrittenWorkflow,
): Promise<void> {
	state.proven_version_id = live.versionId;
	state.proven_at = new Date().toISOString();
	state.proof_due = false;
	await rememberWorkflow(work, template.name, state);
}
