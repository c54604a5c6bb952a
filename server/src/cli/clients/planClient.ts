import { SETTINGS_STEP } from '../../templateLibrary/catalog';
import { credentialIdOf } from './credentialId';
import { type FoundWorkflow, type Observation, publishedFlow } from './observe';
import {
	clientFlow,
	markOf,
	newWebhookIds,
	plainSettings,
	strangeSteps,
	webhookIdsOf,
	withCredential,
	withClientSettings,
	workflowName,
} from './flow';
import { editedSteps, mergeFlows } from './merge';
import type { SettingValue } from './manifest';
import type { N8nFlow } from './n8nTypes';
import { planSettings, type SettingsPlan } from './settings';
import { assignmentsOf, isPlaceholder, settingsOf, type RollOutTemplate } from './templates';

/** How a client is brought to what clients.json says. */
export type PlanOptions = {
	/** The agency key: what hashes of secrets are made with. */
	key: string;
	/** Whether templates go to their newest version. */
	isUpdating: boolean;
	/** Whether what a client has changed in n8n is overwritten. */
	isForced: boolean;
	isProving: boolean;
};

/** What is to be done with one workflow. */
export type WorkflowPlan = {
	template: RollOutTemplate;
	found: FoundWorkflow;
	/** What is to be written; undefined where it stays as it is. */
	write: { flow: N8nFlow; sent: N8nFlow; name: string; version: number } | undefined;
	settings: SettingsPlan;
	isPublishing: boolean;
	isProving: boolean;
};

/** What is to be done for a client, and a sentence for each part of it. */
export type RollOutPlan = {
	installsPack: boolean;
	createsWorkspace: boolean;
	renamesWorkspace: boolean;
	appliesBlueprint: boolean;
	createsKey: boolean;
	workflows: WorkflowPlan[];
	/** What will be done. */
	steps: string[];
	/** What stays as the client has it. */
	kept: string[];
	/** Why something cannot be done. */
	refusals: string[];
};

/** Returns what is to be done for a client. Nothing is read or written for it. */
export function planClient(observed: Observation, options: PlanOptions): RollOutPlan {
	const { client, workspace } = observed;
	const plan: RollOutPlan = {
		installsPack: !observed.hasPack,
		createsWorkspace: workspace === undefined,
		renamesWorkspace: workspace !== undefined && workspace.name !== client.name,
		appliesBlueprint: workspace === undefined || observed.lacks.length > 0,
		createsKey: !observed.hasKey || !observed.hasCredential,
		...{ workflows: [], steps: [], kept: [], refusals: [] },
	};
	const { steps } = plan;
	if (plan.installsPack) steps.push(`Install the pack n8n-nodes-fluid in ${client.n8n.url}.`);
	if (plan.createsWorkspace) steps.push(`Create the workspace "${client.name}".`);
	if (plan.renamesWorkspace)
		steps.push(`Rename the workspace "${workspace?.name}" to "${client.name}".`);
	steps.push(...observed.lacks.map((change) => `Bring the workspace to the blueprint: ${change}`));
	if (plan.createsKey) steps.push('Create an API key and put it into a credential in n8n.');
	for (const found of observed.workflows)
		plan.workflows.push(planWorkflow(observed, found, options, plan));
	return plan;
}

function planWorkflow(
	observed: Observation,
	found: FoundWorkflow,
	options: PlanOptions,
	plan: RollOutPlan,
): WorkflowPlan {
	const { client } = observed;
	const { template, rollout, live } = found;
	const { name } = template;
	const wanted: Record<string, SettingValue> = {
		workspace: { value: client.name, isSecret: false },
		...client.settings[name],
	};
	refuseUnknown(client.settings[name] ?? {}, template, plan);
	const isNewer =
		options.isUpdating &&
		rollout !== undefined &&
		template.version > rollout.state.template_version;
	const running = live && publishedFlow(live);
	const liveSettings =
		running && Object.fromEntries(assignmentsOf(running.nodes).map((one) => [one.name, one.value]));
	const settings = planSettings(
		isNewer || !liveSettings ? settingsOf(template) : { ...liveSettings },
		wanted,
		rollout?.state.settings,
		liveSettings,
		options,
	);
	for (const [setting, value] of Object.entries(settings.values))
		if (isPlaceholder(value))
			plan.refusals.push(
				`${name}: the setting "${setting}" still has its placeholder ${String(value)}. Give its value under settings in clients.json, e.g. "env:SLACK_URL".`,
			);
	plan.kept.push(
		...settings.kept.map(
			(setting) => `${name}: the setting "${setting}", which was changed in n8n.`,
		),
	);

	const base = { template, found, settings };
	if (!live || !running) {
		plan.steps.push(`Create the workflow ${name} and publish it.`);
		const flow = clientFlow(template, {
			credential: credentialOf(observed),
			webhookIds: newWebhookIds(template),
			settings: settings.values,
			mark: markOf(client.id, template.name, template.version),
		});
		const title = workflowName(client.name, template);
		const write = { flow, sent: flow, name: title, version: template.version };
		return { ...base, write, isPublishing: true, isProving: options.isProving };
	}

	const version = isNewer
		? template.version
		: (rollout?.state.template_version ?? template.version);
	const title = titleOf(observed, found);
	const changes = isNewer
		? newerFlow(observed, found, running, settings, plan, options)
		: repairedFlow(observed, running, settings, plan, name);
	if (title !== live.name) changes.reasons.push(`call it "${title}"`);
	const isDraft = live.activeVersionId !== null && live.activeVersionId !== live.versionId;
	const isWriting = changes.reasons.length > 0;
	if (isWriting && isDraft && !options.isForced) {
		plan.refusals.push(
			`${name}: somebody has a draft in n8n that is not published. Publish or discard it there, or overwrite it with --force.`,
		);
		return { ...base, write: undefined, isPublishing: false, isProving: false };
	}
	const isPublishing = !live.active || found.silent.length > 0;
	if (isWriting) plan.steps.push(`Change the workflow ${name}: ${changes.reasons.join(', ')}.`);
	if (isPublishing)
		plan.steps.push(
			live.active
				? `Publish the workflow ${name} anew: nothing receives for ${found.silent.join(', ')}.`
				: `Publish the workflow ${name}.`,
		);
	const isUnproven = rollout?.state.proven_version_id !== live.versionId;
	return {
		...base,
		write: isWriting ? { ...changes, name: title, version } : undefined,
		isPublishing,
		isProving:
			options.isProving &&
			(isWriting || isPublishing || (isUnproven && rollout?.state.proven_version_id === null)),
	};
}

