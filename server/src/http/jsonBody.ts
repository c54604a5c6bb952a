import { yieldingRegularly } from '../timing/yieldToEventLoop';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuseBeyondMeasure, refuseManyNames } from './bodyMeasure';
import { jsonFault } from './jsonFault';
import { inQuotes } from '../../../contract/nearest';
import { problem } from '../problems/problems';
import { storable } from '../values/storable';

/** Escapes of what a database cannot hold: NUL, and halves of a pair that stands for one character. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

const UTF_8 = /^(utf-?8|us-ascii)$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Has the calls take JSON and nothing else. Names such as `__proto__` are plain names here: bodies are only copied key
 * by key, so they are refused like any other unknown field.
 */
export function takeJsonOnly(api: FastifyInstance): void {
	api.addHook('onRequest', forgetTypeOfNothing);
	api.addHook('onRequest', refuseOtherEncodings);
	api.removeAllContentTypeParsers();
	api.addContentTypeParser(
		'application/json',
		{ parseAs: 'buffer' },
		(_request: FastifyRequest, bytes: Buffer, done) => parseJson(bytes, done),
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

/** What is sent in another form is refused before it is read: guessing would store other words than were meant. */
function refuseOtherEncodings(
	{ headers }: FastifyRequest,
	_reply: FastifyReply,
	done: () => void,
): void {
	const encoding = headers['content-encoding'] ?? 'identity';
	if (encoding.toLowerCase() !== 'identity') {
		throw problem(
			'wrong_content_type',
			`The body is compressed ("Content-Encoding: ${encoding}"), which is not taken here. Send it uncompressed, without Content-Encoding.`,
		);
	}
	const charset = /;\s*charset="?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
	if (!UTF_8.test(charset)) {
		throw problem(
			'wrong_content_type',
			`The body is in the character set ${inQuotes(charset)}. Send it in UTF-8, with "Content-Type: application/json".`,
		);
	}
	done();
}

function textOf(bytes: Buffer): string {
	try {
		return utf8.decode(bytes);
	} catch {
		throw problem(
			'broken_json',
			'The body is not valid UTF-8. Send it in UTF-8, as the program that wrote it can save or convert it.',
		);
	}
}

type Done = (fault: Error | null, body?: unknown) => void;

/** What is read at once: to let others go on in between would take longer than all of it. */
const SMALL_BYTES = 64 * 1024;

/**
 * Parses a body of JSON. A large one is read step by step: everybody else waits for one step at most.
 *
 * @param done is called with the value, with broken_json and the place where it breaks, or with invalid_input for a body
 * beyond measure
 */
export function parseJson(bytes: Buffer, done: Done): void {
	if (bytes.length > SMALL_BYTES) {
		stepByStep(bytes).then((body) => done(null, body), done);
		return;
	}
	let body: unknown;
	try {
		body = atOnce(bytes);
	} catch (fault) {
		return done(fault as Error);
	}
	done(null, body);
}

function atOnce(bytes: Buffer): unknown {
	const reading = steps(bytes);
	let step = reading.next();
	while (!step.done) step = reading.next();
	return step.value;
}

async function stepByStep(bytes: Buffer): Promise<unknown> {
	const yieldIfDue = yieldingRegularly();
	const reading = steps(bytes);
	let step = reading.next();
	for (; !step.done; step = reading.next()) await yieldIfDue();
	await yieldIfDue();
	return step.value;
}

function* steps(bytes: Buffer): Generator<undefined, unknown> {
	const text = textOf(bytes);
	yield;
	const names = refuseBeyondMeasure(bytes);
	yield;
	refuseManyNames(bytes, names);
	yield;
	const body = valueOf(text);
	yield;
	return SUSPICIOUS.test(text) ? storable(body) : body;
}

function valueOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (reason) {
		throw problem(
			'broken_json',
			`The body is not valid JSON: ${jsonFault(text, reason as SyntaxError)}. Check quotes, commas and brackets near there.`,
		);
	}
}
