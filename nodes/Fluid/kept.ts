import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { WebhookFilters } from '../../contract/types';

/** A webhook that the node made, as it remembers it. */
export type KeptWebhook = {
	id: string;
	url: string;
	/** Signs its deliveries. */
	secret: string;
	/** What was asked for, to see whether the node was changed since. */
	asked: string;
	/** What Fluid made of the filters, to see whether they were changed in Fluid since. */
	filters: WebhookFilters;
};

/** The newest event that arrived, or that had happened when the node began to note them. */
export type LastArrival = { sequence: number; timestamp: string };

/** What happened while the workflow was off, or what to know for fetching it. */
export type Missed = {
	/** Everything since then may be missing. */
	since: string;
	/** Events since then that arrived all the same. */
	arrived: string[];
	/** When they were asked for; null while they are not. */
	fetchedAt: string | null;
};

/**
 * What the node keeps in the workflow's static data, on and off. The test URL has a webhook of its own, so that trying
 * a workflow leaves the published one alone.
 */
export type TriggerState = {
	production?: KeptWebhook;
	test?: KeptWebhook;
	/** Where what is noted below happened: the credential may lead to another workspace by now. */
	workspaceId?: string;
	missed?: Missed;
	/** Only where the user wants to catch up: what is known once somebody has deleted the webhook in Fluid. */
	last?: LastArrival;
};

/** Which of its two URLs a node stands at. */
export type Side = 'production' | 'test';

/** Returns what the node keeps; changing it changes what is kept. */
export function triggerState(context: IHookFunctions | IWebhookFunctions): TriggerState {
	return context.getWorkflowStaticData('node') as TriggerState;
}
