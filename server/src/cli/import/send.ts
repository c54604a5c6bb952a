import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AxiosResponse, isAxiosError } from 'axios';
import { retryAfterSeconds } from '../../../../contract/reading';
import type { BulkResult, DealInput, Problem } from '../../../../contract/types';
import { Failure } from '../failure';
import { isProblem, refused, type ImportService, unreachable } from './service';

/** What became of a batch, and how many of its deals an earlier run had saved. */
export type SentBatch = { result: BulkResult; replayed: number };

type Answer = { result: BulkResult; isReplayed: boolean };

/** A batch that was refused as a whole for something in it. */
type Refused = { refusal: Problem };

/** How batches are sent. */
export type Sending = {
	service: ImportService;
	isDryRun: boolean;
	/** What all of the import is known by, to undo it together. */
	run: string;
	/** Called before each wait, with the reason. */
	waiting: (reason: string) => void;
};

/** How long to wait before each new try when the service is away, in seconds. */
const WAITS_S = [0.5, 1, 2, 4, 8];

/** Statuses of a refusal for what the body holds. */
const ABOUT_A_ROW = [400, 413, 422];

/** The codes of a refusal that passes by itself. */
const PASSING = ['rate_limited', 'idempotency_in_progress'];

/**
 * Sends a batch under a key made from its number and content: a service that has it already answers as it did the first
 * time and doubles nothing. What it refused then is sent again: the cause may be gone; so is what did not fit into the
 * results of one request any more. A batch that is refused as a whole is sent in halves, until the row that is to blame is
 * refused alone.
 *
 * @throws Failure when the service stays away or does not let anything in
 */
export async function sendBatch(
	sending: Sending,
	number: number,
	deals: DealInput[],
): Promise<SentBatch> {
	const answer = await answered(sending, number, deals);
	if ('refusal' in answer) return inHalves(sending, number, deals, answer.refusal);
	const { result, isReplayed } = answer;
	const replayed = isReplayed ? deals.length - result.failed : 0;
	const left = result.results.flatMap(({ index, problem }) =>
		problem && (isReplayed || problem.code === 'too_large') ? [index] : [],
	);
	if (left.length === 0 || left.length === deals.length) return { result, replayed };
	const rest = left.map((index) => deals[index] as DealInput);
	const again = await sendBatch(sending, number, rest);
	return { result: merged(result, again.result, left), replayed: replayed + again.replayed };
}

async function inHalves(
	sending: Sending,
	number: number,
	deals: DealInput[],
	problem: Problem,
): Promise<SentBatch> {
	if (deals.length === 1) {
		const results: BulkResult['results'] = [{ index: 0, action: 'failed', problem }];
		return { result: { created: 0, updated: 0, unchanged: 0, failed: 1, results }, replayed: 0 };
	}
	const middle = Math.ceil(deals.length / 2);
	const one = await sendBatch(sending, number, deals.slice(0, middle));
	const other = await sendBatch(sending, number, deals.slice(middle));
	const [first, second] = [one.result, other.result];
	const moved = second.results.map((entry) => ({ ...entry, index: entry.index + middle }));
	return {
		replayed: one.replayed + other.replayed,
		result: {
			created: first.created + second.created,
			updated: first.updated + second.updated,
			unchanged: first.unchanged + second.unchanged,
			failed: first.failed + second.failed,
			results: [...first.results, ...moved],
		},
	};
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
		failed: first.failed - places.length + again.failed,
		results,
	};
}

/** Sends again as often as it takes. */
async function answered(
	sending: Sending,
	number: number,
	deals: DealInput[],
): Promise<Answer | Refused> {
	const body = JSON.stringify({ deals });
	const key = createHash('sha256').update(`${number}\n${body}`).digest('hex');
	for (let tries = 0; ; ) {
		const outcome = await post(sending, body, key);
		if (!('sentence' in outcome)) return outcome;
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
	{ service, isDryRun, run }: Sending,
	body: string,
	key: string,
): Promise<Answer | Refused | Setback> {
	let answer: AxiosResponse;
	try {
		answer = await service.http.post('/api-ingest', body, {
			params: isDryRun ? { dry_run: true } : {},
			headers: {
				'Content-Type': 'application/json',
				...(!isDryRun && { 'Idempotency-Key': `import-${key}`, 'Fluid-Run': run }),
			},
		});
	} catch (reason) {
		if (!isAxiosError(reason)) throw reason;
		return { sentence: unreachable(service, reason), waitSeconds: undefined };
	}
	const { status, data, headers } = answer;
	if (status === 200 || status === 207) {
		return { result: data as BulkResult, isReplayed: headers['idempotent-replayed'] === 'true' };
	}
	if (status === 429 || (isProblem(data) && PASSING.includes(data.code)))
		return { sentence: refused(service, answer), waitSeconds: wait(headers['retry-after']) };
	if (ABOUT_A_ROW.includes(status) && isProblem(data)) return { refusal: data };
	if (status >= 500) return { sentence: refused(service, answer), waitSeconds: undefined };
	throw new Failure(refused(service, answer));
}

function wait(retryAfter: unknown): number {
	return Math.ceil(retryAfterSeconds(retryAfter, new Date()) ?? 1);
}
