import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../context';
import { setWorkspace } from '../../signIn/sessions';
import { Gone } from '../kit/gone';
import { redirectWithFlash } from '../kit/flash';

type Sent = { Body: { workspace_id?: string; back?: string } };

/** Pages that every workspace has: the deals, and those of the settings. */
const COMMON_PAGE = /^\/(deals|settings(\/[a-z-]+)+)$/;

/** Going to another client's workspace; the session stays there. */
export function switchWorkspace(pages: FastifyInstance, { database }: AppContext): void {
	pages.post<Sent>('/workspace', async ({ pageContext, body }, reply) => {
		const workspace = pageContext.workspaces.find(({ id }) => id === body.workspace_id);
		if (!workspace) throw new Gone('/deals', 'That workspace no longer exists.');
		await database.writeService((transaction) =>
			setWorkspace(transaction, pageContext.session, workspace.id),
		);
		return redirectWithFlash(
			reply,
			COMMON_PAGE.test(String(body.back)) ? String(body.back) : '/deals',
		);
	});
}
