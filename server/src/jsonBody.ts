import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem } from './problems';

/** Escapes of what a database cannot hold: NUL, and halves of a pair that stands for one character. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/**
 * Has the calls take JSON and nothing else. Names such as `__proto__` are plain names here: bodies are only copied key
 * by key, so they are refused like any other unknown field.
 */
export function takeJsonOnly(api: FastifyInstance): void {
	api.addHook('onRequest', forgetTypeOfNothing);
	api.removeAllContentTypeParsers();
	api.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) =>
		done(null, parse(text as string)),
	);
}

/** Some clients name a type when they send no body at all; there is nothing to refuse then. */
function forgetTypeOfNothing(
	{ headers }: FastifyRequest,
	_reply: FastifyReply,
	done: () => void,
): void {
	const hasBody =
		headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
	if (!hasBody) delete headers['content-type'];
	done();
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''), SUSPICIOUS.test(text) ? storable : undefined);
	} catch (reason) {
		if (!(reason instanceof SyntaxError)) throw reason;
		throw problem(
			'broken_json',
			`The body is not valid JSON: ${reason.message}. Check quotes, commas and brackets near there.`,
		);
	}
}

/** A half of a pair becomes the replacement character, as it would on its way into UTF-8 anyway. */
function storable(_key: string, value: unknown): unknown {
	if (typeof value !== 'string') return value;
	if (!value.includes('\0')) return value.toWellFormed();
	throw problem(
		'broken_json',
		'A text in the body has the character NUL (\\u0000), which cannot be stored. Remove it and send it again.',
	);
}
