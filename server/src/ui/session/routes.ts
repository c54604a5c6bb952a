import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppContext } from '../../context';
import { isFromElsewhere } from '../../http/crossSite';
import { PageRefusal } from '../kit/pageRefusal';
import { SESSION_COOKIE } from './requireSignIn';
import { isGoodLink, useSignInLink } from '../../signIn/links';
import { nextPath } from './nextPath';
import { tryPassword, welcome } from '../../signIn/loginThrottle';
import {
	createSession,
	findSession,
	isTokenOf,
	type NewSession,
	removeSession,
} from '../../signIn/sessions';
import { linkPage, signInPage } from './signInPage';
import { TOKEN_FIELD } from '../kit/form';

/** A field that is given twice is a list. */
type Sent = string | string[];
type Next = { next?: Sent };
type ByLink = { Params: { secret: string } };
type Password = { Body: { password?: Sent } & Next };

/** Signing in by password or by a link that works once, and signing out. */
export function signInPages(pages: FastifyInstance, fluid: AppContext): void {
	const { database, config, now } = fluid;

	pages.get<{ Querystring: Next }>('/sign-in', async ({ query }, reply) =>
		show(reply, 200, { next: nextPath(query.next) }),
	);

	pages.post<Password>('/sign-in', async (request, reply) => {
		if (isFromElsewhere(request)) throw fromElsewhere();
		const next = nextPath(request.body?.next);
		const { adminPassword } = config;
		const isRight = adminPassword !== undefined && isSame(request.body?.password, adminPassword);
		const wait = await tryPassword(database, request.ip, isRight, now().getTime());
		if (wait.ms > 0) {
			const seconds = Math.ceil(wait.ms / 1000);
			reply.header('retry-after', String(seconds));
			const fault = wait.isForAll
				? `Too many wrong passwords were tried from many places. Wait ${seconds} seconds and try again, or sign in by a link as described below.`
				: `Too many wrong passwords. Wait ${seconds} seconds and try again.`;
			return show(reply, 429, { next, fault });
		}
		if (isRight) {
			const session = await database.writeService((transaction) =>
				createSession(transaction, fluid),
			);
			return enter(request, reply, next, session);
		}
		return show(reply, 401, {
			next,
			fault: 'That is not the password. Check for capital letters and try again.',
		});
	});

	// Chats and mail filters open every link they see: only the button uses it up.
	pages.get<ByLink>('/sign-in/:secret', async (request, reply) => {
		const { secret } = request.params;
		if (await isGoodLink(database, secret, now())) return answer(reply, 200, linkPage(secret));
		return refuseLink(request, reply);
	});

	pages.post<ByLink>('/sign-in/:secret', async (request, reply) => {
		if (isFromElsewhere(request)) throw fromElsewhere();
		// Both or neither: where no session can be written, such as on a full disk, the link stays good.
		const session = await database.writeService(async (transaction) => {
			if (!(await useSignInLink(transaction, request.params.secret, now()))) return undefined;
			await welcome(transaction, request.ip, now().getTime());
			return createSession(transaction, fluid);
		});
		return session ? enter(request, reply, '/deals', session) : refuseLink(request, reply);
	});

	pages.post<{ Body: Record<string, string> }>('/sign-out', async (request, reply) => {
		const secret = request.cookies[SESSION_COOKIE];
		if (secret) {
			if (!isTokenOf(secret, request.body?.[TOKEN_FIELD])) throw fromElsewhere();
			await database.writeService((transaction) => removeSession(transaction, fluid, secret));
		}
		return reply.clearCookie(SESSION_COOKIE, { path: '/' }).redirect('/sign-in', 303);
	});

	function enter(
		{ protocol }: FastifyRequest,
		reply: FastifyReply,
		next: string,
		{ secret, expiresAt }: NewSession,
	): FastifyReply {
		reply.setCookie(SESSION_COOKIE, secret, {
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: protocol === 'https' || fluid.publicUrl().startsWith('https:'),
			expires: expiresAt,
		});
		return reply.redirect(next, 303);
	}

	/** Who pressed the button twice has used the link up, and is signed in. */
	async function refuseLink(
		{ cookies }: FastifyRequest,
		reply: FastifyReply,
	): Promise<FastifyReply> {
		const secret = cookies[SESSION_COOKIE];
		if (secret && (await findSession(fluid, secret))) return reply.redirect('/deals', 303);
		const fault =
			'This link was used already or is older than a day. Make a new one as described below.';
		return show(reply, 401, { next: '/deals', fault });
	}

	function show(
		reply: FastifyReply,
		status: number,
		what: { next: string; fault?: string },
	): FastifyReply {
		const hasPassword = config.adminPassword !== undefined;
		return answer(reply, status, signInPage({ ...what, hasPassword }));
	}
}

function answer(reply: FastifyReply, status: number, page: string): FastifyReply {
	return reply.code(status).type('text/html; charset=utf-8').send(page);
}

/** Compares in constant time, which does not reveal how much of the password was right. */
function isSame(given: Sent | undefined, wanted: string): boolean {
	if (typeof given !== 'string') return false;
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(given), hash(wanted));
}

function fromElsewhere(): PageRefusal {
	return new PageRefusal(
		403,
		'This form came from another site',
		'Reload this page and try again.',
	);
}
