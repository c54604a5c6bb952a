import { randomBytes } from 'node:crypto';
import { clock } from './clock';

/** The kinds of id, e.g. `deal` in deal_01k9m6t0x9k6a2dn8h0x3f7q1s. */
export type IdKind =
	| 'ws'
	| 'key'
	| 'pip'
	| 'stg'
	| 'fld'
	| 'deal'
	| 'con'
	| 'com'
	| 'note'
	| 'evt'
	| 'chg'
	| 'whk'
	| 'dlv'
	| 'frm'
	| 'sub'
	| 'prf'
	| 'rol'
	| 'req';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Each two characters of it, which stand for ten bits: a change makes half a dozen ids. */
const PAIRS = [...ALPHABET].flatMap((first) => [...ALPHABET].map((second) => first + second));
const RANDOM_PAIRS = 6;
const POOL_BYTES = 1024 * 2 * (RANDOM_PAIRS + 1);
const COUNTER_MAX = 0xfff;

let lastMs = 0;
let lastTime = '';
let counter = 0;
let pool = randomBytes(POOL_BYTES);
let poolPosition = 0;

/**
 * Returns a new id: the kind and a UUIDv7 in 26 base-32 characters (TypeID 0.3). Ids made one after another by this
 * process sort in that order, also within a millisecond: a counter takes the twelve bits behind the time (RFC 9562,
 * section 6.2, method 1).
 */
export function newId(kind: IdKind): string {
	tick(clock.ms());
	return `${kind}_${lastTime}${versionAndCounter(nextRandom())}${randomTail()}`;
}

/** Returns whether a text has the form of an id of that kind. */
export function isId(kind: IdKind, text: unknown): text is string {
	return typeof text === 'string' && new RegExp(`^${kind}_[0-7][${ALPHABET}]{25}$`).test(text);
}

/** Returns what sorts before every id of that kind made at a time or later. */
export function firstId(kind: IdKind, ms: number): string {
	return `${kind}_${timeText(Math.max(ms, 0))}`;
}

/** Moves the clock on; within one millisecond, or when the clock went back, the counter instead. */
function tick(nowMs: number): void {
	if (nowMs > lastMs) {
		setTime(nowMs);
	} else if (counter === COUNTER_MAX) {
		setTime(lastMs + 1);
	} else {
		counter += 1;
	}
}

function setTime(ms: number): void {
	lastMs = ms;
	counter = 0;
	lastTime = timeText(ms);
}

/** 48 bits in ten characters: the first carries three, each of the others five. */
function timeText(ms: number): string {
	let text = '';
	for (let rest = ms; text.length < 10; rest = Math.floor(rest / 32))
		text = ALPHABET.charAt(rest % 32) + text;
	return text;
}

/** Version 7, the counter, variant 10 and two random bits: twenty bits in four characters. */
function versionAndCounter(random: number): string {
	const bits = (0b0111 << 16) | (counter << 4) | (0b10 << 2) | (random & 0b11);
	return pair(bits >> 10) + pair(bits);
}

function randomTail(): string {
	let text = '';
	for (let index = 0; index < RANDOM_PAIRS; index += 1) text += pair(nextRandom());
	return text;
}

function pair(bits: number): string {
	return PAIRS[bits & 0x3ff] as string;
}

function nextRandom(): number {
	if (poolPosition === POOL_BYTES) {
		pool = randomBytes(POOL_BYTES);
		poolPosition = 0;
	}
	poolPosition += 2;
	return ((pool[poolPosition - 2] as number) << 8) | (pool[poolPosition - 1] as number);
}
