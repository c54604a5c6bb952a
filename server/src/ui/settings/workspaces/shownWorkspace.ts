import type { Workspace } from '../../../workspaces/store';
import { Gone } from '../../kit/gone';
import { WORKSPACES } from './workspacesPage';

/** Returns the workspace that a page is about, or leads back to the list when it is gone. */
export function shownWorkspace(workspaces: Workspace[], id: string): Workspace {
	const workspace = workspaces.find((each) => each.id === id);
	if (!workspace) throw new Gone(WORKSPACES, 'That workspace no longer exists.');
	return workspace;
}
