import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fluid } from '../fluid';
import { findSession, isTokenOf, tokenOf, type Session } from '../signIn/sessions';
import { listWorkspaces, type Workspace } from '../workspaces/store';
import { isFromElsewhere } from './crossSite';
import { TOKEN_FIELD } from './form';
import { takeMessage } from './message';
import { PageRefusal } from './pageRefusal';

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
		if (request.method !== 'GET' && request.method !== 'HEAD') checkForm(request, secret);
		const workspaces = await listWorkspaces(database);
		const workspace = workspaces.find(({ id }) => id === session.workspace_id) ?? workspaces[0];
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
	const back = request.method === 'GET' ? request.url : '/deals';
	const path = `/sign-in?next=${encodeURIComponent(back)}`;
	// htmx would put the sign-in page into a part of this one.
	if (request.headers['hx-request']) return reply.header('hx-redirect', path).code(401).send();
	return reply.redirect(path, 303);
}

function checkForm(request: FastifyRequest, secret: string): void {
	// A form with nothing in it has no body at all.
	request.body ??= {};
	const body = request.body as Record<string, unknown>;
	const given = body[TOKEN_FIELD] ?? request.headers['x-fluid-token'];
	if (isTokenOf(secret, given) && !isFromElsewhere(request)) return;
	throw new PageRefusal(
		403,
		'This page is out of date',
		'You signed in again since you opened it, or the form came from another site. Go back, reload the page and try again.',
	);
}
