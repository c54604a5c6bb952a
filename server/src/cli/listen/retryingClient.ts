import { setTimeout as sleep } from 'node:timers/promises';
import { type AxiosRequestConfig, type AxiosResponse, isAxiosError } from 'axios';
import { retryAfterSeconds } from '../../../../contract/reading';
import { Failure } from '../failure';
import { type ImportService, refused, unreachable } from '../import/service';

/** Seconds to wait before each further try; the last one from then on. */
const WAITS_S = [1, 2, 5, 10];

/** Speaks to the service, and waits for it as long as it takes. */
export type RetryingClient = {
	/**
	 * Returns the answer to a call, which is a success or one of the statuses that are expected.
	 *
	 * @throws Failure with a sentence for any other refusal; an AbortError once the command is to stop
	 */
	call: (request: AxiosRequestConfig, expected?: number[]) => Promise<AxiosResponse>;
};

/**
 * Returns what speaks to a service that may be away for a while, e.g. because it is restarted.
 *
 * @param say is called once when it is away, and once when it is back
 * @param longestMs for how long a call is tried
 */
export function retryingClient(
	service: ImportService,
	say: (sentence: string) => void,
	stopping?: AbortSignal,
	longestMs = Infinity,
): RetryingClient {
	const call: RetryingClient['call'] = async (request, expected = []) => {
		const end = performance.now() + longestMs;
		for (let tries = 0; ; tries += 1) {
			stopping?.throwIfAborted();
			const outcome = await attempt(service, { ...request, signal: stopping });
			if ('answer' in outcome) {
				const { status } = outcome.answer;
				if (status < 300 || expected.includes(status)) {
					if (tries > 0) say(`Fluid at ${service.url} answers again.`);
					return outcome.answer;
				}
				if (status !== 429 && status < 500) throw new Failure(refused(service, outcome.answer));
			}
			stopping?.throwIfAborted();
			if (performance.now() >= end) throw new Failure(outcome.sentence);
			if (tries === 0) say(`${outcome.sentence} Trying again until it answers.`);
			const wait = outcome.waitSeconds ?? WAITS_S[Math.min(tries, WAITS_S.length - 1)] ?? 1;
			await sleep(wait * 1000, undefined, { signal: stopping }).catch(() => undefined);
		}
	};
	return { call };
}

type Outcome = { sentence: string; waitSeconds?: number } & ({ answer: AxiosResponse } | object);

async function attempt(service: ImportService, request: AxiosRequestConfig): Promise<Outcome> {
	try {
		const answer = await service.http.request(request);
		const waitSeconds = retryAfterSeconds(answer.headers['retry-after'], new Date());
		const sentence = answer.status < 300 ? '' : refused(service, answer);
		return { answer, sentence, ...(waitSeconds !== undefined && { waitSeconds }) };
	} catch (reason) {
		if (!isAxiosError(reason)) throw reason;
		return { sentence: unreachable(service, reason) };
	}
}
