import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { customFieldTypes } from '../../../contract/customFieldTypes';
import { invalidInput, problem, type Refusal } from '../problems/problems';
import { formCss } from './assets';
import { loadQuestions } from './availableFields';
import type { LeadForm } from './form';
import { INPUTS, TRACKING } from './names';
import { type Caller, callerOf, isAllowed } from './origin';
import type { Question } from './questions';
import type { ResendReason, SubmissionOutcome } from './receive';
import { formUrl } from './render';
import { SHORTEST_MS } from './spam';
import { findFormById } from './store';
import { newToken } from './token';
import type { PublicFormsContext } from './publicFormsContext';

type ById = { Params: { id: string } };

/** What our script asks for in a page of another site, and leave for its browser to do so. */
export function registerEmbed(
	app: FastifyInstance,
	{ database, now, publicUrl, tokenKey }: PublicFormsContext,
): void {
	app.addHook('onRequest', async (request, reply) => {
		const form = await findFormById(database, (request.params as Partial<ById['Params']>).id ?? '');
		if (mayRead(request, form)) allowReading(request, reply);
		else reply.header('vary', 'origin');
	});

	app.get<ById>('/f/:id/form.json', async (request, reply) => {
		const { params, headers } = request;
		const form = await findFormById(database, params.id);
		if (!form) throw problem('form_not_found');
		const caller = callerOf(headers, publicUrl());
		if (!isAllowed(form.allowed_origins, caller)) {
			allowReading(request, reply);
			throw notFromHere(caller);
		}
		const questions = await loadQuestions(database, form);
		return reply.header('cache-control', 'no-store').send({
			title: form.heading || form.name,
			url: formUrl(publicUrl(), form.id),
			questions: questions.map(asked),
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

	/** Pages that may show the form read every answer; one that may not, and one whose form is gone, only why. */
	function mayRead({ method, headers }: FastifyRequest, form: LeadForm | undefined): boolean {
		if (!form || method === 'OPTIONS') return true;
		return isAllowed(form.allowed_origins, callerOf(headers, publicUrl()));
	}
}

/** A question as the script shows it: with what it is filled in with, by its type. */
function asked({ key: _key, ...question }: Question) {
	const { control, type: input = 'text', keys } = customFieldTypes[question.type].html;
	return { ...question, control, input, keys };
}

/** Has the browser of another site let its page read the answer. */
export function allowReading({ headers }: FastifyRequest, reply: FastifyReply): void {
	reply.header('vary', 'origin');
	if (headers.origin !== undefined) reply.header('access-control-allow-origin', headers.origin);
}

/** Returns why a form is not shown to a site, and what its owner can do about it. */
export function notFromHere({ origin }: Caller): Refusal {
	const site = origin === undefined ? 'a page that does not say which site it is on' : origin;
	return problem(
		'origin_not_allowed',
		`This lead form may not be used on ${site}. Add the site under "Only on these sites" in Settings > Lead forms.`,
	);
}

/** Returns whether our script sends a request, or another program that speaks JSON. */
export function isByScript({ headers, url }: Pick<FastifyRequest, 'headers' | 'url'>): boolean {
	const isJson = headers['content-type']?.startsWith('application/json') ?? false;
	return isJson || url.split('?')[0]?.endsWith('/form.json') === true;
}

/** Answers our script what became of a submission. */
export function answerScript(
	request: FastifyRequest,
	reply: FastifyReply,
	form: LeadForm,
	outcome: SubmissionOutcome,
	caller: Caller,
): FastifyReply {
	if (outcome.kind === 'again' && outcome.reason === 'origin_not_allowed') {
		allowReading(request, reply);
		throw notFromHere(caller);
	}
	if (outcome.kind === 'taken') {
		return reply.send({ thank_you: form.thank_you, redirect: outcome.destination });
	}
	throw refusal(outcome);
}

function refusal(outcome: Exclude<SubmissionOutcome, { kind: 'taken' }>): Refusal {
	if (outcome.kind === 'faulty') return invalidInput(outcome.faults);
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
} as const satisfies Record<ResendReason, string>;
