import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fluid } from '../fluid';
import { findSession, isTokenOf, type Session, setWorkspace, tokenOf } from '../signIn/sessions';
import { listWorkspaces, type Workspace } from '../workspaces/store';
import { isFromElsewhere, isFromOwnPage } from './crossSite';
import { TOKEN_FIELD, WORKSPACE_FIELD } from './form';
import { takeMessage } from './message';
import { PageRefusal } from './pageRefusal';
import { offerToSendAgain } from './sendAgain';

/** Somebody who is signed in and looks at a page. */
export type Visit = {
	session: Session;
	/** The workspace that is looked at, and all there are. */
	workspace: Workspace;
	workspaces: Workspace[];
	/** Proves that a form came from a page of this session. */
	token: string;
	/** What the step before this page has to say, shown once. */
	message: string | undefined;
};

declare module 'fastify' {
	interface FastifyRequest {
		/** Who looks at the page, once it is known that somebody is signed in. */
		visit: Visit;
	}
}

/** Cookie that holds the session. */
export const SESSION_COOKIE = 'fluid_session';

/**
 * Returns the hook of every page that needs sign-in. Who is not signed in is sent there and comes back afterwards; a
 * form that another site or an older session has filled in is refused.
 */
export function visiting(fluid: Fluid) {
	const { database } = fluid;
	return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> => {
		const secret = request.cookies[SESSION_COOKIE];
		const session = secret ? await findSession(fluid, secret) : undefined;
		if (!secret || !session) return sendToSignIn(request, reply);

		const token = tokenOf(secret);
		const form = formOf(request);
		if (form && (!isTokenOf(secret, form[TOKEN_FIELD]) || isFromElsewhere(request))) {
			if (canBeSentAgain(request)) return offerToSendAgain(request, reply, token);
			throw new PageRefusal(403, 'This page is out of date', OUT_OF_DATE);
		}
		const workspaces = await listWorkspaces(database);
		const shown = workspaces.find(({ id }) => id === form?.[WORKSPACE_FIELD]);
		const current = workspaces.find(({ id }) => id === session.workspace_id);
		const workspace = shown ?? current ?? workspaces[0];
		// Whoever goes on in a tab goes on in its workspace.
		if (shown && shown !== current)
			await database.write((transaction) => setWorkspace(transaction, session, shown.id));
		request.visit = {
			session,
			workspace: workspace as Workspace,
			workspaces,
			token,
			message: request.method === 'GET' ? takeMessage(request, reply) : undefined,
		};
	};
}

function sendToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
	if (formOf(request) && canBeSentAgain(request))
		return offerToSendAgain(request, reply, undefined);
	const back = request.method === 'GET' ? request.url : '/deals';
	const path = `/sign-in?next=${encodeURIComponent(back)}`;
	// htmx would put the sign-in page into a part of this one.
	if (request.headers['hx-request']) return reply.header('hx-redirect', path).code(401).send();
	return reply.redirect(path, 303);
}

const OUT_OF_DATE =
	'You signed in again since you opened it, or the form came from another site. Go back, reload the page and try again.';

/** A page can only be shown to somebody who has left the one with the form. */
function canBeSentAgain(request: FastifyRequest): boolean {
	return isFromOwnPage(request) && request.headers['hx-request'] === undefined;
}

/** Returns what a form has sent; undefined for a request that only reads. A form with nothing in it has no body at all. */
function formOf(request: FastifyRequest): Record<string, unknown> | undefined {
	if (request.method === 'GET' || request.method === 'HEAD') return undefined;
	request.body ??= {};
	return request.body as Record<string, unknown>;
}
