import type { WorkspaceInfo } from '../../../../contract/types';
import type { AgencyApi } from './agencyApi';
import { credentialIdOf } from './credentialId';
import type { ClientPlan, Manifest } from './manifest';
import type { N8nApi } from './n8nApi';
import type { RollOutTemplate } from './templates';

/** What the steps for one client work with. */
export type ClientWork = {
	manifest: Manifest;
	client: ClientPlan;
	fluid: AgencyApi;
	n8n: N8nApi;
	/** The client's; undefined until it is made. */
	workspace: WorkspaceInfo | undefined;
	templates: RollOutTemplate[];
	/** Whether what was renamed in the workspace is to be called as in the blueprint again. */
	isRenaming: boolean;
	/** What of the blueprint has another name in the workspace. */
	otherNames: string[];
	/** Prints what is done for the person at the terminal. */
	say: (sentence: string) => void;
};

/** Returns the client's workspace, once it is made. */
export function workspaceOf({ workspace }: ClientWork): WorkspaceInfo {
	if (!workspace) throw new Error('There is no workspace yet.');
	return workspace;
}

/** Returns the client's credential, as steps name it. */
export function credentialOf(work: ClientWork): { id: string; name: string } {
	return { id: credentialIdOf(workspaceOf(work).id), name: `Fluid - ${work.client.name}` };
}