/** The client's name in it follows clients.json, unless somebody has called it something else. */
function titleOf({ client }: Observation, { template, rollout, live }: FoundWorkflow): string {
	const current = live?.name ?? '';
	return rollout && current !== rollout.state.name ? current : workflowName(client.name, template);
}

/** What is to be written, why, and what of it counts as sent: everything but what is the client's own. */
type Changes = { flow: N8nFlow; sent: N8nFlow; reasons: string[] };

/** The steps as they run, with the client's credential in all of them, and his settings. */
function repairedFlow(
	observed: Observation,
	running: N8nFlow,
	{ changed, values }: SettingsPlan,
	plan: RollOutPlan,
	name: string,
): Changes {
	const credential = credentialOf(observed);
	const strange = strangeSteps(running, credential.id);
	const nodes = running.nodes.map((node) => ({
		...withCredential(node, credential),
		...(node.name === SETTINGS_STEP && { parameters: withClientSettings(node.parameters, values) }),
	}));
	const edited = editedOf(observed, name, running);
	if (edited.length > 0) plan.kept.push(`${name}: ${edited.join(', ')}, which was changed in n8n.`);
	return {
		flow: { nodes, connections: running.connections },
		sent: sentOf(observed, name) ?? running,
		reasons: [
			...strange.map((step) => `the client's credential in "${step}"`),
			...changed.map((setting) => `the setting "${setting}"`),
		],
	};
}

function sentOf({ workflows }: Observation, name: string): N8nFlow | undefined {
	return workflows.find(({ template }) => template.name === name)?.rollout?.state.sent;
}

/** Returns what a client has changed of a workflow since it was sent; nothing where that is not known. */
export function editedOf({ workflows }: Observation, name: string, running: N8nFlow): string[] {
	const { rollout, live } = workflows.find(
		({ template }) => template.name === name,
	) as FoundWorkflow;
	if (!rollout || live?.versionId === rollout.state.version_id) return [];
	return editedSteps(rollout.state.sent, running);
}

/** The steps of the newest version, with what the client has changed of the one that he has. */
function newerFlow(
	observed: Observation,
	{ template, rollout }: FoundWorkflow,
	running: N8nFlow,
	settings: SettingsPlan,
	plan: RollOutPlan,
	{ isForced }: PlanOptions,
): Changes {
	const { client } = observed;
	const { name, version } = template;
	const wanted = clientFlow(template, {
		credential: credentialOf(observed),
		webhookIds: { ...newWebhookIds(template), ...webhookIdsOf(running) },
		settings: settings.values,
		mark: markOf(client.id, name, version),
	});
	const merge = mergeFlows(rollout?.state.sent ?? running, running, wanted);
	if (merge.conflicts.length > 0 && !isForced) {
		plan.refusals.push(
			`${name}: version ${version} changes ${merge.conflicts.join(', ')}, and so has somebody in n8n. Look at both, and overwrite with --force.`,
		);
		return { flow: running, sent: running, reasons: [] };
	}
	if (merge.kept.length > 0)
		plan.kept.push(`${name}: ${merge.kept.join(', ')}, which was changed in n8n.`);
	const repaired = merge.nodes.map((node) => withCredential(node, credentialOf(observed)));
	const fresh = Object.keys(settingsOf(template)).filter((one) => !(one in settingsOf(running)));
	return {
		flow: { nodes: repaired, connections: merge.connections },
		sent: wanted,
		reasons: [`version ${version}`, ...fresh.map((one) => `the new setting "${one}"`)],
	};
}

function refuseUnknown(
	given: Record<string, SettingValue>,
	template: RollOutTemplate,
	plan: RollOutPlan,
): void {
	const known = Object.keys(settingsOf(template));
	for (const name of Object.keys(plainSettings(given)))
		if (!known.includes(name))
			plan.refusals.push(
				`${template.name}: there is no setting "${name}". There are: ${known.join(', ')}.`,
			);
}

/** Of a workspace that is made only now, the id is filled in when it is there. */
function credentialOf({ client, workspace }: Observation): { id: string; name: string } {
	return {
		id: workspace ? credentialIdOf(workspace.id) : '',
		name: `Fluid - ${client.name}`,
	};
}
