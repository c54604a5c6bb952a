import { invalidInput } from '../problems/problems';

/** A caller's clock may be ahead by so much. */
const MOST_AHEAD_MS = 10 * 60 * 1000;

/**
 * Refuses a time from which events are asked for that is in the future, in UTC: mostly a local time that was sent as UTC. What
 * it was meant to find would be left out without a word.
 *
 * @param wanted which events are asked for from then on, e.g. "are missing"
 * @throws invalid_input at the pointer
 */
export function refuseFuture(pointer: string, since: string, wanted: string, now: Date): void {
	if (since <= new Date(now.getTime() + MOST_AHEAD_MS).toISOString()) return;
	const detail = `This time is in the future, by more than the ten minutes that clocks may differ: it is ${now.toISOString()} now. Give the time from which events ${wanted}, with its offset from UTC, e.g. "2026-05-04T09:00:00+02:00".`;
	throw invalidInput([{ pointer, detail }]);
}
