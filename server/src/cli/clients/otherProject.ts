import type { ClientPlan } from './manifest';
import type { FoundWorkflow } from './observe';

const OWNER = 'workflow:owner';

/**
 * Returns what is to be said of a workflow that is in another project of n8n than clients.json names: a roll-out moves none, as
 * its credential has to go with it. Nothing where it is in the right one, or that is not known.
 */
export function otherProject(
	{ n8n: { projectId: wanted } }: ClientPlan,
	{ template, live }: FoundWorkflow,
): string[] {
	const has = live?.shared?.find(({ role }) => role === OWNER)?.projectId;
	if (wanted === undefined || has === undefined || has === wanted) return [];
	return [
		`${template.name}: it is in the n8n project ${has}, and clients.json says ${wanted}. Move it and the credential there in n8n, or run fluid clients remove --delete with this client, then apply: its addresses change with that.`,
	];
}
