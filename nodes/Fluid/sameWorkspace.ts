import type { Me } from '../../contract/types';
import type { TriggerState } from './kept';
import type { FluidClient } from './request';

/**
 * Forgets what was noted of another workspace, once the credential leads to this one: its times and numbers mean
 * nothing here, and catching up from them would start the workflow for what it was never switched on for.
 */
export async function forgetOtherWorkspace(data: TriggerState, fluid: FluidClient): Promise<void> {
	const { workspace } = await fluid<Me>({ method: 'GET', path: '/api-me', expects: 'workspace' });
	if (data.workspaceId !== undefined && data.workspaceId !== workspace.id) {
		delete data.last;
		delete data.missed;
	}
	data.workspaceId = workspace.id;
}
