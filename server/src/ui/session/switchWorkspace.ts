import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../context';
import { setWorkspace } from '../../signIn/sessions';
import { redirectWithFlash } from '../kit/message';

type Sent = { Body: { workspace_id?: string; back?: string } };

/** Pages that every workspace has: the deals, and those of the settings. */
const COMMON_PAGE = /^\/(deals|settings(\/[a-z-]+)+)$/;

/** Going to another client's workspace; the session stays there. */
export function switchWorkspace(pages: FastifyInstance, { database }: AppContext): void {
	pages.post<Sent>('/workspace', async ({ visit, body }, reply) => {
		const workspace = visit.workspaces.find(({ id }) => id === body.workspace_id);
		if (!workspace) return redirectWithFlash(reply, '/deals', 'That workspace no longer exists.');
		await database.write((transaction) => setWorkspace(transaction, visit.session, workspace.id));
		return redirectWithFlash(
			reply,
			COMMON_PAGE.test(String(body.back)) ? String(body.back) : '/deals',
		);
	});
}
