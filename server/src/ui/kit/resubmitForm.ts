import type { FastifyReply, FastifyRequest } from 'fastify';
import { field } from './field';
import { TOKEN_FIELD } from './form';
import { html, type Html } from '../../html/html';
import { plainPage } from './layout';

/** What a form is sent again with: the token of the session there is now; undefined while nobody is signed in. */
type Token = string | undefined;

/**
 * Answers a form that came too late, after its session had ended, with a page that holds all that was typed and sends
 * it again. Only for forms of our own pages: what another site has filled in must not be one click away from us.
 */
export function offerToResubmit(
	request: FastifyRequest,
	reply: FastifyReply,
	token: Token,
): FastifyReply {
	const { title, advice } = token === undefined ? signedOut(request) : signedInAgain;
	const page = plainPage(
		title,
		html`${advice}
			<form method="post" action="${request.url}">
				${token !== undefined && hidden(TOKEN_FIELD, token)} ${typed(request.body)}
				<button>Send again</button>
			</form>`,
	);
	return reply
		.code(token === undefined ? 401 : 403)
		.type('text/html; charset=utf-8')
		.send(page);
}

function signedOut({ headers }: FastifyRequest) {
	const next = encodeURIComponent(pathOf(headers.referer));
	return {
		title: 'You are signed out',
		advice: html`<p>
			Nothing was saved yet, and nothing that you typed is lost.
			<a href="/sign-in?next=${next}" target="_blank">Sign in in a new tab</a>, come back to this
			one, and send it again.
		</p>`,
	};
}

const signedInAgain = {
	title: 'This page is out of date',
	advice: html`<p>
		You signed in again since you opened it. Nothing was saved yet, and nothing that you typed is
		lost: send it again.
	</p>`,
};

function pathOf(referer: string | undefined): string {
	const { pathname, search } = new URL(referer ?? '/deals', 'http://localhost');
	return `${pathname}${search}`;
}

function typed(body: unknown): Html[] {
	const fields = Object.entries((body ?? {}) as Record<string, unknown>);
	return fields
		.filter(([name]) => name !== TOKEN_FIELD)
		.flatMap(([name, value]) =>
			[value]
				.flat()
				.map((each) =>
					name in SECRETS && each !== '' ? typedAgain(name) : hidden(name, String(each)),
				),
		);
}

/** Fields whose content no page shows, by what they are called. */
const SECRETS: Record<string, string> = { auth_header: 'Authorization header' };

function typedAgain(name: string): Html {
	return field(
		{ name, label: SECRETS[name] as string, help: 'It is not repeated here: type it again.' },
		(attributes) => html`<input ${attributes} type="password" autocomplete="off" />`,
	);
}

function hidden(name: string, value: string): Html {
	return html`<input type="hidden" name="${name}" value="${value}" />`;
}
