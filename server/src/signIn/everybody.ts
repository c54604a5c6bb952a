/**
 * Wrong passwords of all addresses together, as the height of water in a vessel: each pours in one, and time lets them
 * run out.
 */
export type Level = { height: number; at: number };

/** So many are taken at once: a whole office may forget its password on the same morning. */
const MOST = 100;

/** One runs out in this time: a hundred an hour, from however many addresses they come. */
const RUNS_OUT_MS = 36_000;

/** Nobody has tried yet. */
export const EMPTY: Level = { height: 0, at: 0 };

/** Returns the level at a later moment. A clock that was set back counts as if no time had passed. */
export function levelAt({ height, at }: Level, now: number): Level {
	const gone = Math.max(0, now - at) / RUNS_OUT_MS;
	return { height: Math.max(0, height - gone), at: now };
}

/** Returns the level after one more wrong password. */
export function oneMoreOfAll(level: Level, now: number): Level {
	const { height } = levelAt(level, now);
	return { height: height + 1, at: now };
}

/** Returns how long the next password has to wait, wherever it comes from, in milliseconds. */
export function waitOfAllMs(level: Level, now: number): number {
	const { height } = levelAt(level, now);
	return Math.ceil(Math.max(0, height + 1 - MOST) * RUNS_OUT_MS);
}
