import type { Database, Transaction } from './database/database';
import { createKey } from './keys/store';
import { createPipeline, createStage } from './pipelineEditing/store';
import { USUAL_STAGES } from './pipelineEditing/usualStages';
import { createSignInLink } from './signIn/links';
import {
	createWorkspace,
	DEFAULT_CURRENCY,
	listWorkspaces,
	type Workspace,
} from './workspaces/store';

const FIRST_WORKSPACE = 'My workspace';
const FIRST_PIPELINE = 'Sales';

/** Makes a workspace with the pipeline every workspace begins with. */
export async function createWorkspaceWithDefaults(
	database: Database,
	name: string,
	currency: string,
	now: Date,
): Promise<Workspace> {
	return database.writeService((transaction) => createDefaults(transaction, name, currency, now));
}

/** The same, as a part of a change. */
export async function createDefaults(
	transaction: Transaction,
	name: string,
	currency: string,
	now: Date,
): Promise<Workspace> {
	const workspace = await createWorkspace(transaction, name, currency, now);
	const pipelineId = await createPipeline(transaction, workspace.id, FIRST_PIPELINE);
	for (const stage of USUAL_STAGES) await createStage(transaction, workspace.id, pipelineId, stage);
	return workspace;
}

/** Makes the workspace a new database begins with. */
export function prepareFirstWorkspace(database: Database, now: Date): Promise<Workspace> {
	return database.writeService((transaction) => createFirstWorkspace(transaction, now));
}

function createFirstWorkspace(transaction: Transaction, now: Date): Promise<Workspace> {
	return createDefaults(transaction, FIRST_WORKSPACE, DEFAULT_CURRENCY, now);
}

/** What the first start shows, and nothing shows again. */
export type FirstAccess = { key: string; signInPath: string };

/**
 * Furnishes an empty database; returns the ways into it, or undefined when there is a workspace already, also where
 * another process has made it in the same moment.
 */
export function prepareFirstStart(database: Database, now: Date): Promise<FirstAccess | undefined> {
	return database.writeService(async (transaction) => {
		if ((await listWorkspaces(transaction)).length > 0) return undefined;
		const { id } = await createFirstWorkspace(transaction, now);
		const { key } = await createKey(transaction, id, 'First key', now);
		return { key, signInPath: await createSignInLink(transaction, now) };
	});
}
