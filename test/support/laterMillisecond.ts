import { setImmediate } from 'node:timers/promises';

/** Resolves once the clock shows another millisecond: what was written before has an earlier time than what comes. */
export async function laterMillisecond(): Promise<void> {
	const before = Date.now();
	while (Date.now() <= before) await setImmediate();
}
