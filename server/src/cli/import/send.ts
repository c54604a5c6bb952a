import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AxiosResponse, isAxiosError } from 'axios';
import { retryAfterSeconds } from '../../../../contract/reading';
import type { BulkResult, DealInput } from '../../../../contract/types';
import { Failure } from '../failure';
import { isProblem, refused, type Service, unreachable } from './service';

/** What became of a batch, and how many of its deals an earlier run had saved. */
export type Sent = { result: BulkResult; replayed: number };

type Answer = { result: BulkResult; isReplayed: boolean };

/** How batches are sent. */
export type Sending = {
	service: Service;
	isDryRun: boolean;
	/** Told before each wait, with the reason. */
	waiting: (reason: string) => void;
};

/** How long to wait before each new try when the service is away, in seconds. */
const WAITS_S = [0.5, 1, 2, 4, 8];

/** The codes of a refusal that passes by itself. */
const PASSING = ['rate_limited', 'idempotency_in_progress'];

/**
 * Sends a batch under a key made from its number and content: a service that has it already answers as it did the first
 * time and doubles nothing. What it refused then is sent again: the cause may be gone.
 *
 * @throws Failure when the service stays away or refuses the batch
 */
export async function sendBatch(
	sending: Sending,
	number: number,
	deals: DealInput[],
): Promise<Sent> {
	const { result, isReplayed } = await answered(sending, number, deals);
	if (!isReplayed) return { result, replayed: 0 };
	const replayed = deals.length - result.failed;
	if (result.failed === 0 || replayed === 0) return { result, replayed };
	const failed = result.results
		.filter(({ action }) => action === 'failed')
		.map(({ index }) => index);
	const refused = failed.map((index) => deals[index] as DealInput);
	const again = await sendBatch(sending, number, refused);
	return { result: merged(result, again.result, failed), replayed: replayed + again.replayed };
}

/** The places of the deals that were sent again are those they have in the batch. */
function merged(first: BulkResult, again: BulkResult, places: number[]): BulkResult {
	const results = [...first.results];
	for (const { index, ...outcome } of again.results) {
		const place = places[index] as number;
		results[place] = { index: place, ...outcome };
	}
	return {
		created: first.created + again.created,
		updated: first.updated + again.updated,
		unchanged: first.unchanged + again.unchanged,
		failed: again.failed,
		results,
	};
}

/** Sends again as often as it takes. */
async function answered(sending: Sending, number: number, deals: DealInput[]): Promise<Answer> {
	const body = JSON.stringify({ deals });
	const key = createHash('sha256').update(`${number}\n${body}`).digest('hex');
	for (let tries = 0; ; ) {
		const outcome = await post(sending, body, key);
		if ('result' in outcome) return outcome;
		if (outcome.waitSeconds === undefined) {
			const pause = WAITS_S[tries];
			if (pause === undefined) throw new Failure(outcome.sentence);
			tries += 1;
			sending.waiting(`${outcome.sentence} Trying again in ${pause} s.`);
			await sleep(pause * 1000);
		} else {
			sending.waiting(`Waiting ${outcome.waitSeconds} s, as the service asks.`);
			await sleep(outcome.waitSeconds * 1000);
		}
	}
}

type Setback = { sentence: string; waitSeconds: number | undefined };

async function post(
	{ service, isDryRun }: Sending,
	body: string,
	key: string,
): Promise<Answer | Setback> {
	let answer: AxiosResponse;
	try {
		answer = await service.http.post('/api-ingest', body, {
			params: isDryRun ? { dry_run: true } : {},
			headers: {
				'Content-Type': 'application/json',
				...(!isDryRun && { 'Idempotency-Key': `import-${key}` }),
			},
		});
	} catch (reason) {
		if (!isAxiosError(reason)) throw reason;
		return { sentence: unreachable(service, reason.code), waitSeconds: undefined };
	}
	const { status, data, headers } = answer;
	if (status === 200 || status === 207) {
		return { result: data as BulkResult, isReplayed: headers['idempotent-replayed'] === 'true' };
	}
	if (status === 429 || (isProblem(data) && PASSING.includes(data.code)))
		return { sentence: refused(service, answer), waitSeconds: wait(headers['retry-after']) };
	if (status >= 500) return { sentence: refused(service, answer), waitSeconds: undefined };
	throw new Failure(refused(service, answer));
}

function wait(retryAfter: unknown): number {
	return Math.ceil(retryAfterSeconds(retryAfter, new Date()) ?? 1);
}
