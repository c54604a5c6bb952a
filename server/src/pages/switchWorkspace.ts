import type { FastifyInstance } from 'fastify';
import type { Fluid } from '../fluid';
import { setWorkspace } from '../signIn/sessions';
import { goTo } from './message';

/** Going to another client's workspace; the session stays there. */
export function switchWorkspace(pages: FastifyInstance, { database }: Fluid): void {
	pages.post<{ Body: { workspace_id?: string } }>('/workspace', async ({ visit, body }, reply) => {
		const workspace = visit.workspaces.find(({ id }) => id === body.workspace_id);
		if (!workspace) return goTo(reply, '/deals', 'That workspace does not exist any more.');
		await database.write((transaction) => setWorkspace(transaction, visit.session, workspace.id));
		return goTo(reply, '/deals');
	});
}
