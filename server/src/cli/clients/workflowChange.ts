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
import { mergeFlows, overwrittenFlow, type StepChanges, stepChanges } from './merge';
import type { N8nFlow } from './n8nTypes';
import { type FoundWorkflow, isDraft } from './observe';
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
	{ isForced }: PlanOptions,
): WorkflowChange {
	const overwritten = isForced ? overwritingReasons(found, running) : [];
	const flow = overwritten.length > 0 ? asSent(found, running) : running;
	const nodes = flow.nodes.map((node) => ({
		...withCredential(node, credential),
		...(node.name === SETTINGS_STEP && { parameters: withClientSettings(node.parameters, values) }),
	}));
	return {
		flow: { nodes, connections: flow.connections },
		sent: found.rollout?.state.sent ?? running,
		reasons: [
			...strangeSteps(running, credential.id).map((step) => `the client's credential in "${step}"`),
			...changed.map((setting) => `the setting "${setting}"`),
			...overwritten,
		],
		kept: isForced ? [] : keptSteps(found, changesOf(found, running)),
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
	const flow = isForced ? overwrittenFlow(wanted, running) : merge;
	return {
		flow: {
			nodes: flow.nodes.map((node) => withCredential(node, credential)),
			connections: flow.connections,
		},
		sent: wanted,
		reasons: [
			`version ${version}`,
			...fresh.map((one) => `the new setting "${one}"`),
			...(isForced ? overwritingReasons(found, running) : []),
		],
		kept: isForced ? [] : keptSteps(found, onlyOf(merge.kept, changesOf(found, running))),
		refusals: [],
	};
}

/** Returns what a client has changed of a workflow since it was sent; nothing where that is not known. */
export function changesOf({ rollout, live }: FoundWorkflow, running: N8nFlow): StepChanges {
	if (!rollout || live?.versionId === rollout.state.version_id)
		return { switchedOff: [], changed: [] };
	return stepChanges(rollout.state.sent, running);
}

/** Returns "was" for one thing, and "were" for several. */
export function wasOrWere({ length }: string[]): string {
	return length === 1 ? 'was' : 'were';
}

function onlyOf(kept: string[], { switchedOff, changed }: StepChanges): StepChanges {
	const isKept = (step: string) => kept.includes(step);
	return {
		switchedOff: switchedOff.filter(isKept),
		changed: changed.filter((step) => isKept(step) || step === 'the connections'),
	};
}

function keptSteps(
	{ template: { name } }: FoundWorkflow,
	{ switchedOff, changed }: StepChanges,
): string[] {
	return [
		...(changed.length > 0
			? [
					`${name}: ${changed.join(', ')}, which ${wasOrWere(changed)} changed in n8n; --force overwrites that.`,
				]
			: []),
		...(switchedOff.length > 0
			? [
					`${name}: ${switchedOff.join(', ')}, which ${wasOrWere(switchedOff)} switched off in n8n; --force switches on again.`,
				]
			: []),
	];
}

/** What --force goes over, drafts included; nothing where nobody has changed anything. */
function overwritingReasons(found: FoundWorkflow, running: N8nFlow): string[] {
	const { switchedOff, changed } = changesOf(found, running);
	return [
		...(changed.length > 0
			? [`overwrite ${changed.join(', ')}, which ${wasOrWere(changed)} changed in n8n`]
			: []),
		...(switchedOff.length > 0 ? [`switch on ${switchedOff.join(', ')}`] : []),
		...(found.live && isDraft(found.live) ? ['overwrite the draft in n8n'] : []),
	];
}

/** The settings are not in what is remembered as sent: they are as they run, or if deleted as in the template. */
function asSent({ template, rollout }: FoundWorkflow, running: N8nFlow): N8nFlow {
	if (!rollout) return running;
	const step = [...running.nodes, ...template.nodes].find(({ name }) => name === SETTINGS_STEP);
	const { nodes, connections } = rollout.state.sent;
	const whole = nodes.map((node) =>
		node.name === SETTINGS_STEP ? { ...node, parameters: step?.parameters ?? {} } : node,
	);
	return overwrittenFlow({ nodes: whole, connections }, running);
}
