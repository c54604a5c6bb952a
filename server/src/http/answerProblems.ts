import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppContext } from '../context';
import { receiveRest } from './receiveRest';
import { problem, problemBody, Refusal } from '../problems/problems';
import { oncePerMinute } from '../timing/oncePerMinute';
import { nameRequest } from './requestLog';

/** Answers what nothing is at when somebody reads pages; undefined leaves it to the answer that programs get. */
export type AnswerReaders = (
	request: FastifyRequest,
	reply: FastifyReply,
) => Promise<FastifyReply> | undefined;

/** Answers every refused or failed request as application/problem+json. */
export function answerRefusals(
	app: FastifyInstance,
	{ publicUrl }: AppContext,
	answerReaders: AnswerReaders,
): void {
	const routes: Array<{ method: string; pattern: RegExp }> = [];
	app.addHook('onRoute', ({ method, url }) => {
		const pattern = new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}/?$`);
		for (const one of [method].flat()) routes.push({ method: one, pattern });
	});

	// Of pages, forms and calls alike: what the operator has to see to, such as a full disk.
	const warn = oncePerMinute((sentence) => app.log.warn(sentence));
	app.addHook('onError', (_request, _reply, error, done) => {
		if (error instanceof Refusal && error.status === 503) warn(error.message);
		done();
	});

	app.setErrorHandler((error: FastifyError, request, reply) => {
		const refusal = error instanceof Refusal ? error : translate(error);
		if (refusal.code === 'internal_error') request.log.error(error);
		if (refusal.code === 'too_large') receiveRest(request, reply);
		return answerProblem(refusal, request, reply, publicUrl());
	});

	// Before anything of a body is read: whatever it is, it goes nowhere.
	app.addHook('onRequest', (request, reply, done) => {
		if (request.is404) void answerNothingThere(request, reply);
		else done();
	});

	function answerNothingThere(request: FastifyRequest, reply: FastifyReply) {
		const path = request.url.split('?')[0] as string;
		const methods = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
		const page = methods.length === 0 ? answerReaders(request, reply) : undefined;
		if (page) return page;
		if (methods.length > 0) reply.header('allow', methods.join(', '));
		const refusal =
			methods.length === 0 ? problem('path_not_found') : notTaken(request.method, methods);
		return answerProblem(refusal, request, reply, publicUrl());
	}
}

/** Platforms show their users the sentence, and not the header. */
function notTaken(method: string, methods: string[]): Refusal {
	const taken = methods.filter((each) => each !== 'HEAD').join(' or ');
	const detail = `This address takes ${taken}, not ${method}. See /docs for every call.`;
	return problem('method_not_allowed', detail);
}

/** Answers a refused request. */
export function answerProblem(
	refusal: Refusal,
	request: FastifyRequest,
	reply: FastifyReply,
	publicUrl: string,
): FastifyReply {
	const { retryAfterSeconds } = refusal.more;
	if (refusal.status === 401) reply.header('www-authenticate', 'Bearer realm="Fluid"');
	if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
	// Also where no hook ran, as for an address that cannot be read.
	nameRequest(request, reply);
	const body = problemBody(refusal, request.id, publicUrl);
	return reply
		.code(refusal.status)
		.type('application/problem+json; charset=utf-8')
		.send(JSON.stringify(body));
}

type Translation = (error: FastifyError) => Refusal;

const translations: Record<string, Translation> = {
	FST_ERR_CTP_BODY_TOO_LARGE: () => problem('too_large'),
	// Its connection ended, so that nobody reads this; the log needs no error of ours.
	ECONNRESET: () =>
		problem('broken_request', 'The connection ended before the body was complete. Send it again.'),
	FST_ERR_CTP_INVALID_MEDIA_TYPE: () => problem('wrong_content_type'),
	FST_ERR_CTP_EMPTY_JSON_BODY: () =>
		problem('broken_json', 'The body is empty. Send a JSON object.'),
	FST_ERR_CTP_INVALID_JSON_BODY: () => problem('broken_json'),
	FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
		problem(
			'broken_json',
			'The body does not have the length its Content-Length names. Send it again.',
		),
};

function translate(error: FastifyError): Refusal {
	const translation = translations[error.code ?? ''];
	if (translation) return translation(error);
	if (error.statusCode === 413) return problem('too_large');
	// What the framework refuses for a reason of its own is the request's fault as well.
	if (error.statusCode !== undefined && error.statusCode < 500) return problem('broken_request');
	return problem('internal_error');
}
