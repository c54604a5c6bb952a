/** The retries of a delivery that Standard Webhooks recommends: about three days in all. */
export const DEFAULT_RETRY_SCHEDULE = '5s,5m,30m,2h,5h,10h,14h,20h,24h';

const JITTER = 0.2;

/** As long as events are kept. */
const LONGEST_WAIT_MS = 30 * 24 * 60 * 60 * 1000;

/** A receiver that asks for more patience than a day is tried after a day. */
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Returns the waiting times of a schedule such as `5s,5m` in milliseconds, or undefined when it is not one. */
export function parseSchedule(text: string): number[] | undefined {
	const entries = text.split(',').map((entry) => /^(\d+)(ms|s|m|h|d)$/.exec(entry.trim()));
	const waits = entries.map((entry) => Number(entry?.[1]) * (UNITS[entry?.[2] ?? ''] as number));
	return waits.every((wait) => wait <= LONGEST_WAIT_MS) ? waits : undefined;
}

/** Returns the waiting times of a schedule as people read them, e.g. `5 s, 5 min, 2 h`. */
export function scheduleText(waitsMs: readonly number[]): string {
	const units = Object.entries(UNITS).reverse();
	const text = (waitMs: number) => {
		const [unit, ms] = units.find(([, length]) => waitMs % length === 0) as [string, number];
		return `${waitMs / ms} ${unit === 'm' ? 'min' : unit}`;
	};
	return waitsMs.map(text).join(', ');
}

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
