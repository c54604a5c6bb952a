import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { invalidInput, problem, type Refusal } from '../problems';
import { formCss } from './assets';
import { questionsFor } from './asking';
import type { LeadForm } from './form';
import { INPUTS, TRACKING } from './names';
import { callerOf, isAllowed } from './origin';
import type { Again, Outcome } from './receive';
import { formUrl } from './render';
import { SHORTEST_MS } from './spam';
import { formById } from './store';
import { newToken } from './token';
import type { Visitors } from './visitors';

type ById = { Params: { id: string } };

/** What our script asks for in a page of another site, and leave for its browser to do so. */
export function scripted(
	app: FastifyInstance,
	{ database, now, publicUrl, tokenKey }: Visitors,
): void {
	app.addHook('onRequest', async (request, reply) => {
		const form = await formById(database, (request.params as Partial<ById['Params']>).id ?? '');
		if (form) allowOrigin(request, reply, form);
	});

	app.get<ById>('/f/:id/form.json', async ({ params, headers }, reply) => {
		const form = await formById(database, params.id);
		if (!form) throw problem('form_not_found');
		if (!isAllowed(form.allowed_origins, callerOf(headers, publicUrl())))
			throw problem('origin_not_allowed');
		const questions = await questionsFor(database, form);
		return reply.header('cache-control', 'no-store').send({
			title: form.heading || form.name,
			url: formUrl(publicUrl(), form.id),
			questions: questions.map(({ key: _key, ...question }) => question),
			consent: form.consent_text,
			button: form.button_text,
			inputs: INPUTS,
			tracking: TRACKING,
			token: newToken(await tokenKey(), form.id, now().getTime()),
			wait_ms: SHORTEST_MS,
			css: formCss(),
		});
	});

	/** A browser asks first whether it may send JSON from another site. */
	app.options<ById>('/f/:id', async (_request, reply) =>
		reply
			.headers({
				'access-control-allow-methods': 'POST',
				'access-control-allow-headers': 'content-type',
				'access-control-max-age': '600',
			})
			.code(204)
			.send(),
	);

	/** Only pages that may show the form can read the answer. */
	function allowOrigin({ headers }: FastifyRequest, reply: FastifyReply, form: LeadForm): void {
		reply.header('vary', 'origin');
		if (headers.origin === undefined) return;
		if (isAllowed(form.allowed_origins, callerOf(headers, publicUrl())))
			reply.header('access-control-allow-origin', headers.origin);
	}
}

/** Returns whether our script sends a request, or another program that speaks JSON. */
export function isByScript({ headers, url }: Pick<FastifyRequest, 'headers' | 'url'>): boolean {
	const isJson = headers['content-type']?.startsWith('application/json') ?? false;
	return isJson || url.split('?')[0]?.endsWith('/form.json') === true;
}

/** Answers our script what became of a submission. */
export function answerScript(reply: FastifyReply, form: LeadForm, outcome: Outcome): FastifyReply {
	if (outcome.kind === 'taken') {
		return reply.send({ thank_you: form.thank_you, redirect: outcome.destination });
	}
	throw refusal(outcome);
}

function refusal(outcome: Exclude<Outcome, { kind: 'taken' }>): Refusal {
	if (outcome.kind === 'faulty') {
		return invalidInput(
			outcome.faults.map(({ name, detail }) => ({ pointer: `/${name}`, detail })),
		);
	}
	if (outcome.kind === 'again') return problem(codes[outcome.reason]);
	const { waitSeconds } = outcome;
	const detail = `Too many forms came from your network just now. Wait ${waitSeconds} seconds and send this one again.`;
	return problem('rate_limited', detail, { retryAfterSeconds: waitSeconds });
}

const codes = {
	origin_not_allowed: 'origin_not_allowed',
	sent_already: 'form_sent_already',
	too_fast: 'form_out_of_date',
	stale: 'form_out_of_date',
	no_token: 'form_out_of_date',
} as const satisfies Record<Again, string>;
