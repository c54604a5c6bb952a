import type { Me } from '../../contract/types';
import type { Kept } from './kept';
import type { Fluid } from './request';

/**
 * Forgets what was noted of another workspace, once the credential leads to this one: its times and numbers mean
 * nothing here, and catching up from them would start the workflow for what it was never switched on for.
 */
export async function forgetOtherWorkspace(data: Kept, fluid: Fluid): Promise<void> {
	const { workspace } = await fluid<Me>({ method: 'GET', path: '/api-me', has: 'workspace' });
	if (data.workspaceId !== undefined && data.workspaceId !== workspace.id) {
		delete data.last;
		delete data.missed;
	}
	data.workspaceId = workspace.id;
}
