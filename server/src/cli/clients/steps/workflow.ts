import { Failure } from '../../failure';
import { markOf, readMark, strangeSteps, withCredential } from '../flow';
import { editedSteps } from '../merge';
import { N8nFault } from '../n8nApi';
import type { N8nFlow, N8nWorkflow, WorkflowToWrite } from '../n8nTypes';
import type { WorkflowState } from '../observe';
import type { PlanOptions } from '../planOptions';
import type { WorkflowPlan } from '../planWorkflow';
import { sentSettingsOf } from '../settings';
import { SETTINGS_STEP } from '../../../templateLibrary/catalog';
import type { RollOutTemplate } from '../templates';
import { credentialOf, type ClientWork, workspaceOf } from '../work';

/** A workflow as it is in n8n now, and what is still to be done with it. */
export type WrittenWorkflow = {
	template: RollOutTemplate;
	live: N8nWorkflow;
	state: WorkflowState;
	settings: Record<string, unknown>;
	/** Whether it stays as a person has switched it off: it neither receives nor can be proven. */
	isOff: boolean;
	isPublishing: boolean;
	isProving: boolean;
};

const TAG = 'Fluid';

/**
 * Creates or changes a workflow, and remembers it. Returns undefined where nothing is to be done with it.
 *
 * @throws Failure when a step of Fluid has another credential than the client's afterwards: n8n would publish it all the same
 */
export async function putWorkflow(
	work: ClientWork,
	plan: WorkflowPlan,
	{ key }: PlanOptions,
): Promise<WrittenWorkflow | undefined> {
	const { client } = work;
	const { template, found, write, settings, isOff, isPublishing, isProving } = plan;
	if (!write && !isPublishing && !isProving && found.rollout) return undefined;
	const live = write ? await written(work, plan, write) : (found.live as N8nWorkflow);
	const version = write?.version ?? found.rollout?.state.template_version ?? template.version;
	const strange = strangeSteps(live, credentialOf(work).id);
	if (strange.length > 0)
		throw new Failure(
			`The workflow "${live.name}" has another credential than that of "${client.name}" in ${strange.join(', ')}, although it was written with it. Choose it there in n8n, and run the command again.`,
		);
	const sentSettings = sentSettingsOf(
		settings.values,
		{ workspace: { value: client.name, isSecret: false }, ...client.settings[template.name] },
		key,
	);
	// What a client has changed himself is not what was sent: it stays his.
	for (const name of settings.kept) {
		const before = found.rollout?.state.settings[name];
		if (before) sentSettings[name] = before;
	}
	const sent = withoutSettings(write?.sent ?? found.rollout?.state.sent ?? live);
	const state: WorkflowState = {
		workflow_id: live.id,
		name: live.name,
		// Where something of it is the client's own, the next look compares all of it.
		version_id: editedSteps(sent, live).length > 0 ? '' : live.versionId,
		template_version: version,
		sent,
		settings: sentSettings,
		published_at: found.rollout?.state.published_at ?? null,
		// What was written is proven by the next run where this one does not come to it.
		proven_version_id: write ? null : (found.rollout?.state.proven_version_id ?? null),
		proven_at: found.rollout?.state.proven_at ?? null,
		proof_due: isProving || found.rollout?.state.proof_due === true,
	};
	await rememberWorkflow(work, template.name, state);
	return { template, live, state, settings: settings.values, isOff, isPublishing, isProving };
}

/** Remembers a workflow of a client. */
export async function rememberWorkflow(
	work: ClientWork,
	template: string,
	state: WorkflowState,
): Promise<void> {
	const { client, fluid, n8n } = work;
	const { id: workspace_id } = workspaceOf(work);
	await fluid.remember({ client: client.id, n8n: n8n.url, template, workspace_id, state });
}

async function written(
	work: ClientWork,
	{ template, found, settings }: WorkflowPlan,
	write: NonNullable<WorkflowPlan['write']>,
): Promise<N8nWorkflow> {
	const { client, n8n, say } = work;
	const { name } = template;
	const mark = markOf(client.id, name, write.version);
	const { live } = found;
	const body: WorkflowToWrite = {
		name: write.name,
		nodes: write.flow.nodes.map((node) => withCredential(node, credentialOf(work))),
		connections: write.flow.connections,
		settings: live?.settings ?? template.settings,
		description: withMark(live?.description ?? template.title, mark),
	};
	if (live) {
		const changed = await n8n.updateWorkflow(live.id, { ...body, settings: template.settings });
		say(
			`changed the workflow ${name}${settings.changed.length > 0 ? ` (${settings.changed.join(', ')})` : ''}`,
		);
		return changed;
	}
	const made = await createOnce(work, body, name);
	await n8n.tagWorkflow(made, TAG);
	const described = await n8n.updateWorkflow(made.id, { ...body, settings: made.settings });
	say(`created the workflow ${name}`);
	return described;
}

/** n8n makes another one for each request: where an answer was lost, the one that it may have made is looked for. */
async function createOnce(
	{ client, n8n }: ClientWork,
	body: WorkflowToWrite,
	template: string,
): Promise<N8nWorkflow> {
	try {
		return await n8n.createWorkflow(body, client.n8n.projectId);
	} catch (reason) {
		if (!(reason instanceof N8nFault) || reason.status !== undefined) throw reason;
		const made = (await n8n.listWorkflows()).find((workflow) => {
			const mark = readMark(workflow);
			return !workflow.isArchived && mark?.client === client.id && mark.template === template;
		});
		if (!made) throw reason;
		return made;
	}
}

function withMark(description: string, mark: string): string {
	const lines = description.split('\n').filter((line) => !line.startsWith('fluid: '));
	return [...lines, mark].join('\n');
}

/** Settings are remembered by themselves, secrets among them as a hash. */
function withoutSettings({ nodes, connections }: N8nFlow): N8nFlow {
	return {
		nodes: nodes.map((node) => (node.name === SETTINGS_STEP ? { ...node, parameters: {} } : node)),
		connections,
	};
}
