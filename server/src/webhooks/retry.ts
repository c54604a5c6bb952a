const JITTER = 0.2;
/** A receiver that asks to be left alone for more than a day is tried after a day. */
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Returns when a delivery is tried again, or undefined when it has no tries left.
 *
 * @param attempts how many tries it has had
 * @param failedAt when the last of them failed
 * @param random from 0 to 1; spreads retries by a fifth to either side, so that they do not all arrive at once
 * @param retryAfterMs what the receiver asked for; it is waited for at least that long
 */
export function nextAttemptAt(
	scheduleMs: readonly number[],
	attempts: number,
	failedAt: Date,
	random: number,
	retryAfterMs = 0,
): Date | undefined {
	const delay = scheduleMs[attempts - 1];
	if (delay === undefined) return undefined;
	const spread = delay * (1 - JITTER + 2 * JITTER * random);
	const asked = Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
	return new Date(failedAt.getTime() + Math.round(Math.max(spread, asked)));
}
