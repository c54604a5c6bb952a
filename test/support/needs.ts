import type { TestOptions } from 'vitest';

declare module 'vitest' {
	interface TaskMeta {
		needs?: string;
	}
}

/**
 * Says what a test needs that not every machine has, beside the `skipIf` that asks for it. `npm test` names it at its
 * end, so that nobody takes a test for passed that never ran.
 */
export const needs = (what: string): TestOptions => ({ meta: { needs: what } });
