import { clientFlow, markOf, newWebhookIds, workflowName } from './flow';
import type { N8nFlow, N8nWorkflow } from './n8nTypes';
import { type FoundWorkflow, isDraft, publishedFlow } from './observe';
import type { WorkflowOwner, PlanOptions } from './planOptions';
import { planWorkflowSettings, type WorkflowSettings } from './planWorkflowSettings';
import type { SettingsPlan } from './settings';
import type { RollOutTemplate } from './templates';
import { newerFlow, repairedFlow } from './workflowChange';

/** What is to be done with one workflow. */
export type WorkflowPlan = {
	template: RollOutTemplate;
	found: FoundWorkflow;
	/** What is to be written; undefined where it stays as it is. */
	write: { flow: N8nFlow; sent: N8nFlow; name: string; version: number } | undefined;
	settings: SettingsPlan;
	/** Whether it stays as a person has switched it off. */
	isOff: boolean;
	isPublishing: boolean;
	isProving: boolean;
};

/** What is to be done with one workflow, and a sentence for each part of it. */
export type PlannedWorkflow = {
	workflow: WorkflowPlan;
	steps: string[];
	kept: string[];
	refusals: string[];
};

/** Returns what is to be done with a workflow of a client. Nothing is read or written for it. */
export function planWorkflow(
	owner: WorkflowOwner,
	found: FoundWorkflow,
	options: PlanOptions,
): PlannedWorkflow {
	const settings = planWorkflowSettings(owner.client, found, options);
	const planned = found.live
		? planLive(owner, { ...found, live: found.live }, settings, options)
		: planNew(owner, found, settings, options);
	return {
		...planned,
		kept: [...settings.kept, ...planned.kept],
		refusals: [...settings.refusals, ...planned.refusals],
	};
}

function planNew(
	{ client, credential }: WorkflowOwner,
	found: FoundWorkflow,
	{ settings }: WorkflowSettings,
	{ isProving }: PlanOptions,
): PlannedWorkflow {
	const { template } = found;
	const { name, version } = template;
	const flow = clientFlow(template, {
		credential,
		webhookIds: newWebhookIds(template),
		settings: settings.values,
		mark: markOf(client.id, name, version),
	});
	const write = { flow, sent: flow, name: workflowName(client.name, template), version };
	return {
		workflow: { template, found, settings, write, isOff: false, isPublishing: true, isProving },
		steps: [`Create the workflow ${name} and publish it.`],
		kept: [],
		refusals: [],
	};
}

type Live = FoundWorkflow & { live: N8nWorkflow };

function planLive(
	owner: WorkflowOwner,
	found: Live,
	{ settings, isNewer }: WorkflowSettings,
	options: PlanOptions,
): PlannedWorkflow {
	const { template, rollout, live } = found;
	const { name } = template;
	const running = publishedFlow(live);
	const change = isNewer
		? newerFlow(owner, found, running, settings, options)
		: repairedFlow(owner, found, running, settings, options);
	const title = titleOf(owner, found);
	const reasons = [...change.reasons, ...(title === live.name ? [] : [`call it "${title}"`])];
	const isWriting = reasons.length > 0;
	const isOff = found.off !== undefined && !options.isForced;
	const base = { template, found, settings, isOff };
	const kept = [...change.kept, ...(isOff ? [keptOff(found)] : [])];
	if (isWriting && isDraft(live) && !options.isForced)
		return {
			workflow: { ...base, write: undefined, isPublishing: false, isProving: false },
			steps: [],
			kept,
			refusals: [
				...change.refusals,
				`${name}: somebody has a draft in n8n that is not published. Publish or discard it there, or overwrite it with --force.`,
			],
		};
	const version = isNewer
		? template.version
		: (rollout?.state.template_version ?? template.version);
	const isPublishing = !isOff && (!live.active || found.silent.length > 0);
	const isUnproven = rollout?.state.proven_version_id === null || rollout?.state.proof_due === true;
	const isProving =
		options.isProving && !isOff && (isWriting || isPublishing || isUnproven || owner.hasNewKey);
	return {
		workflow: {
			...base,
			write: isWriting ? { flow: change.flow, sent: change.sent, name: title, version } : undefined,
			isPublishing,
			isProving,
		},
		steps: [
			...(isWriting ? [`Change the workflow ${name}: ${reasons.join(', ')}.`] : []),
			...(isPublishing ? [publishingStep(found)] : []),
			...(isProving && !isWriting && !isPublishing ? [provingStep(found, isUnproven)] : []),
		],
		kept,
		refusals: change.refusals,
	};
}

function publishingStep({ template: { name }, live, silent }: Live): string {
	return live.active
		? `Publish the workflow ${name} anew: nothing receives for ${silent.join(', ')}.`
		: `Publish the workflow ${name}.`;
}

function provingStep({ template: { name } }: Live, isUnproven: boolean): string {
	return isUnproven
		? `Prove the workflow ${name}, which is not proven yet.`
		: `Prove the workflow ${name} with the new API key.`;
}

function keptOff({ template: { name }, off }: Live): string {
	return off === 'workflow'
		? `${name}: unpublished, because somebody has switched it off in n8n; --force publishes it.`
		: `${name}: paused, because somebody has paused its webhook in Fluid; --force makes it send again.`;
}

/** The client's name in it follows clients.json, unless somebody has called it something else. */
function titleOf({ client }: WorkflowOwner, { template, rollout, live }: Live): string {
	return rollout && live.name !== rollout.state.name
		? live.name
		: workflowName(client.name, template);
}
