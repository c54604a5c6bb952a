import type { FastifyInstance } from 'fastify';
import type { Transaction } from '../../../database/database';
import type { AppContext } from '../../../context';
import { faultsOf, NO_FAULTS, type FormFaults } from '../../kit/faults';
import { redirectWithFlash } from '../../kit/flash';
import { nameFrom } from '../../kit/name';
import { sendPage } from '../../kit/sendPage';
import { invalidInput } from '../../../problems/problems';
import { isCurrency } from '../../../../../contract/reading';
import { createDefaults } from '../../../firstStart';
import { listDeletedWorkspaces, nameFault } from '../../../workspaces/deletion';
import { renameWorkspace } from '../../../workspaces/store';
import type { PageContext } from '../../kit/pageContext';
import { deletionRoutes } from './deletionRoutes';
import { shownWorkspace } from './shownWorkspace';
import { type NewWorkspaceForm, renamePage, WORKSPACES, workspacesPage } from './workspacesPage';

type New = { Body: { name?: string; currency?: string } };
type ById = { Params: { id: string } };
type Rename = ById & { Body: { name?: string } };

const EXAMPLE = 'the name of your client';

/** Settings > Workspaces: one for each client. */
export function workspacePages(pages: FastifyInstance, fluid: AppContext): void {
	const { database, now } = fluid;
	deletionRoutes(pages, fluid);

	pages.get(WORKSPACES, async ({ pageContext }, reply) => {
		const form = { name: '', currency: pageContext.workspace.currency, faults: NO_FAULTS };
		return sendPage(reply, pageContext, await page(pageContext, form));
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
			return sendPage(reply, pageContext, await page(pageContext, form), 422);
		}
	});

	pages.get<ById>(`${WORKSPACES}/:id/rename`, async ({ pageContext, params }, reply) => {
		const workspace = shownWorkspace(pageContext.workspaces, params.id);
		return sendPage(
			reply,
			pageContext,
			renamePage(pageContext, workspace, workspace.name, NO_FAULTS),
		);
	});

	pages.post<Rename>(`${WORKSPACES}/:id/rename`, async ({ pageContext, params, body }, reply) => {
		const workspace = shownWorkspace(pageContext.workspaces, params.id);
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

	async function page(pageContext: PageContext, form: NewWorkspaceForm) {
		const deleted = await listDeletedWorkspaces(database);
		return workspacesPage(pageContext, form, deleted, now());
	}
}

function checkCurrency(currency: string): void {
	if (isCurrency(currency)) return;
	throw invalidInput([{ pointer: '/currency', detail: 'Choose a currency from the list.' }]);
}

async function refuseTaken(transaction: Transaction, name: string, ownId?: string): Promise<void> {
	const detail = await nameFault(transaction, name, ownId);
	if (detail !== undefined) throw invalidInput([{ pointer: '/name', detail }]);
}
