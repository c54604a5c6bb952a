import type { FastifyInstance } from 'fastify';
import type { Transaction } from '../../../database/database';
import type { AppContext } from '../../../context';
import { faultsOf, NO_FAULTS, type Faults } from '../../kit/faults';
import { redirectWithFlash } from '../../kit/message';
import { nameFrom } from '../../kit/name';
import { sendPage } from '../../kit/show';
import { invalidInput } from '../../../problems/problems';
import { isCurrency } from '../../../../../contract/reading';
import { createDefaults } from '../../../workspaces/firstStart';
import { listWorkspaces, renameWorkspace, type Workspace } from '../../../workspaces/store';
import { renamePage, WORKSPACES, workspacesPage } from './workspacesPage';

type New = { Body: { name?: string; currency?: string } };
type ById = { Params: { id: string } };
type Rename = ById & { Body: { name?: string } };

const EXAMPLE = 'the name of your client';
const GONE = 'That workspace no longer exists.';

/** Settings > Workspaces: one for each client. */
export function workspacePages(pages: FastifyInstance, { database, now }: AppContext): void {
	pages.get(WORKSPACES, async ({ visit }, reply) => {
		const form = { name: '', currency: visit.workspace.currency, faults: NO_FAULTS };
		return sendPage(reply, visit, workspacesPage(visit, form, now()));
	});

	pages.post<New>(WORKSPACES, async ({ visit, body }, reply) => {
		const { currency = '' } = body;
		try {
			const name = nameFrom(body.name, EXAMPLE);
			checkCurrency(currency);
			await database.write(async (transaction) => {
				await refuseTaken(transaction, name);
				await createDefaults(transaction, name, currency, now());
			});
			const advice = 'It starts with the pipeline Sales. Go there to set it up.';
			return redirectWithFlash(reply, WORKSPACES, `The workspace "${name}" is created. ${advice}`);
		} catch (reason) {
			const form = { name: body.name ?? '', currency, faults: faultsOf(reason) };
			return sendPage(reply, visit, workspacesPage(visit, form, now()), 422);
		}
	});

	pages.get<ById>(`${WORKSPACES}/:id/rename`, async ({ visit, params }, reply) => {
		const workspace = find(visit.workspaces, params.id);
		if (!workspace) return redirectWithFlash(reply, WORKSPACES, GONE);
		return sendPage(reply, visit, renamePage(visit, workspace, workspace.name, NO_FAULTS));
	});

	pages.post<Rename>(`${WORKSPACES}/:id/rename`, async ({ visit, params, body }, reply) => {
		const workspace = find(visit.workspaces, params.id);
		if (!workspace) return redirectWithFlash(reply, WORKSPACES, GONE);
		try {
			const name = nameFrom(body.name, EXAMPLE);
			await database.write(async (transaction) => {
				await refuseTaken(transaction, name, workspace.id);
				await renameWorkspace(transaction, workspace.id, name);
			});
			return redirectWithFlash(reply, WORKSPACES, `"${workspace.name}" is now called "${name}".`);
		} catch (reason) {
			const faults: Faults = faultsOf(reason);
			return sendPage(reply, visit, renamePage(visit, workspace, body.name ?? '', faults), 422);
		}
	});
}

function find(workspaces: Workspace[], id: string): Workspace | undefined {
	return workspaces.find((workspace) => workspace.id === id);
}

function checkCurrency(currency: string): void {
	if (isCurrency(currency)) return;
	throw invalidInput([{ pointer: '/currency', detail: 'Choose a currency from the list.' }]);
}

async function refuseTaken(transaction: Transaction, name: string, ownId?: string): Promise<void> {
	const workspaces = await listWorkspaces(transaction);
	if (workspaces.every((workspace) => workspace.name !== name || workspace.id === ownId)) return;
	const detail = `There is a workspace "${name}" already. Choose another name.`;
	throw invalidInput([{ pointer: '/name', detail }]);
}
