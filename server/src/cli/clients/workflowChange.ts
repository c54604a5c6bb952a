import { SETTINGS_STEP } from '../../templateLibrary/catalog';
import {
	clientFlow,
	markOf,
	newWebhookIds,
	strangeSteps,
	webhookIdsOf,
	withClientSettings,
	withCredential,
} from './flow';
import { editedSteps, mergeFlows } from './merge';
import type { N8nFlow } from './n8nTypes';
import type { FoundWorkflow } from './observe';
import type { WorkflowOwner, PlanOptions } from './planOptions';
import type { SettingsPlan } from './settings';
import { settingsOf } from './templates';

/** What is to be written of a workflow that there is, and why; without a reason nothing is. */
export type WorkflowChange = {
	flow: N8nFlow;
	/** What of it counts as sent: everything but what is the client's own. */
	sent: N8nFlow;
	reasons: string[];
	kept: string[];
	refusals: string[];
};

/** Returns the steps as they run, with the client's credential in all of them, and his settings. */
export function repairedFlow(
	{ credential }: WorkflowOwner,
	found: FoundWorkflow,
	running: N8nFlow,
	{ changed, values }: SettingsPlan,
): WorkflowChange {
	const nodes = running.nodes.map((node) => ({
		...withCredential(node, credential),
		...(node.name === SETTINGS_STEP && { parameters: withClientSettings(node.parameters, values) }),
	}));
	return {
		flow: { nodes, connections: running.connections },
		sent: found.rollout?.state.sent ?? running,
		reasons: [
			...strangeSteps(running, credential.id).map((step) => `the client's credential in "${step}"`),
			...changed.map((setting) => `the setting "${setting}"`),
		],
		kept: keptSteps(found, editedOf(found, running)),
		refusals: [],
	};
}

/** Returns the steps of the newest version, with what the client has changed of the one that he has. */
export function newerFlow(
	{ client, credential }: WorkflowOwner,
	found: FoundWorkflow,
	running: N8nFlow,
	settings: SettingsPlan,
	{ isForced }: PlanOptions,
): WorkflowChange {
	const { template, rollout } = found;
	const { name, version } = template;
	const wanted = clientFlow(template, {
		credential,
		webhookIds: { ...newWebhookIds(template), ...webhookIdsOf(running) },
		settings: settings.values,
		mark: markOf(client.id, name, version),
	});
	const merge = mergeFlows(rollout?.state.sent ?? running, running, wanted);
	if (merge.conflicts.length > 0 && !isForced)
		return {
			...{ flow: running, sent: running, reasons: [], kept: [] },
			refusals: [
				`${name}: version ${version} changes ${merge.conflicts.join(', ')}, and so has somebody in n8n. Look at both, and overwrite with --force.`,
			],
		};
	const fresh = Object.keys(settingsOf(template)).filter((one) => !(one in settingsOf(running)));
	return {
		flow: {
			nodes: merge.nodes.map((node) => withCredential(node, credential)),
			connections: merge.connections,
		},
		sent: wanted,
		reasons: [`version ${version}`, ...fresh.map((one) => `the new setting "${one}"`)],
		kept: keptSteps(found, merge.kept),
		refusals: [],
	};
}

/** Returns what a client has changed of a workflow since it was sent; nothing where that is not known. */
export function editedOf({ rollout, live }: FoundWorkflow, running: N8nFlow): string[] {
	if (!rollout || live?.versionId === rollout.state.version_id) return [];
	return editedSteps(rollout.state.sent, running);
}

function keptSteps({ template }: FoundWorkflow, steps: string[]): string[] {
	return steps.length > 0
		? [`${template.name}: ${steps.join(', ')}, which was changed in n8n.`]
		: [];
}
