import type { WorkspaceWebhook } from '../../../../contract/types';
import { PAUSED_MANUALLY } from '../../webhooks/pausedManually';
import type { N8nFlow, N8nWorkflow } from './n8nTypes';

/** What a person has switched off: the workflow in n8n, or the webhook in Fluid that starts it. */
export type SwitchedOff = 'workflow' | 'webhook';

/**
 * Returns what a person has switched off of a workflow. What a roll-out has not come to publish yet is not switched off, and
 * a webhook that Fluid itself has paused is to be repaired.
 *
 * @param wasPublished whether a roll-out has seen it receive
 * @param paused the webhooks of it that are paused
 */
export function switchedOff(
	{ active }: N8nWorkflow,
	wasPublished: boolean,
	paused: WorkspaceWebhook[],
): SwitchedOff | undefined {
	if (!active) return wasPublished ? 'workflow' : undefined;
	return paused.some(isPausedByHand) ? 'webhook' : undefined;
}

/** Returns whether a person has paused a webhook, and not Fluid. */
export function isPausedByHand({ status, paused_reason }: WorkspaceWebhook): boolean {
	return status === 'paused' && paused_reason === PAUSED_MANUALLY;
}

/** Returns the webhooks in Fluid that send to a workflow. */
export function webhooksOf({ nodes }: N8nFlow, webhooks: WorkspaceWebhook[]): WorkspaceWebhook[] {
	const ids = nodes.flatMap(({ webhookId }) => webhookId ?? []);
	return webhooks.filter(({ url }) => ids.some((id) => url?.includes(id)));
}
