import axios, { isAxiosError } from 'axios';
import type { PulledDelivery } from '../../../../contract/types';

/** As long as Fluid waits for an answer. */
const TIMEOUT_MS = 15_000;

/** What became of a delivery: the receiver took it, did not, or is not there. */
export type Forwarded =
	| { kind: 'taken'; status: number; ms: number }
	| { kind: 'refused'; error: string }
	| { kind: 'absent'; reason: string };

/** What says that nothing arrived: the connection was never made. */
const ABSENT: Record<string, string> = {
	ECONNREFUSED: 'Nothing listens there.',
	ENOTFOUND: 'There is no such host.',
	EAI_AGAIN: 'The name service does not answer.',
	EHOSTUNREACH: 'This address cannot be reached from here.',
	ENETUNREACH: 'This address cannot be reached from here.',
};

/** Sends a delivery on to a receiver, as it was handed out. */
export async function forward(url: string, { headers, body }: PulledDelivery): Promise<Forwarded> {
	const startedAt = performance.now();
	try {
		const { status } = await axios.post(url, body, {
			headers,
			timeout: TIMEOUT_MS,
			maxRedirects: 0,
			maxBodyLength: Infinity,
			validateStatus: () => true,
			// The signature is of the body to the letter.
			transformRequest: [(text: string) => text],
			responseType: 'text',
			// A proxy for what lies outside does not lead to what lies here.
			proxy: false,
		});
		const ms = Math.round(performance.now() - startedAt);
		if (status >= 200 && status < 300) return { kind: 'taken', status, ms };
		return { kind: 'refused', error: `Answered ${status}; only 2xx counts as received.` };
	} catch (reason) {
		if (!isAxiosError(reason)) throw reason;
		const code = reason.code ?? '';
		if (code in ABSENT) return { kind: 'absent', reason: ABSENT[code] as string };
		const isLate = code === 'ECONNABORTED' || code === 'ETIMEDOUT';
		const error = isLate
			? `No answer within ${TIMEOUT_MS / 1000} seconds.`
			: `The receiver broke off the connection without an answer (${code || 'no reason'}).`;
		return { kind: 'refused', error };
	}
}
