import { AddressRefused } from './address';
import { CONNECT_TIMEOUT_MS } from './connect';

const CLOSED = 'The receiver closed the connection without an answer.';
const NO_WAY = 'This address cannot be reached from here.';
const NO_TLS =
	'No secure connection: the receiver does not speak TLS at this address, or no version of it that is still safe. Check the port and whether the URL must begin with http://.';
const UNTRUSTED =
	'No secure connection: the certificate of the receiver is signed by an unknown authority. Install a certificate from a public authority, with its intermediate certificates.';
const NO_HTTP = 'The receiver answered with something that is not HTTP. Check the port in the URL.';

/** What went wrong before there was an answer, by its code. */
const sentences: Record<string, string> = {
	ECONNREFUSED: 'Nothing accepts connections at this address.',
	ECONNRESET: CLOSED,
	EPIPE: CLOSED,
	UND_ERR_SOCKET: CLOSED,
	ETIMEDOUT: 'No connection: the host does not answer.',
	ENETUNREACH: NO_WAY,
	EHOSTUNREACH: NO_WAY,
	EADDRNOTAVAIL: NO_WAY,
	UND_ERR_CONNECT_TIMEOUT: `No connection within ${CONNECT_TIMEOUT_MS / 1000} seconds.`,
	UND_ERR_HEADERS_OVERFLOW: 'The headers of the answer are larger than 16 KB.',
	CERT_HAS_EXPIRED:
		'No secure connection: the certificate of the receiver has expired. Renew it there.',
	CERT_NOT_YET_VALID:
		'No secure connection: the certificate of the receiver is not valid yet. Check its dates and the clock of this server.',
	ERR_TLS_CERT_ALTNAME_INVALID:
		'No secure connection: the certificate of the receiver is for another host name. Use the name that it is for, or renew it.',
	DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
	SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
	UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
};

/** Beginnings of codes of which there are dozens. */
const families: Array<[RegExp, string]> = [
	[/^(EPROTO$|ERR_SSL_|ERR_TLS_)/, NO_TLS],
	[/^(HPE_|HTTPParserError$)/, NO_HTTP],
	[/CERT|CRL|ISSUER|CHAIN/, 'No secure connection: the certificate of the receiver is not valid.'],
];

/** Returns the sentence for a delivery that got no answer; what libraries say among themselves does not stand in it. */
export function failureSentence(reason: Error & { code?: string }): string {
	if (reason instanceof AddressRefused) return reason.message;
	// The parser of answers names no code where it recognises nothing at all.
	const code = reason.code ?? (reason.name === 'Error' ? '' : reason.name);
	const ofFamily = families.find(([pattern]) => pattern.test(code))?.[1];
	return sentences[code] ?? ofFamily ?? `Sending failed${code && ` (${code})`}.`;
}
