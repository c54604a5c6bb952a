import { NodeApiError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

type Sentence = (url: string) => string;

const notAnswering: Sentence = (url) =>
	`Nothing answers at ${url}. Check that the Fluid service is running and that the base URL in the credential is right.`;
const unknownHost: Sentence = (url) =>
	`There is no server called "${new URL(url).hostname}". Check the base URL in the credential.`;
const tooSlow: Sentence = (url) =>
	`Fluid at ${url} did not answer within a minute. Try again; if it keeps happening, check the service and the network between it and n8n.`;
const brokenOff: Sentence = (url) =>
	`The connection to Fluid at ${url} was interrupted before there was a response. Try again; if it keeps happening, check the log of the service.`;
const noTls: Sentence = (url) =>
	`The server at ${url} does not speak HTTPS. Write http:// in the base URL of the credential if it has no certificate.`;
const untrusted: Sentence = (url) =>
	`The certificate of ${url} is not trusted. Install a valid one on the server, or make n8n trust its issuer (NODE_EXTRA_CA_CERTS).`;

const sentences: Record<string, Sentence> = {
	ECONNREFUSED: notAnswering,
	EHOSTUNREACH: notAnswering,
	ENETUNREACH: notAnswering,
	EADDRNOTAVAIL: notAnswering,
	ENOTFOUND: unknownHost,
	EAI_AGAIN: unknownHost,
	ETIMEDOUT: tooSlow,
	ECONNABORTED: tooSlow,
	ECONNRESET: brokenOff,
	EPIPE: brokenOff,
	EPROTO: noTls,
	ERR_SSL_WRONG_VERSION_NUMBER: noTls,
	ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
};

/** Returns the error for a request that got no answer, from the code of the connection's error. */
export function noAnswer(node: INode, errorCode: string, url: string): NodeApiError {
	// The code stands in the description: n8n replaces a message that holds one by its own.
	return new NodeApiError(
		node,
		{},
		{
			message: noAnswerSentence(errorCode, url),
			description: [dockerHint(url), `Code: ${errorCode}`].join('\n').trim(),
		},
	);
}

/** Returns why a request got no answer, in a sentence. */
export function noAnswerSentence(errorCode: string, url: string): string {
	return (sentences[errorCode] ?? (isAboutTrust(errorCode) ? untrusted : notAnswering))(url);
}

/** Returns the code of the error that a request failed with, which n8n wraps into its own. */
export function errorCodeOf(error: unknown): string {
	for (let inner = error; inner instanceof Error; inner = inner.cause) {
		const { code } = inner as { code?: unknown };
		if (typeof code === 'string' && code !== '') return code;
	}
	return error instanceof Error ? error.message : String(error);
}

function isAboutTrust(errorCode: string): boolean {
	return /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/.test(errorCode);
}

/** Returns what to know where the service seems to be on the machine of n8n itself; nothing elsewhere. */
export function dockerHint(url: string): string {
	const { hostname } = new URL(url);
	if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return '';
	return `Where n8n runs in Docker, ${hostname} is its own container: use host.docker.internal or the name of the service instead.`;
}
