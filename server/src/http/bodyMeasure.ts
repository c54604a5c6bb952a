import { randomInt } from 'node:crypto';
import { invalidInput, problem } from '../problems/problems';

/** No input of the contract is nearly as deep, and what reads it level by level must not run out of stack. */
const DEEPEST = 32;

/** What a thousand deals with everything that they may have stay far below. */
const MOST = { values: 250_000, containers: 50_000, names: 1_000 };

/** Different on each start, so that nobody can choose names that count as one. */
const FACTOR = randomInt(1 << 29) * 2 + 1;
const SLOT_BITS = 16;

/**
 * Refuses a body that would take long to parse before it is parsed: one that is very deep, or consists of nothing but
 * values and objects. A parser cannot be interrupted, and everybody waits for it.
 *
 * @param bytes of the body, which need not be JSON
 * @returns how many names it has, alike or not
 * @throws broken_json or invalid_input
 */
export function refuseBeyondMeasure(bytes: Buffer): number {
	let depth = 0;
	let names = 0;
	const count = { values: 0, containers: 0 };
	for (let at = 0; at < bytes.length; at += 1) {
		const byte = bytes[at];
		if (byte === QUOTE) at = endOfText(bytes, at);
		else if (byte === COLON) names += 1;
		else if (byte === COMMA) count.values += 1;
		else if (byte === OBJECT || byte === LIST) {
			count.containers += 1;
			depth += 1;
			if (depth > DEEPEST) throw tooDeep();
		} else if (byte === END_OF_OBJECT || byte === END_OF_LIST) depth -= 1;
	}
	for (const part of ['values', 'containers'] as const)
		if (count[part] > MOST[part]) throw tooMany(part);
	return names;
}

/**
 * Refuses a body with ever new names, which a parser remembers all.
 *
 * @param names how many it has, alike or not
 * @throws invalid_input
 */
export function refuseManyNames(bytes: Buffer, names: number): void {
	if (names > MOST.names && differentNames(bytes) > MOST.names) throw tooMany('names');
}

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const [OBJECT, END_OF_OBJECT, LIST, END_OF_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Returns where a text ends whose opening quote stands at a place. */
function endOfText(bytes: Buffer, start: number): number {
	let at = start + 1;
	while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
	return at;
}

/** Returns about how many different names stand before the colons of a body; some that are alike may count as one. */
function differentNames(bytes: Buffer): number {
	const slots = new Uint8Array(1 << SLOT_BITS);
	let different = 0;
	let text = { start: 0, end: 0 };
	for (let at = 0; at < bytes.length; at += 1) {
		const byte = bytes[at];
		if (byte === QUOTE) {
			text = { start: at + 1, end: endOfText(bytes, at) };
			at = text.end;
		} else if (byte === COLON) {
			const slot = slotOf(bytes, text.start, text.end);
			different += 1 - (slots[slot] as number);
			slots[slot] = 1;
		}
	}
	return different;
}

function slotOf(bytes: Buffer, start: number, end: number): number {
	let hash = FACTOR;
	for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), FACTOR);
	return hash >>> (32 - SLOT_BITS);
}

function tooDeep(): Error {
	return problem('broken_json', `The body nests lists and objects more than ${DEEPEST} deep.`);
}

function tooMany(part: keyof typeof MOST): Error {
	const limit = MOST[part];
	const detail = `The body has more than ${limit.toLocaleString('en-US')} ${calls[part]}. Check what is sent, or send fewer deals or contacts in one request.`;
	return invalidInput([{ pointer: '', detail, code: 'too_many', params: { limit } }]);
}

const calls: Record<keyof typeof MOST, string> = {
	values: 'values',
	containers: 'objects and lists',
	names: 'different field names',
};
