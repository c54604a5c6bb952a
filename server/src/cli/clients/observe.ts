import axios from 'axios';
import type {
	Blueprint,
	Rollout,
	WorkspaceInfo,
	WorkspaceWebhook,
} from '../../../../contract/types';
import { isProblem } from '../import/service';
import type { AgencyApi } from './agencyApi';
import { credentialIdOf } from './credentialId';
import { addressOf, readMark, webhookIdsOf } from './flow';
import type { ClientPlan, Manifest } from './manifest';
import type { N8nApi } from './n8nApi';
import type { N8nFlow, N8nNode, N8nWorkflow } from './n8nTypes';
import type { SentSetting } from './settings';
import { type SwitchedOff, switchedOff, webhooksOf } from './switchedOff';
import { findRollOutTemplate, type RollOutTemplate } from './templates';

/** What is remembered of a workflow that was rolled out. */
export type WorkflowState = {
	workflow_id: string;
	name: string;
	/** Of n8n, as it was after the last write. */
	version_id: string;
	template_version: number;
	/** The steps as they were sent, without the client's settings. */
	sent: N8nFlow;
	settings: Record<string, SentSetting>;
	/** When it was seen to receive; missing in what was remembered before that was noted. */
	published_at?: string | null;
	/** Version of n8n that was proven last, and when. */
	proven_version_id: string | null;
	proven_at: string | null;
	/** Whether a proof was to follow, and did not come out: it failed, or was interrupted. */
	proof_due?: boolean;
};

/** What is remembered of a client in an n8n, whatever the template. */
export type CommonState = { credential_id: string; key_id: string };

/** A workflow of a client as it is found. */
export type FoundWorkflow = {
	template: RollOutTemplate;
	rollout: (Rollout & { state: WorkflowState }) | undefined;
	live: N8nWorkflow | undefined;
	/** The steps that receive, but do not at the moment. */
	silent: string[];
	/** Its webhooks in Fluid that are paused. */
	paused: WorkspaceWebhook[];
	/** What a person has switched off of it. */
	off: SwitchedOff | undefined;
};

/** A client as it is found; nothing was written. */
export type Observation = {
	client: ClientPlan;
	hasPack: boolean;
	workspace: WorkspaceInfo | undefined;
	/** What the workspace lacks of the blueprint, and what is to be looked after. */
	lacks: string[];
	warnings: string[];
	/** What of the blueprint was renamed in the workspace, and keeps its name. */
	otherNames: string[];
	common: (Rollout & { state: CommonState }) | undefined;
	hasKey: boolean;
	hasCredential: boolean;
	webhooks: WorkspaceWebhook[];
	workflows: FoundWorkflow[];
};

/** What observing works with; read once for all clients. */
export type Surroundings = {
	manifest: Manifest;
	fluid: AgencyApi;
	n8n: N8nApi;
	workspaces: WorkspaceInfo[];
	rollouts: Rollout[];
	/** Whether what was renamed in the workspace is to be called as in the blueprint again. */
	isRenaming: boolean;
	/** Every workflow of the n8n, asked for only where one is not known by its id. */
	allWorkflows: () => Promise<N8nWorkflow[]>;
};

