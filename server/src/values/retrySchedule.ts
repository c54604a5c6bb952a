/** As long as events are kept. */
const LONGEST_WAIT_MS = 30 * 24 * 60 * 60 * 1000;

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The retries of a delivery that Standard Webhooks recommends: about three days in all. */
export const DEFAULT_RETRY_SCHEDULE = '5s,5m,30m,2h,5h,10h,14h,20h,24h';

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
