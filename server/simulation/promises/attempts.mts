import type { Sent } from '../network.mts';
import type { WatchedAttempt, WatchedDelivery } from '../stored.mts';
import { receiverPath } from '../subscriptions.mts';
import { keyOf, messageIdOf } from '../watch.mts';
import type { Commit } from './deliveries.mts';
import { checkCommittedAttempt, isOfCommit } from './pulls.mts';

const DAY = 24 * 60 * 60 * 1000;
const LEASE_MS = 20_000;

/** Checks what a commit has added to the log of a delivery, and what it made of the delivery. */
export function checkAttempts(
	commit: Commit,
	was: WatchedDelivery,
	is: WatchedDelivery,
	asked: boolean,
): void {
	const { watch } = commit;
	const log = watch.database.attempts(is.id);
	if (log.length !== is.attempts || log.some(({ number }, index) => number !== index + 1))
		return watch.fail(
			'attempts are numbered 1, 2, 3 and counted',
			`${is.id}: ${log.map(({ number }) => number).join()} of ${is.attempts}`,
		);
	let sent: Sent | undefined;
	for (const attempt of log.slice(was.attempts)) {
		if (isOfCommit(attempt)) {
			sent = undefined;
			checkCommittedAttempt(watch, is, attempt);
			continue;
		}
		sent = sentOf(commit, is, attempt);
		if (!sent) return watch.fail('an attempt was a send', `${is.id} #${attempt.number}`);
		Object.assign(sent, { recordedAt: watch.world.now, recordedError: attempt.error });
		checkLogged(commit, is, attempt, sent);
	}
	checkOutcome(commit, is, log, asked);
	// One that subscribing has given up stays so.
	if (is.status === 'failed' && was.status !== 'failed') checkEnd(commit, is);
	const isNext = is.attempts === was.attempts + 1;
	if (isNext && is.status === 'pending' && is.claimed_until === null && !asked)
		checkRetry(commit, is, log.at(-1) as WatchedAttempt, sent);
}

/** A retry and a replay of one event may set out in the same millisecond. */
function sentOf(
	{ watch }: Commit,
	row: WatchedDelivery,
	attempt: WatchedAttempt,
): Sent | undefined {
	const able = (watch.sends.get(keyOf(row.queue_id, messageIdOf(row))) ?? []).filter(
		(one) => one.recordedAt === undefined && one.clock === Date.parse(attempt.started_at),
	);
	return (
		able.find((one) => one.isSettled && (one.status ?? null) === attempt.status_code) ?? able[0]
	);
}

function checkLogged(
	commit: Commit,
	is: WatchedDelivery,
	attempt: WatchedAttempt,
	sent: Sent,
): void {
	const { watch, unchangedOf } = commit;
	const detail = `${is.id} #${attempt.number}`;
	if (!sent.isSettled) return watch.fail('an outcome is written after its answer', detail);
	const status = sent.status ?? null;
	if (attempt.status_code !== status)
		watch.fail(
			'the log says what was answered',
			`${detail}: ${attempt.status_code}, was ${status}`,
		);
	const isTaken = status !== null && status >= 200 && status < 300;
	if ((attempt.error === null) !== isTaken)
		watch.fail('2xx and nothing else is success', `${detail}: ${status} ${attempt.error}`);
	if (watch.world.now - sent.startedAt > LEASE_MS - 100)
		watch.world.note('outcome written after its lease ran out');
	const subscription = unchangedOf(is.queue_id);
	if (status !== 410 || is.status === 'succeeded' || subscription?.row.status !== 'active') return;
	const { url, updated_at } = subscription.row;
	if (receiverPath(url) === sent.path && attempt.started_at >= updated_at)
		watch.fail('410 pauses at once', detail);
}

function checkOutcome(
	{ watch }: Commit,
	is: WatchedDelivery,
	log: WatchedAttempt[],
	asked: boolean,
): void {
	const detail = `${is.id} is ${is.status} after ${is.attempts}`;
	const isTaken = log.some(({ error }) => error === null);
	if (is.status === 'succeeded' && !isTaken)
		watch.fail('succeeded means that a receiver took it', detail);
	if (log.at(-1)?.error === null && is.status !== 'succeeded' && !asked)
		watch.fail('what was taken has succeeded', detail);
}

function checkEnd({ watch }: Commit, { id, attempts }: WatchedDelivery): void {
	if (watch.plan.scheduleMs[attempts - 1] !== undefined)
		watch.fail('a delivery gives up at the end of its schedule', `${id} after ${attempts}`);
}

function checkRetry(
	{ watch }: Commit,
	is: WatchedDelivery,
	last: WatchedAttempt,
	sent: Sent | undefined,
): void {
	const delay = watch.plan.scheduleMs[is.attempts - 1];
	const detail = `${is.id} #${is.attempts}`;
	if (delay === undefined)
		return watch.fail('a delivery gives up at the end of its schedule', `${detail} goes on`);
	const endedAt = Date.parse(last.started_at) + last.duration_ms;
	const asked = sent ? Math.min(askedFor(sent), DAY) : 0;
	const waits = Date.parse(is.next_attempt_at as string) - endedAt;
	const isDate = sent?.retryAfter !== undefined && Number.isNaN(Number(sent.retryAfter));
	const slack = (isDate ? 16_000 : 2) + watch.clockSpreadMs;
	if (waits < Math.max(delay * 0.8, asked) - slack || waits > Math.max(delay * 1.2, asked) + slack)
		watch.fail(
			'the schedule and Retry-After are honoured',
			`${detail}: waits ${waits}, schedule ${delay}, asked for ${asked}`,
		);
	watch.world.note('retry scheduled');
}

/** What the receiver asked for, in milliseconds. */
function askedFor({ status, retryAfter, answeredAt = 0 }: Sent): number {
	if ((status !== 429 && status !== 503) || retryAfter === undefined) return 0;
	if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
	return Math.max(0, Date.parse(retryAfter) - answeredAt);
}
