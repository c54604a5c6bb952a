import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

/** What the key of a database is for; each use has a key of its own, derived from it. */
export type KeyUse = 'check value' | Purpose;

/** Kinds of secrets that are stored. */
export type Purpose = 'webhook signing secret' | 'webhook Authorization header' | 'form token key';

const BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;
const HEXADECIMAL = /^[0-9A-Fa-f]{64}$/;

/** How a key is written, for sentences. */
export const KEY_FORM = `${BYTES} random bytes, written in base64 (44 characters) or hexadecimal (64)`;

/** Returns a new key as it is written down. */
export function newKeyText(): string {
	return randomBytes(BYTES).toString('base64');
}

/** Returns the key that a text holds, or undefined when it is none. A line's end behind it, as files have, is no part of it. */
export function readKey(text: string): KeyObject | undefined {
	const written = text.trim();
	if (HEXADECIMAL.test(written)) return createSecretKey(Buffer.from(written, 'hex'));
	return BASE64.test(written) ? createSecretKey(Buffer.from(written, 'base64')) : undefined;
}

/** Returns the key for one use (HKDF, RFC 5869): what is learned of one says nothing about the others. */
export function derivedKey(key: KeyObject, use: KeyUse): KeyObject {
	return createSecretKey(Buffer.from(hkdfSync('sha256', key, '', `fluid ${use}`, BYTES)));
}

/** Returns what a database keeps to recognise its key by; it reveals nothing about the key. */
export function checkValueOf(key: KeyObject): string {
	return derivedKey(key, 'check value').export().toString('hex');
}
