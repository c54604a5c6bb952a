import type { Bundle } from 'zapier-platform-core';

/** Zapier ends a step after 30 seconds, and then cannot say why. */
export const STEP_MS = 25_000;

const startedAt = new WeakMap<Bundle, number>();

/** Returns how many milliseconds the step still has, of all its calls together. */
export function timeLeft(bundle: Bundle): number {
	const now = Date.now();
	const start = startedAt.get(bundle) ?? now;
	startedAt.set(bundle, start);
	return Math.max(1, start + STEP_MS - now);
}
