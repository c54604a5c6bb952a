import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LeadForm } from './form';
import { answerGone, answerHosted } from './hostedRoutes';
import { INPUTS, TRACKING } from './names';
import { callerOf } from './origin';
import { type Posted, postedOf, textIn } from './posted';
import type { ResendReason, SubmissionOutcome } from './receive';
import { problem } from '../problems/problems';
import { answerScript, isByScript } from './scriptRoutes';
import { SHORTEST_MS } from './spam';
import { findFormById } from './store';
import { newToken } from './token';
import type { PublicFormsContext } from './publicFormsContext';

type ById = { Params: { id: string } };

const MOST_BODY_BYTES = 256 * 1024;

/** Sending a form: by our script, by the hosted page, or by a form in a page of somebody else's. */
export function submissions(app: FastifyInstance, visitors: PublicFormsContext): void {
	const { database, now, publicUrl, receive, tokenKey } = visitors;

	app.post<ById>('/f/:id', { bodyLimit: MOST_BODY_BYTES }, async (request, reply) => {
		const form = await findFormById(database, request.params.id);
		if (!form) {
			if (isByScript(request)) throw problem('form_not_found');
			return answerGone(reply);
		}
		const posted = postedOf(request.body);
		const caller = callerOf(request.headers, publicUrl());
		const outcome = await receive(form, {
			posted,
			caller,
			ip: request.ip,
			page: request.headers.referer,
		});
		if (outcome.kind === 'too_often') reply.header('retry-after', String(outcome.waitSeconds));
		if (isByScript(request)) return answerScript(request, reply, form, outcome, caller);
		if (outcome.kind === 'taken') {
			return reply.redirect(outcome.destination ?? `/f/${form.id}/thanks`, 303);
		}
		const { status, notice } = said(outcome);
		const hidden = await loadHidden(request, form, posted, outcome.kind === 'again');
		const faults = outcome.kind === 'faulty' ? outcome.faults : [];
		return answerHosted(database, reply.code(status), {
			form,
			hidden,
			notice,
			filled: { posted, faults },
		});
	});

	/** What is kept of a form that is shown again. */
	async function loadHidden(
		{ headers }: FastifyRequest,
		form: LeadForm,
		posted: Posted,
		isTokenSpent: boolean,
	): Promise<Record<string, string>> {
		const kept = [INPUTS.redirect, ...TRACKING].map((name) => [name, textIn(posted, name)]);
		const old = isTokenSpent ? '' : textIn(posted, INPUTS.token);
		// Whoever has to send again has spent the time already that distinguishes people from programs.
		const shownAt = now().getTime() - SHORTEST_MS;
		return {
			landing_page: headers.referer ?? '',
			...Object.fromEntries(kept.filter(([, value]) => value !== '')),
			[INPUTS.token]: old || newToken(await tokenKey(), form.id, shownAt),
		};
	}
}

/** Returns the status and the notice of a form that is shown again. */
function said(outcome: Exclude<SubmissionOutcome, { kind: 'taken' }>): {
	status: number;
	notice?: string;
} {
	if (outcome.kind === 'faulty') return { status: 422 };
	if (outcome.kind === 'again') return { status: 409, notice: notices[outcome.reason] };
	const { waitSeconds } = outcome;
	return {
		status: 429,
		notice: `Nothing was sent yet: too many forms came from your network just now. Wait ${waitSeconds} seconds and send this one again.`,
	};
}

const notices: Record<ResendReason, string> = {
	origin_not_allowed: 'Nothing was sent yet. Please check your answers and send them from here.',
	too_fast: 'Nothing was sent yet. Please check your answers and send them once more.',
	no_token: 'Nothing was sent yet. Please check your answers and send them from here.',
	stale: 'Nothing was sent yet, because this form was opened long ago. Please send it once more.',
	sent_already:
		'You have sent this form already. To send these answers as well, please send it once more.',
};
