import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppContext } from '../../context';
import { findSession, isTokenOf, type Session, setWorkspace, tokenOf } from '../../signIn/sessions';
import { listWorkspaces, type Workspace } from '../../workspaces/store';
import { isFromElsewhere, isFromOwnPage } from '../../http/crossSite';
import { TOKEN_FIELD, WORKSPACE_FIELD } from '../kit/form';
import { takeFlash } from '../kit/flash';
import { PageRefusal } from '../kit/pageRefusal';
import { offerToResubmit } from '../kit/resubmitForm';
import type { PageContext } from '../kit/pageContext';

declare module 'fastify' {
	interface FastifyRequest {
		/** The session of the browser, while there is one. */
		session: Session | undefined;
		/** Who looks at the page, once it is known that somebody is signed in. */
		pageContext: PageContext;
	}
}

/** What a page that sends a form again may hold: anybody can have one made. */
const MOST_SENT_AGAIN = { bytes: 64 * 1024, inputs: 500 };

/** Cookie that holds the session. */
export const SESSION_COOKIE = 'fluid_session';

/**
 * Returns the first hook of every page that needs sign-in: it finds the session before anything of a body is read. Who
 * is not signed in is sent there and comes back afterwards.
 */
export function recogniseSession(fluid: AppContext) {
	return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> => {
		const secret = request.cookies[SESSION_COOKIE];
		request.session = secret ? await findSession(fluid, secret) : undefined;
		if (!request.session && !canBeSentAgain(request)) return sendToSignIn(request, reply);
	};
}

/**
 * Returns the hook of every page that needs sign-in, once its form was read. A form that another site or an older
 * session has filled in is refused.
 */
export function requireSignIn(fluid: AppContext) {
	const { database } = fluid;
	return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> => {
		const { session } = request;
		const secret = request.cookies[SESSION_COOKIE];
		if (!secret || !session) {
			if (!canBeSentAgain(request)) return sendToSignIn(request, reply);
			return offerToResubmit(request, reply, undefined);
		}

		const token = tokenOf(secret);
		const form = formOf(request);
		if (form && (!isTokenOf(secret, form[TOKEN_FIELD]) || isFromElsewhere(request))) {
			if (canBeSentAgain(request)) return offerToResubmit(request, reply, token);
			throw new PageRefusal(403, 'This page is out of date', OUT_OF_DATE);
		}
		const workspaces = await listWorkspaces(database);
		const shown = workspaces.find(({ id }) => id === form?.[WORKSPACE_FIELD]);
		const current = workspaces.find(({ id }) => id === session.workspace_id);
		const workspace = shown ?? current ?? workspaces[0];
		// Whoever goes on in a tab goes on in its workspace.
		if (shown && shown !== current)
			await database.writeService((transaction) => setWorkspace(transaction, session, shown.id));
		request.pageContext = {
			session,
			workspace: workspace as Workspace,
			workspaces,
			token,
			message: request.method === 'GET' ? takeFlash(request, reply) : undefined,
		};
	};
}

function sendToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
	if (isFormOfOwnPage(request)) throw new PageRefusal(401, 'You are signed out', TOO_LARGE_TO_KEEP);
	const back = request.method === 'GET' ? request.url : '/deals';
	const path = `/sign-in?next=${encodeURIComponent(back)}`;
	// htmx would put the sign-in page into a part of this one.
	if (request.headers['hx-request']) return reply.header('hx-redirect', path).code(401).send();
	return reply.redirect(path, 303);
}

const OUT_OF_DATE =
	'You signed in again since you opened it, or the form came from another site. Go back, reload the page and try again.';

const TOO_LARGE_TO_KEEP =
	'Nothing was saved, and this form is too large to be kept for you here. Sign in in another tab, go back in this one, where your entries still are, and send it again.';

/** Returns whether a form is of one of our own pages, and small enough to be shown again to somebody who has left it. */
function canBeSentAgain(request: FastifyRequest): boolean {
	const bytes = Number(request.headers['content-length'] ?? Infinity);
	const inputs = Object.values(request.body ?? {}).flat().length;
	const isSmall = bytes <= MOST_SENT_AGAIN.bytes && inputs <= MOST_SENT_AGAIN.inputs;
	return isSmall && isFormOfOwnPage(request);
}

/** Only a whole page can be shown instead of what a form leads to, not what htmx puts into a part of one. */
function isFormOfOwnPage(request: FastifyRequest): boolean {
	return sends(request) && isFromOwnPage(request) && request.headers['hx-request'] === undefined;
}

function sends({ method }: FastifyRequest): boolean {
	return method !== 'GET' && method !== 'HEAD';
}

/** Returns what a form has sent; undefined for a request that only reads. A form with nothing in it has no body at all. */
function formOf(request: FastifyRequest): Record<string, unknown> | undefined {
	if (!sends(request)) return undefined;
	request.body ??= {};
	return request.body as Record<string, unknown>;
}
