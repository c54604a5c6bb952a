import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import {
	countDeals,
	deleteWorkspace,
	listDeletedWorkspaces,
	restorableUntil,
	restoreWorkspace,
} from '../../../workspaces/deletion';
import { Gone } from '../../kit/gone';
import { redirectWithFlash } from '../../kit/flash';
import { sendPage } from '../../kit/sendPage';
import { deletionPage } from './deletionPage';
import { shownWorkspace } from './shownWorkspace';
import { WORKSPACES } from './workspacesPage';

type ById = { Params: { id: string } };
type Typed = ById & { Body: { name?: string } };

/** Deleting a workspace, by its name, and giving it back. */
export function deletionRoutes(pages: FastifyInstance, { database, now }: AppContext): void {
	pages.get<ById>(`${WORKSPACES}/:id/delete`, async ({ pageContext, params }, reply) => {
		const workspace = shownWorkspace(pageContext.workspaces, params.id);
		const deals = await countDeals(database, workspace.id);
		return sendPage(reply, pageContext, deletionPage(pageContext, workspace, deals, ''));
	});

	pages.post<Typed>(`${WORKSPACES}/:id/delete`, async ({ pageContext, params, body }, reply) => {
		const workspace = shownWorkspace(pageContext.workspaces, params.id);
		const { name } = workspace;
		const typed = body.name ?? '';
		const fault =
			typed.trim() !== name
				? `That is not the name of the workspace. Type "${name}".`
				: await database.writeService(async (transaction) =>
						sentences[(await deleteWorkspace(transaction, workspace.id, now())) ?? 'done'](),
					);
		if (fault) {
			const deals = await countDeals(database, workspace.id);
			const page = deletionPage(pageContext, workspace, deals, typed, fault);
			return sendPage(reply, pageContext, page, 422);
		}
		const until = restorableUntil({ deleted_at: now().toISOString() }).toISOString().slice(0, 10);
		return redirectWithFlash(
			reply,
			WORKSPACES,
			`"${name}" is deleted. Until ${until} you can restore it below.`,
		);
	});

	pages.post<ById>(`${WORKSPACES}/:id/restore`, async ({ params }, reply) => {
		const deleted = await listDeletedWorkspaces(database);
		const name = deleted.find(({ id }) => id === params.id)?.name;
		const fault = await database.writeService((transaction) =>
			restoreWorkspace(transaction, params.id, now()),
		);
		if (fault) throw new Gone(WORKSPACES, 'That workspace can no longer be restored.');
		const advice = 'Its API keys, lead forms and webhooks work again.';
		return redirectWithFlash(reply, WORKSPACES, `"${name}" is restored. ${advice}`);
	});
}

const sentences = {
	done: () => undefined,
	last: () => 'This is the only workspace. Create another one first.',
	unknown: () => 'It was deleted just now by somebody else.',
	too_late: () => 'It is being removed.',
};
