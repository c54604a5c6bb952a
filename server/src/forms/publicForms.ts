import type { FastifyError, FastifyInstance } from 'fastify';
import type { AppContext } from '../context';
import { formAssets } from './assets';
import { takeForms } from './bodies';
import { isOurs, Refusal } from '../problems/problems';
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
			// A script gets the answer that every API client gets.
			if (isByScript(request)) throw error;
			const status = error instanceof Refusal ? error.status : (error.statusCode ?? 500);
			if (status >= 500 && isOurs(error)) request.log.error(error);
			return answerPage(reply.code(status), noFormPage('That did not work', advice(error, status)));
		});
		formAssets(pages);
		registerHostedPage(pages, open);
		registerEmbed(pages, open);
		submissions(pages, open);
	});
}

function advice(error: FastifyError | Refusal, status: number): string {
	if (error instanceof Refusal) return `${error.message} Go back: your answers are still there.`;
	if (status === 413) return 'That is too much text to send. Go back and shorten it.';
	return 'Something went wrong on our side and nothing was sent. Go back, your answers are still there, and try again.';
}
