import type { FastifyInstance } from 'fastify';
import type { Transaction } from '../../../database/database';
import type { AppContext } from '../../../context';
import { faultsOf, NO_FAULTS, type FormFaults } from '../../kit/faults';
import { Gone } from '../../kit/gone';
import { redirectWithFlash } from '../../kit/flash';
import { nameFrom } from '../../kit/name';
import { sendPage } from '../../kit/sendPage';
import { invalidInput } from '../../../problems/problems';
import { isCurrency } from '../../../../../contract/reading';
import { createDefaults } from '../../../firstStart';
import { listWorkspaces, renameWorkspace, type Workspace } from '../../../workspaces/store';
import { renamePage, WORKSPACES, workspacesPage } from './workspacesPage';

type New = { Body: { name?: string; currency?: string } };
type ById = { Params: { id: string } };
type Rename = ById & { Body: { name?: string } };

const EXAMPLE = 'the name of your client';

/** Settings > Workspaces: one for each client. */
export function workspacePages(pages: FastifyInstance, { database, now }: AppContext): void {
	pages.get(WORKSPACES, async ({ pageContext }, reply) => {
		const form = { name: '', currency: pageContext.workspace.currency, faults: NO_FAULTS };
		return sendPage(reply, pageContext, workspacesPage(pageContext, form, now()));
	});

	pages.post<New>(WORKSPACES, async ({ pageContext, body }, reply) => {
		const { currency = '' } = body;
		try {
			const name = nameFrom(body.name, EXAMPLE);
			checkCurrency(currency);
			await database.writeService(async (transaction) => {
				await refuseTaken(transaction, name);
				await createDefaults(transaction, name, currency, now());
			});
			const advice = 'It starts with the pipeline Sales. Go there to set it up.';
			return redirectWithFlash(reply, WORKSPACES, `The workspace "${name}" is created. ${advice}`);
		} catch (reason) {
			const form = { name: body.name ?? '', currency, faults: faultsOf(reason) };
			return sendPage(reply, pageContext, workspacesPage(pageContext, form, now()), 422);
		}
	});

	pages.get<ById>(`${WORKSPACES}/:id/rename`, async ({ pageContext, params }, reply) => {
		const workspace = getWorkspace(pageContext.workspaces, params.id);
		return sendPage(
			reply,
			pageContext,
			renamePage(pageContext, workspace, workspace.name, NO_FAULTS),
		);
	});

	pages.post<Rename>(`${WORKSPACES}/:id/rename`, async ({ pageContext, params, body }, reply) => {
		const workspace = getWorkspace(pageContext.workspaces, params.id);
		try {
			const name = nameFrom(body.name, EXAMPLE);
			await database.writeService(async (transaction) => {
				await refuseTaken(transaction, name, workspace.id);
				await renameWorkspace(transaction, workspace.id, name);
			});
			return redirectWithFlash(reply, WORKSPACES, `"${workspace.name}" is now called "${name}".`);
		} catch (reason) {
			const faults: FormFaults = faultsOf(reason);
			return sendPage(
				reply,
				pageContext,
				renamePage(pageContext, workspace, body.name ?? '', faults),
				422,
			);
		}
	});
}

function getWorkspace(workspaces: Workspace[], id: string): Workspace {
	const workspace = workspaces.find((each) => each.id === id);
	if (!workspace) throw new Gone(WORKSPACES, 'That workspace no longer exists.');
	return workspace;
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
