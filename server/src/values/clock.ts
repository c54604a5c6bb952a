/**
 * The clock of this process: that of its machine, set by the one of a database that other processes work with as well, so
 * that all of them mean the same moment.
 */
export const clock = {
	/** How far the machine's clock is behind, in milliseconds. */
	behindMs: 0,
	ms: (): number => Date.now() + clock.behindMs,
	now: (): Date => new Date(Date.now() + clock.behindMs),
};
