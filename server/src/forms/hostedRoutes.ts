import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Database } from '../database/database';
import { loadQuestions } from './availableFields';
import type { LeadForm } from './form';
import { type HostedPage, hostedPage, noFormPage, thankYouPage } from './hostedPage';
import { secureHosted } from './hostedPolicy';
import { queryOf } from './inputs';
import { INPUTS } from './names';
import { postedOf, textIn } from './posted';
import { formUrl } from './render';
import { findFormById } from './store';
import { newToken } from './token';
import { trackingOfVisit } from './tracking';
import type { PublicFormsContext } from './publicFormsContext';

type ById = { Params: { id: string } };

/** The hosted page of a form, and the page after sending. */
export function registerHostedPage(
	app: FastifyInstance,
	{ database, now, publicUrl, tokenKey }: PublicFormsContext,
): void {
	app.get<ById>('/f/:id', async ({ params, url, headers }, reply) => {
		const form = await findFormById(database, params.id);
		if (!form) return answerGone(reply);
		const asked = postedOf(queryOf(url));
		const tracking = trackingOfVisit(formUrl(publicUrl(), form.id), asked, headers.referer);
		const hidden = {
			[INPUTS.token]: newToken(await tokenKey(), form.id, now().getTime()),
			[INPUTS.redirect]: textIn(asked, INPUTS.redirect),
			...tracking,
		};
		return answerHosted(database, reply, { form, hidden });
	});

	app.get<ById>('/f/:id/thanks', async ({ params }, reply) => {
		const form = await findFormById(database, params.id);
		return form ? answerPage(reply, thankYouPage(form), form) : answerGone(reply);
	});
}

/** Answers with the page of a form; the status is 200 unless the reply has another one. */
export async function answerHosted(
	database: Database,
	reply: FastifyReply,
	page: Pick<HostedPage, 'form' | 'hidden'> & Partial<HostedPage>,
): Promise<FastifyReply> {
	const questions = await loadQuestions(database, page.form);
	const filled = { posted: {}, faults: [] };
	return answerPage(reply, hostedPage({ questions, filled, ...page }), page.form);
}

/** Answers that there is no such form. */
export function answerGone(reply: FastifyReply): FastifyReply {
	const sentence =
		'This form was removed, or the address is not complete. Please ask whoever sent you here.';
	return answerPage(reply.code(404), noFormPage('Form not found', sentence));
}

/** Answers visitors with a page. */
export function answerPage(reply: FastifyReply, page: string, form?: LeadForm): FastifyReply {
	return secureHosted(reply, form).type('text/html; charset=utf-8').send(page);
}
