import type { WorkspaceWebhook } from '../../../../contract/types';
import { credentialIdOf } from './credentialId';
import { strangeSteps } from './flow';
import { otherProject } from './otherProject';
import { type FoundWorkflow, isDraft, type Observation, publishedFlow } from './observe';
import { isPausedByHand, type SwitchedOff } from './switchedOff';
import { assignmentsOf, isPlaceholder } from './templates';
import { changesOf, wasOrWere } from './workflowChange';

/** What n8n says of the client's credential. */
export type Tested = { isOk: boolean; message: string } | undefined;

/** Returns what is not as it should be with a client, a sentence for each; nothing when all is well. */
export function findingsOf(observed: Observation, tested: Tested): string[] {
	const { client, workspace, hasPack, common } = observed;
	const missingPack = hasPack
		? []
		: [`The pack n8n-nodes-fluid is missing in ${client.n8n.url}. Run fluid clients apply.`];
	if (!workspace)
		return [...missingPack, `There is no workspace "${client.name}" yet. Run: fluid clients apply`];
	return [
		...(workspace.name === client.name
			? []
			: [`The workspace is called "${workspace.name}", and not "${client.name}".`]),
		...observed.lacks.map((change) => `The workspace differs from the blueprint: ${change}`),
		...observed.otherNames.map(
			(other) => `${other}. To rename it, run: fluid clients apply --rename`,
		),
		...observed.warnings,
		...missingPack,
		...(common && !observed.hasKey
			? [
					'The API key in the credential was deleted in Fluid. Run fluid clients apply to make another one.',
				]
			: []),
		...(observed.hasCredential ? [] : ['The credential of the client is missing in n8n.']),
		...(tested && !tested.isOk ? [`The credential does not work: ${tested.message}`] : []),
		...observed.workflows.flatMap((found) => [
			...otherProject(client, found),
			...ofWorkflow(observed, found, workspace.id),
		]),
	];
}

function ofWorkflow(observed: Observation, found: FoundWorkflow, workspaceId: string): string[] {
	const { template, rollout, live, silent, paused, off } = found;
	const { name } = template;
	if (!live) return [`${name}: there is no workflow of it in n8n. Run fluid clients apply.`];
	const running = publishedFlow(live);
	const { changed, switchedOff } = changesOf(found, running);
	const isUnproven = live.active && off === undefined && rollout?.state.proof_due === true;
	return [
		...(live.active ? [] : [`${name}: ${unpublished(off)}`]),
		...paused.map((webhook) => `${name}: ${pausedSentence(webhook)}`),
		...(paused.length > 0
			? []
			: silent.map(
					(step) =>
						`${name}: nothing receives for "${step}", although n8n says that it is published.`,
				)),
		...strangeSteps(running, credentialIdOf(workspaceId)).map(
			(step) => `${name}: "${step}" has another credential than the client's.`,
		),
		...(isDraft(live) ? [`${name}: it has a draft in n8n that is not published.`] : []),
		...(changed.length > 0
			? [
					`${name}: ${changed.join(', ')} ${wasOrWere(changed)} changed in n8n. It stays so; to overwrite it, run: fluid clients apply --force`,
				]
			: []),
		...(switchedOff.length > 0
			? [
					`${name}: ${switchedOff.join(', ')} ${wasOrWere(switchedOff)} switched off in n8n. Switch on there what is needed, or run: fluid clients apply --force`,
				]
			: []),
		...(isUnproven
			? [
					`${name}: it is not proven: its last proof failed or was interrupted. Run fluid clients apply.`,
				]
			: []),
		...(rollout && rollout.state.template_version < template.version
			? [
					`${name}: it has version ${rollout.state.template_version} of the template; the newest is ${template.version}. Run: fluid clients update`,
				]
			: []),
		...(rollout
			? []
			: [`${name}: it is in n8n, but not remembered in Fluid. Run fluid clients apply.`]),
		...assignmentsOf(running.nodes)
			.filter(({ value }) => isPlaceholder(value))
			.map((setting) => `${name}: the setting "${setting.name}" still has its placeholder.`),
	];
}

function unpublished(off: SwitchedOff | undefined): string {
	return off === 'workflow'
		? 'somebody has switched it off in n8n. Publish it there, or run: fluid clients apply --force'
		: 'it is not published. Run fluid clients apply.';
}

function pausedSentence(webhook: WorkspaceWebhook): string {
	const remedy = isPausedByHand(webhook)
		? 'Resume it there, or run: fluid clients apply --force'
		: 'Run fluid clients apply.';
	return `its webhook in Fluid is paused. ${webhook.paused_reason ?? ''} ${remedy}`;
}
