import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'crypto';

/** Headers of a delivery, as the Standard Webhooks specification names them (standardwebhooks.com). */
export type SignedHeaders = {
	'webhook-id': string;
	'webhook-timestamp': string;
	'webhook-signature': string;
};

/** How far a delivery's timestamp may lie from now, in seconds: the specification's five minutes. */
const TOLERANCE_SECONDS = 300;

const SECRET_PREFIX = 'whsec_';

/**
 * Returns the headers of a delivery. Every secret adds a signature, so that the old one stays valid while a receiver
 * changes to the new one.
 */
export function sign(id: string, sentAt: Date, body: string, secrets: string[]): SignedHeaders {
	const timestamp = String(Math.floor(sentAt.getTime() / 1000));
	return {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': secrets
			.map((secret) => `v1,${signature(id, timestamp, body, secret)}`)
			.join(' '),
	};
}

/**
 * Returns whether a delivery was signed with the secret and is not older or newer than five minutes. Never throws:
 * what cannot be verified is not genuine.
 *
 * @param headers names in lower case
 * @param body the raw body as it arrived; one that was parsed and written again may differ
 */
export function isGenuine(
	headers: Record<string, unknown>,
	body: string | Buffer,
	secret: string,
	now: Date,
): boolean {
	const id = headers['webhook-id'];
	const timestamp = headers['webhook-timestamp'];
	const signatures = headers['webhook-signature'];
	if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
		return false;
	if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return false;

	const expected = Buffer.from(signature(id, timestamp, body, secret));
	return signatures.split(' ').some((entry) => {
		const [version, value = ''] = entry.split(',');
		const given = Buffer.from(value);
		return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
	});
}

/** Returns the secret's key, or undefined unless it is `whsec_` and 24 to 64 bytes in base64. */
export function signingKey(secret: string): Buffer | undefined {
	if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret)) return undefined;
	const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
	return key.length >= 24 && key.length <= 64 ? key : undefined;
}

function signature(id: string, timestamp: string, body: string | Buffer, secret: string): string {
	return createHmac('sha256', keyOf(secret))
		.update(`${id}.${timestamp}.`)
		.update(body)
		.digest('base64');
}

/** Making a key takes four times as long as signing with it, and the same few secrets sign event after event. */
const keys = new Map<string, KeyObject>();
const MOST_KEYS = 100;

function keyOf(secret: string): KeyObject {
	const known = keys.get(secret);
	if (known) return known;
	if (keys.size >= MOST_KEYS) keys.clear();
	const key = createSecretKey(Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64'));
	keys.set(secret, key);
	return key;
}
