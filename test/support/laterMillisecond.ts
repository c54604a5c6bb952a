import { setImmediate } from 'node:timers/promises';

/** Resolves once the clock shows another millisecond: what was written before has an earlier time than what comes. */
export async function laterMillisecond(): Promise<void> {
	const before = Date.now();
	while (Date.now() <= before) await setImmediate();
}

/** Returns a moment that is later than all that was written before, and earlier than all that is written after. */
export async function momentBetween(): Promise<string> {
	await laterMillisecond();
	const at = new Date().toISOString();
	await laterMillisecond();
	return at;
}
