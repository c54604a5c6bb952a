import type { FastifyError, FastifyInstance } from 'fastify';
import type { AppContext } from '../context';
import { formAssets } from './assets';
import { takeForms } from './bodies';
import { isOurs, type Outage, problem, Refusal } from '../problems/problems';
import { answerPage, registerHostedPage } from './hostedRoutes';
import { noFormPage } from './hostedPage';
import { submissionHandler } from './receive';
import { isByScript, registerEmbed } from './scriptRoutes';
import { serviceKey } from './serviceKey';
import { submissions } from './submissionRoute';
import type { PublicFormsContext } from './publicFormsContext';

/** Everything about lead forms that is open to everybody: showing a form and sending it. */
export function publicFormRoutes(app: FastifyInstance, fluid: AppContext): void {
	const tokenKey = serviceKey(fluid);
	const open: PublicFormsContext = {
		...fluid,
		tokenKey,
		receive: submissionHandler(fluid, tokenKey),
	};
	app.register(async (pages) => {
		takeForms(pages, fluid.publicUrl);
		pages.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
			const said = forVisitors(error);
			// A script gets the answer that every API client gets.
			if (isByScript(request)) throw said;
			const status = error instanceof Refusal ? error.status : (error.statusCode ?? 500);
			if (status >= 500 && isOurs(error)) request.log.error(error);
			if (error instanceof Refusal && error.more.retryAfterSeconds !== undefined)
				reply.header('retry-after', String(error.more.retryAfterSeconds));
			return answerPage(reply.code(status), noFormPage('That did not work', advice(said, status)));
		});
		formAssets(pages);
		registerHostedPage(pages, open);
		registerEmbed(pages, open);
		submissions(pages, open);
	});
}

/** What whoever runs the service has to see to is in its log, and nothing for strangers. */
function forVisitors(error: FastifyError | Refusal): FastifyError | Refusal {
	if (!(error instanceof Refusal) || error.more.outage === undefined) return error;
	const { outage, retryAfterSeconds } = error.more;
	return problem(error.code, visitorSentences[outage], { retryAfterSeconds });
}

const NOT_SENT = 'This form cannot be used just now, and nothing was sent. Try again in a moment.';

const visitorSentences: Record<Outage, string> = {
	unread: NOT_SENT,
	unsaved: NOT_SENT,
	uncertain: 'It is not certain whether your answers have arrived. Send them again in a moment.',
};

function advice(error: FastifyError | Refusal, status: number): string {
	if (error instanceof Refusal) return `${error.message} Go back: your answers are still there.`;
	if (status === 413) return 'That is too much text to send. Go back and shorten it.';
	return 'Something went wrong on our side and nothing was sent. Go back, your answers are still there, and try again.';
}
