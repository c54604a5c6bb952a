import type { CommitInput, CommitResult, Delivery } from '../../../contract/types';
import type { AppContext } from '../context';
import type { Transaction } from '../database/database';
import { oneOf, sql } from '../database/sql';
import type { SendOutcome } from '../deliveryClient';
import { originInHand } from '../origin';
import { inQuotes } from '../../../contract/nearest';
import { invalidInput } from '../problems/problems';
import { valid } from '../problems/validation';
import { type ArrivedDelivery, recordArrivals } from './arrivals';
import { recordAttempt, releaseClaims } from './deliveries';
import { letAllGo } from './ordering';
import { getWebhook, type Queue, type WebhookRow } from './store';

/**
 * Writes what became of deliveries that were handed out. It counts also when the lease has ended or the webhook was paused,
 * and what has arrived has arrived, whatever became of it since. Once the webhook sends by itself, nothing else counts: what
 * is on its way then may be a try of its own.
 *
 * @throws webhook_not_found, invalid_input
 */
export async function commit(
	{ database, config, now }: AppContext,
	workspaceId: string,
	webhookId: string,
	given: unknown,
): Promise<CommitResult> {
	const { succeeded = [], failed = [], released = [] } = valid<CommitInput>('commitInput', given);
	const errors = new Map<string, string | null>([
		...failed.map(({ id, error }) => [id, error] as const),
		...succeeded.map((id) => [id, null] as const),
	]);
	refuseTwice([...failed.map(({ id }) => id), ...succeeded, ...released]);
	originInHand()?.deliveryIds.push(...errors.keys(), ...released);
	return database.write(workspaceId, async (transaction) => {
		const webhook = await getWebhook(transaction, workspaceId, webhookId);
		const result: CommitResult = { succeeded: 0, failed: 0, released: 0, not_handed_out: [] };
		const found = await findAll(transaction, webhook, [...errors.keys()]);
		const arrivals: ArrivedDelivery[] = [];
		for (const [id, error] of errors) {
			const kind = error === null ? 'succeeded' : 'failed';
			const one = found.get(id);
			if (one?.status === 'succeeded' && error === null) result.succeeded += 1;
			else if (!one || !counts(webhook, one, kind)) result.not_handed_out.push(id);
			else {
				const outcome = outcomeOf(webhook, error, now());
				if (error === null) arrivals.push({ id, webhook, outcome });
				else {
					const retry = { scheduleMs: config.retryScheduleMs, random: Math.random() };
					await recordAttempt(transaction, webhook, one, outcome, retry);
				}
				result[kind] += 1;
			}
		}
		await recordArrivals(transaction, arrivals);
		const back = await releaseHandedOut(transaction, webhook, released, now());
		for (const id of released) {
			if (back.delete(id)) result.released += 1;
			else result.not_handed_out.push(id);
		}
		return result;
	});
}

/** One list has no ID twice; two that have the same say two things of it. */
function refuseTwice(ids: string[]): void {
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice === undefined) return;
	const detail = `${inQuotes(twice)} stands here more than once. Say one thing of each delivery: that it succeeded, failed or was released.`;
	throw invalidInput([{ pointer: '', detail, code: 'named_twice' }]);
}

type HandedOut = Pick<Delivery, 'id' | 'status' | 'created_at'> & {
	object_id: string | null;
	attempts: number;
	claimed_until: string | null;
	is_handed_out: number;
};

async function findAll(
	transaction: Transaction,
	{ queue_id }: Queue,
	ids: string[],
): Promise<Map<string, HandedOut>> {
	const rows = await transaction.all<HandedOut>(sql`
		select id, status, object_id, attempts, created_at, claimed_until, is_handed_out from deliveries
		where id in ${oneOf(ids)} and queue_id = ${queue_id}`);
	return new Map(rows.map((row) => [row.id, row]));
}

/** What has arrived has arrived, also when one whose lease had ended has failed with it or given it back meanwhile. */
function counts(
	{ delivery }: WebhookRow,
	{ status, attempts, claimed_until, is_handed_out }: HandedOut,
	kind: 'succeeded' | 'failed' | 'released',
): boolean {
	const isHandedOut = claimed_until !== null && status !== 'succeeded';
	if (kind === 'succeeded') return isHandedOut || attempts > 0 || is_handed_out === 1;
	return isHandedOut && delivery === 'pull';
}

/**
 * Takes deliveries back that were handed out, and returns which were. One that was held or skipped meanwhile is not due, but
 * nothing waits for the end of its lease any more.
 */
async function releaseHandedOut(
	transaction: Transaction,
	webhook: WebhookRow,
	ids: string[],
	now: Date,
): Promise<Set<string>> {
	const at = now.toISOString();
	const found = [...(await findAll(transaction, webhook, ids)).values()];
	const handedOut = found.filter((one) => counts(webhook, one, 'released'));
	const { waiting = [], over = [] } = Object.groupBy(handedOut, ({ status }) =>
		status === 'pending' ? 'waiting' : 'over',
	);
	await releaseClaims(
		transaction,
		waiting.map(({ id, attempts, created_at }) => ({
			id,
			// Where it stood before, so that what was handed out first is handed out first again.
			next_attempt_at: attempts === 0 ? created_at : at,
		})),
	);
	if (over.length > 0)
		await transaction.run(sql`
			update deliveries set claimed_until = null where id in ${oneOf(over.map(({ id }) => id))}`);
	const { queue_id } = webhook;
	await letAllGo(
		transaction,
		over.map(({ object_id }) => ({ queue_id, object_id, at })),
	);
	return new Set(handedOut.map(({ id }) => id));
}

function outcomeOf({ url }: WebhookRow, error: string | null, now: Date): SendOutcome {
	return {
		url,
		requestHeaders: null,
		startedAt: now,
		durationMs: 0,
		statusCode: null,
		answer: null,
		error,
		retryAfterMs: 0,
	};
}
