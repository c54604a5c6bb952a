import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { problems } from '../../../../contract/problems';
import { receiveRest } from '../../http/receiveRest';
import { isOurs, Refusal } from '../../problems/problems';
import { html } from '../../html/html';
import { goneOf, type GoneThings } from './gone';
import { plainPage } from './layout';
import { redirectWithFlash } from './flash';
import { PageRefusal } from './pageRefusal';
import { pageSentence } from './pageSentence';

/** Answers what a page refuses, or what went wrong in it, as a page that says what to do next. */
export function answerPageRefusals(app: FastifyInstance, goneThings: GoneThings = {}): void {
	app.setErrorHandler((error: FastifyError, request, reply) => {
		const gone = goneOf(error, goneThings);
		if (gone) return redirectWithFlash(reply, gone.list, gone.message);
		const refusal = pageRefusal(error, request);
		if (refusal.status === 413) receiveRest(request, reply);
		if (refusal.status >= 500 && isOurs(error)) request.log.error(error);
		if (refusal.retryAfterSeconds !== undefined) {
			reply.header('retry-after', String(refusal.retryAfterSeconds));
		}
		const page = plainPage(
			refusal.title,
			html`<p>${refusal.message}</p>
				<p><a href="/deals">Go to your deals</a></p>`,
		);
		return reply.code(refusal.status).type('text/html; charset=utf-8').send(page);
	});
}

const TOO_LARGE =
	'Nothing was saved: a form takes at most 256 kB. Go back, where your entries still are, and shorten them.';

function pageRefusal(
	error: FastifyError | PageRefusal | Refusal,
	request: FastifyRequest,
): PageRefusal {
	if (error instanceof PageRefusal) return error;
	if (error instanceof Refusal) {
		const { title } = problems[error.code];
		const sentence = pageSentence(error, request);
		return new PageRefusal(error.status, title, sentence, error.more.retryAfterSeconds);
	}
	if (error.statusCode === 413) return new PageRefusal(413, 'That is too much text', TOO_LARGE);
	if (error.statusCode !== undefined && error.statusCode < 500) {
		return new PageRefusal(
			error.statusCode,
			'That did not work',
			'Go back, reload the page and try again.',
		);
	}
	return new PageRefusal(
		500,
		'Something went wrong',
		'This is an error on our side, and nothing was saved. Go back and try again.',
	);
}
