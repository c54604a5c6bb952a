import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { WebhookFilters } from '../../contract/types';

/** A webhook that the node made, as it remembers it. */
export type StoredWebhook = {
	id: string;
	url: string;
	/** Signs its deliveries. */
	secret: string;
	/** What was asked for, to see whether the node was changed since. */
	asked: string;
	/** What Fluid made of the filters, to see whether they were changed in Fluid since. */
	filters: WebhookFilters;
};

/**
 * What the node keeps in the workflow's static data, on and off. The test URL has a webhook of its own, so that trying
 * a workflow leaves the published one alone. n8n saves what is written when a workflow is switched on or off, and
 * nothing that is written when a delivery comes in.
 */
export type TriggerState = {
	production?: StoredWebhook;
	test?: StoredWebhook;
	/** What an earlier version noted about events it missed, until it is passed to Fluid. */
	missed?: { since: string; arrived: string[]; fetchedAt: string | null };
	last?: unknown;
	workspaceId?: string;
};

/** Which of its two URLs a node stands at. */
export type TriggerMode = 'production' | 'test';

/** Returns what the node keeps; changing it changes what is kept. */
export function triggerState(context: IHookFunctions | IWebhookFunctions): TriggerState {
	return context.getWorkflowStaticData('node') as TriggerState;
}