/** Returns a client as it is in Fluid and in n8n. */
export async function observe(around: Surroundings, client: ClientPlan): Promise<Observation> {
	const { fluid, n8n, manifest, isRenaming } = around;
	const own = around.rollouts.filter((one) => one.client === client.id && one.n8n === n8n.url);
	const common = own.find(({ template }) => template === '') as Observation['common'];
	const workspace =
		around.workspaces.find(({ id }) => id === common?.workspace_id) ??
		around.workspaces.find(({ name }) => name === client.name);
	const hasPack = await n8n.hasPack();
	const templates = client.templates.map(
		(name) => findRollOutTemplate(name, manifest.templatesFolder) as RollOutTemplate,
	);
	const outcomes = workspace
		? await Promise.all(
				(await fetchBlueprints(manifest, templates)).map((blueprint) =>
					fluid.applyBlueprint(workspace.id, blueprint, { isDryRun: true, isRenaming }),
				),
			)
		: [];
	const webhooks = workspace ? await fluid.webhooks(workspace.id) : [];
	const keys = workspace ? await fluid.keys(workspace.id) : [];
	const credentialId = workspace && credentialIdOf(workspace.id);
	const workflows: FoundWorkflow[] = [];
	for (const template of templates) {
		const rollout = own.find((one) => one.template === template.name) as FoundWorkflow['rollout'];
		const live = await findLive(around, client, template, rollout);
		const silent = live?.active ? await findSilentSteps(publishedFlow(live), client, webhooks) : [];
		const starting = live ? webhooksOf(publishedFlow(live), webhooks) : [];
		const paused = starting.filter(({ status }) => status === 'paused');
		const off = live && switchedOff(live, wasPublished(rollout), paused);
		workflows.push({ template, rollout, live, silent, paused, off });
	}
	return {
		client,
		hasPack,
		workspace,
		lacks: outcomes.flatMap(({ changes }) => changes),
		warnings: outcomes.flatMap(({ warnings }) => warnings),
		otherNames: outcomes.flatMap(({ other_names }) => other_names),
		common,
		hasKey: keys.some(({ id }) => id === common?.state.key_id),
		hasCredential:
			credentialId !== undefined && (await n8n.findCredential(credentialId)) !== undefined,
		webhooks,
		workflows,
	};
}

/** Returns the blueprint of the agency, or else those that the templates of a client expect. */
export async function fetchBlueprints(
	{ blueprint }: Manifest,
	templates: RollOutTemplate[],
): Promise<Blueprint[]> {
	if (blueprint) return [blueprint];
	const { blueprintFile } = await import('../workspaces/blueprintFile.js');
	return templates.flatMap((one) => (one.blueprint ? [blueprintFile(one.blueprint)] : []));
}

/** Returns the steps that run: a draft that a client has begun does not. */
export function publishedFlow(workflow: N8nWorkflow): N8nFlow {
	return (isDraft(workflow) && workflow.activeVersion) || workflow;
}

/** Returns whether somebody has begun to change a published workflow, and has not published that. */
export function isDraft({ activeVersionId, versionId }: N8nWorkflow): boolean {
	return activeVersionId !== null && activeVersionId !== versionId;
}

function wasPublished(rollout: FoundWorkflow['rollout']): boolean {
	return Boolean(rollout && (rollout.state.published_at ?? rollout.state.proven_at));
}

async function findLive(
	{ n8n, allWorkflows }: Surroundings,
	client: ClientPlan,
	template: RollOutTemplate,
	rollout: FoundWorkflow['rollout'],
): Promise<N8nWorkflow | undefined> {
	const known = rollout && (await n8n.findWorkflow(rollout.state.workflow_id));
	if (known && !known.isArchived) return known;
	const marked = (await allWorkflows()).find((workflow) => {
		const mark = readMark(workflow);
		return !workflow.isArchived && mark?.client === client.id && mark.template === template.name;
	});
	return marked && n8n.findWorkflow(marked.id);
}

/** Returns the steps that are to receive and do not. n8n says "published" also of what never will. */
export async function findSilentSteps(
	flow: N8nFlow,
	{ n8n }: Pick<ClientPlan, 'n8n'>,
	webhooks: WorkspaceWebhook[],
): Promise<string[]> {
	const silent: string[] = [];
	const known = webhookIdsOf(flow);
	for (const node of flow.nodes.filter(({ name, disabled }) => name in known && !disabled))
		if (!(await receives(node, n8n.webhookUrl, webhooks))) silent.push(node.name);
	return silent;
}

async function receives(
	node: N8nNode,
	webhookUrl: string,
	webhooks: WorkspaceWebhook[],
): Promise<boolean> {
	const address = addressOf(node, webhookUrl) as string;
	if (node.type === 'n8n-nodes-fluid.fluidTrigger')
		return webhooks.some(
			({ url, status }) => url?.includes(node.webhookId as string) && status === 'active',
		);
	// To an address that takes POST, a GET starts nothing, and the answer says whether it is there.
	const answer = await axios
		.get(address, { validateStatus: () => true, timeout: 10_000 })
		.catch(() => undefined);
	const { message } = (answer?.data ?? {}) as { message?: string };
	return (
		answer?.status === 404 &&
		!isProblem(answer.data) &&
		/registered for GET|\*\*GET\*\*/.test(message ?? '')
	);
}
