import type { WorkspaceInfo } from '../../../contract/types';
import type { Reader } from '../database/database';
import { problem } from '../problems/problems';
import {
	type DeletedWorkspace,
	listDeletedWorkspaces,
	restorableUntil,
} from '../workspaces/deletion';
import { listWorkspaces, type Workspace } from '../workspaces/store';

/** Returns the object of answers. */
export function renderWorkspace(workspace: Workspace | DeletedWorkspace): WorkspaceInfo {
	const { id, name, currency, created_at } = workspace;
	const isDeleted = 'deleted_at' in workspace;
	return {
		id,
		name,
		currency,
		created_at,
		deleted_at: isDeleted ? workspace.deleted_at : null,
		restorable_until: isDeleted ? restorableUntil(workspace).toISOString() : null,
	};
}

/**
 * Returns the workspace with the id that is in use.
 *
 * @throws workspace_not_found
 */
export async function workspaceInUse(reader: Reader, id: string): Promise<Workspace> {
	const workspace = (await listWorkspaces(reader)).find((each) => each.id === id);
	if (!workspace) throw problem('workspace_not_found', undefined, { params: { id } });
	return workspace;
}

/**
 * Returns the workspace with the id, also one that was deleted and is not removed yet.
 *
 * @throws workspace_not_found
 */
export async function findAnyWorkspace(
	reader: Reader,
	id: string,
): Promise<Workspace | DeletedWorkspace> {
	const deleted = (await listDeletedWorkspaces(reader)).find((each) => each.id === id);
	return deleted ?? workspaceInUse(reader, id);
}
