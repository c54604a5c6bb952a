const FREE_TRIES = 5;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const FORGOTTEN_AFTER_MS = 60 * 60_000;

/** Wrong passwords in a row from one address. */
export type Failures = { count: number; lastAt: number };

/**
 * Returns how long after wrong passwords the next one has to wait, in milliseconds from now: nothing for the first
 * five, then five seconds, and each further one doubles it up to a quarter of an hour.
 */
export function waitMs(failures: Failures | undefined, now: number): number {
	if (!failures || failures.count < FREE_TRIES) return 0;
	const wait = Math.min(FIRST_WAIT_MS * 2 ** (failures.count - FREE_TRIES), LONGEST_WAIT_MS);
	return Math.max(0, failures.lastAt + wait - now);
}

/** Returns the failures with one more, begun anew when the last was an hour ago. */
export function oneMore(failures: Failures | undefined, now: number): Failures {
	const isOld = !failures || now - failures.lastAt > FORGOTTEN_AFTER_MS;
	return { count: isOld ? 1 : failures.count + 1, lastAt: now };
}
