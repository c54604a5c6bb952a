import { randomUUID } from 'node:crypto';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { isTest } from '../unanswered';

/**
 * Returns the Idempotency-Key with which a step that is sent again gets the answer it got before.
 *
 * Zapier passes a step nothing that identifies its run. So it is the user who can say what does, in the field *Run ID*.
 * Without it a step has a key of its own each time: the same values can be those of another run, and taking them for
 * sent again would lose what it brings. So can those of another caller, and a test in the editor: who tests again wants
 * to see something happen.
 */
export function runKey(z: ZObject, bundle: Bundle, action: string, body: object): string {
	const run = hasRunId(bundle) && !isTest(bundle) ? runId(bundle) : randomUUID();
	const parts = [action, bundle.meta?.zap?.id ?? '', run, body];
	return `zapier-${z.hash('sha256', JSON.stringify(parts))}`;
}

/** Returns whether the user has said what identifies the run. */
export const hasRunId = (bundle: Bundle) => runId(bundle) !== '';

const runId = ({ inputData }: Bundle) => String(inputData.run_id ?? '').trim();
