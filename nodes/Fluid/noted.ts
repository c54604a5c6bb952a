import type { IHookFunctions } from 'n8n-workflow';
import type { Me, WebhookInput } from '../../contract/types';
import { triggerState } from './triggerState';
import type { FluidConnection } from './request';

/**
 * Returns since when events are missing as an earlier version of the node noted it, when Fluid did not yet remember it
 * for its consumers; nothing where it noted none, or of another workspace than the credential's.
 */
export async function notedMissing(
	context: IHookFunctions,
	fluid: FluidConnection,
): Promise<Pick<WebhookInput, 'catch_up_since' | 'catch_up_without'>> {
	const { missed, workspaceId } = triggerState(context);
	if (missed === undefined || missed.fetchedAt !== null) return {};
	const { workspace } = await fluid<Me>({ method: 'GET', path: '/api-me', expects: 'workspace' });
	if (workspaceId !== undefined && workspaceId !== workspace.id) return {};
	return { catch_up_since: missed.since, catch_up_without: missed.arrived };
}

/** Forgets what an earlier version noted. */
export function forgetNoted(context: IHookFunctions): void {
	const data = triggerState(context);
	delete data.missed;
	delete data.last;
	delete data.workspaceId;
}
