import type { DeliveryMessage } from '../deliveryClient';

/** What stands in the place of a secret. */
export const HIDDEN = '[hidden]';

/** Shorter ones would make holes in words that mean nothing, and are no secrets to rely on. */
const SHORTEST = 6;

type Sent = Pick<DeliveryMessage, 'secrets' | 'authHeader'>;

/** Returns an answer without the secrets that were sent: some receivers repeat the headers they got, or what is wrong with them. */
export function withoutSecrets(answer: string, sent: Sent): string {
	if (answer === '') return answer;
	const secrets = formsOf(sent);
	const hidden = secrets.reduce((text, secret) => text.replaceAll(secret, HIDDEN), answer);
	// What is kept of a long answer may end in the midst of one.
	const begun = secrets
		.map((secret) => beginningAtEnd(hidden, secret))
		.reduce((one, other) => Math.max(one, other), 0);
	return begun > 0 ? `${hidden.slice(0, -begun)}${HIDDEN}` : hidden;
}

/** As they were sent, and as answers in JSON, HTML or an address write them; the longest first. */
function formsOf({ secrets, authHeader }: Sent): string[] {
	const plain = [
		...secrets.flatMap((secret) => [secret, secret.replace(/^whsec_/, '')]),
		...(authHeader === null ? [] : credentialsOf(authHeader)),
	];
	const forms = plain.flatMap((text) => [
		text,
		JSON.stringify(text).slice(1, -1),
		encodeURIComponent(text),
		text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
	]);
	return [...new Set(forms)]
		.filter(({ length }) => length >= SHORTEST)
		.sort((one, other) => other.length - one.length);
}

/** The header, what stands behind its scheme, and the password in it. */
function credentialsOf(header: string): string[] {
	const [, scheme = '', credential = ''] = /^(\S+) +(.+)$/.exec(header) ?? [];
	if (scheme.toLowerCase() !== 'basic') return [header, credential];
	const decoded = Buffer.from(credential, 'base64').toString();
	return [header, credential, decoded, decoded.slice(decoded.indexOf(':') + 1)];
}

function beginningAtEnd(text: string, secret: string): number {
	for (let length = secret.length - 1; length >= SHORTEST; length -= 1)
		if (text.endsWith(secret.slice(0, length))) return length;
	return 0;
}
