import type { ClientPlan } from './manifest';

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

/** Whose a workflow is, and the credential of his that its steps have. */
export type WorkflowOwner = {
	client: ClientPlan;
	credential: { id: string; name: string };
	/** Whether the credential gets another API key: what works with it is proven anew. */
	hasNewKey: boolean;
};

/** Returns the options of a command; what it does not say is as usual. */
export function planOptions(key: string, given: Partial<PlanOptions>): PlanOptions {
	return { key, isUpdating: false, isForced: false, isProving: true, ...given };
}
