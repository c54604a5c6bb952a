import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fluid } from '../fluid';
import { isFromElsewhere } from '../pages/crossSite';
import { PageRefusal } from '../pages/pageRefusal';
import { SESSION_COOKIE } from '../pages/visit';
import { useSignInLink } from './links';
import { nextPath } from './nextPath';
import { newPatience } from './patience';
import { createSession, findSession, removeSession, tokenOf } from './sessions';
import { signInPage } from './signInPage';
import { TOKEN_FIELD } from '../pages/form';

/** A field that is given twice is a list. */
type Sent = string | string[];
type Next = { next?: Sent };
type ByLink = { Params: { secret: string } };
type Password = { Body: { password?: Sent } & Next };

/** Signing in by password or by a link that works once, and signing out. */
export function signIn(pages: FastifyInstance, fluid: Fluid): void {
	const { database, config, now } = fluid;
	const patience = newPatience();

	pages.get<{ Querystring: Next }>('/sign-in', async ({ query }, reply) =>
		show(reply, 200, { next: nextPath(query.next) }),
	);

	pages.post<Password>('/sign-in', async (request, reply) => {
		if (isFromElsewhere(request)) throw fromElsewhere();
		const next = nextPath(request.body?.next);
		const wait = patience.waitMs(request.ip, now().getTime());
		if (wait > 0) {
			const seconds = Math.ceil(wait / 1000);
			reply.header('retry-after', String(seconds));
			const fault = `Too many wrong passwords. Wait ${seconds} seconds and try again.`;
			return show(reply, 429, { next, fault });
		}
		if (config.adminPassword && isSame(request.body?.password, config.adminPassword)) {
			patience.hasSucceeded(request.ip);
			return enter(reply, next);
		}
		patience.hasFailed(request.ip, now().getTime());
		return show(reply, 401, {
			next,
			fault: 'That is not the password. Check for capital letters and try again.',
		});
	});

	pages.get<ByLink>('/sign-in/:secret', async (request, reply) => {
		const isGood = await database.write((transaction) =>
			useSignInLink(transaction, request.params.secret, now()),
		);
		if (isGood) return enter(reply, '/deals');
		// A browser that loaded the address ahead has used the link up, and is signed in.
		if (await isSignedIn(request)) return reply.redirect('/deals', 303);
		const fault =
			'This link was used already or is older than a day. Make a new one as described below.';
		return show(reply, 401, { next: '/deals', fault });
	});

	pages.post<{ Body: Record<string, string> }>('/sign-out', async (request, reply) => {
		const secret = request.cookies[SESSION_COOKIE];
		if (secret) {
			if (request.body?.[TOKEN_FIELD] !== tokenOf(secret)) throw fromElsewhere();
			await database.write((transaction) => removeSession(transaction, secret));
		}
		return reply.clearCookie(SESSION_COOKIE, { path: '/' }).redirect('/sign-in', 303);
	});

	async function enter(reply: FastifyReply, next: string): Promise<FastifyReply> {
		const { secret, expiresAt } = await database.write((transaction) =>
			createSession(transaction, now()),
		);
		reply.setCookie(SESSION_COOKIE, secret, {
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: fluid.publicUrl().startsWith('https:'),
			expires: expiresAt,
		});
		return reply.redirect(next, 303);
	}

	async function isSignedIn({ cookies }: FastifyRequest): Promise<boolean> {
		const secret = cookies[SESSION_COOKIE];
		return secret !== undefined && (await findSession(database, secret, now())) !== undefined;
	}

	function show(
		reply: FastifyReply,
		status: number,
		what: { next: string; fault?: string },
	): FastifyReply {
		const page = signInPage({ ...what, hasPassword: config.adminPassword !== undefined });
		return reply.code(status).type('text/html; charset=utf-8').send(page);
	}
}

/** Compares without telling by the time how much of the password was right. */
function isSame(given: Sent | undefined, wanted: string): boolean {
	if (typeof given !== 'string') return false;
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(given), hash(wanted));
}

function fromElsewhere(): PageRefusal {
	return new PageRefusal(
		403,
		'This form came from another site',
		'Open this page anew and try again.',
	);
}
