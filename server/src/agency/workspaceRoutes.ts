import type { FastifyInstance } from 'fastify';
import type { WorkspaceInfo, WorkspaceChange, WorkspaceInput } from '../../../contract/types';
import { applyBlueprint } from '../blueprints/apply';
import type { AppContext, Change } from '../context';
import type { Transaction } from '../database/database';
import { createDefaults } from '../firstStart';
import { readFlags } from '../http/flags';
import { type List, pageOf, readQuery } from '../http/paging';
import { readParameters } from '../http/parameters';
import { inQuotes } from '../../../contract/nearest';
import { invalidInput, problem } from '../problems/problems';
import { valid } from '../problems/validation';
import {
	deleteWorkspace,
	type DeletionFault,
	listDeletedWorkspaces,
	nameFault,
	restoreWorkspace,
} from '../workspaces/deletion';
import {
	createWorkspace,
	DEFAULT_CURRENCY,
	listWorkspaces,
	renameWorkspace,
} from '../workspaces/store';
import { checkBlueprint, orInvalid } from './refusedBlueprint';
import { findAnyWorkspace, renderWorkspace, workspaceInUse } from './workspaces';

type ById = { Params: { id: string } };

/** Creating, listing, renaming, deleting and restoring workspaces. */
export function agencyWorkspaceRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database, now } = fluid;

	api.get('/api-workspaces', async ({ query }): Promise<List<WorkspaceInfo>> => {
		const { deleted, ...rest } = query as Record<string, unknown>;
		const flags = readFlags(deleted === undefined ? {} : { deleted }, ['deleted']);
		const { page } = readQuery(rest, [], 'ws');
		const found = flags.deleted
			? await listDeletedWorkspaces(database)
			: await listWorkspaces(database);
		return pageOf(found.map(renderWorkspace), page);
	});

	api.post('/api-workspaces', async ({ body }, reply) => {
		const input = valid<WorkspaceInput>('workspaceInput', body);
		const name = input.name.trim();
		const workspace = await database.writeService(async (transaction) => {
			await refuseName(transaction, name);
			return create(transaction, { ...input, name });
		});
		reply.code(201).header('location', `/api-workspaces/${workspace.id}`);
		return reply.send(renderWorkspace(workspace));
	});

	api.get<ById>('/api-workspaces/:id', async ({ params }) =>
		renderWorkspace(await findAnyWorkspace(database, params.id)),
	);

	api.patch<ById>('/api-workspaces/:id', async ({ params, body }): Promise<WorkspaceInfo> => {
		const name = valid<WorkspaceChange>('workspaceChange', body).name.trim();
		return database.writeService(async (transaction) => {
			const workspace = await workspaceInUse(transaction, params.id);
			await refuseName(transaction, name, workspace.id);
			await renameWorkspace(transaction, workspace.id, name);
			return renderWorkspace({ ...workspace, name });
		});
	});

	api.delete<ById>('/api-workspaces/:id', async ({ params, query }): Promise<WorkspaceInfo> => {
		const { name } = readParameters(query, ['name']);
		return database.writeService(async (transaction) => {
			const workspace = await workspaceInUse(transaction, params.id);
			if (workspace.name !== name) throw otherName(workspace.name);
			refuse(await deleteWorkspace(transaction, params.id, now()), params.id);
			return renderWorkspace(await findAnyWorkspace(transaction, params.id));
		});
	});

	api.post<ById>(
		'/api-workspaces/:id/restore',
		async ({ params }): Promise<WorkspaceInfo> =>
			database.writeService(async (transaction) => {
				refuse(await restoreWorkspace(transaction, params.id, now()), params.id);
				return renderWorkspace(await workspaceInUse(transaction, params.id));
			}),
	);

	async function create(transaction: Transaction, input: WorkspaceInput) {
		const { name, currency = DEFAULT_CURRENCY, blueprint } = input;
		if (blueprint === undefined) return createDefaults(transaction, name, currency, now());
		checkBlueprint(blueprint, '/blueprint');
		const workspace = await createWorkspace(transaction, name, currency, now());
		const apply: Change<unknown> = (context) =>
			applyBlueprint(context, blueprint, { isDeleting: false });
		await orInvalid('/blueprint', () => fluid.writeWithin(transaction, workspace.id, apply));
		return workspace;
	}
}

async function refuseName(transaction: Transaction, name: string, ownId?: string): Promise<void> {
	const fault = await nameFault(transaction, name, ownId);
	if (fault === undefined) return;
	const all = [
		...(await listWorkspaces(transaction)),
		...(await listDeletedWorkspaces(transaction)),
	];
	const taken = all.find((each) => each.name === name && each.id !== ownId);
	if (!taken) throw invalidInput([{ pointer: '/name', detail: fault }]);
	throw problem('workspace_exists', fault, { params: { id: taken.id, name } });
}

function otherName(name: string): Error {
	const detail = `The workspace is called ${inQuotes(name)}. Give exactly this name to delete it.`;
	return invalidInput([{ pointer: '/name', detail }]);
}

function refuse(fault: DeletionFault | undefined, id: string): void {
	if (fault) throw refusals[fault](id);
}

const refusals: Record<DeletionFault, (id: string) => Error> = {
	unknown: (id) => problem('workspace_not_found', undefined, { params: { id } }),
	last: () => problem('last_workspace'),
	too_late: () => problem('workspace_not_restorable'),
};
