import { randomUUID } from 'node:crypto';
import type { Bundle, ZObject } from 'zapier-platform-core';
import type { DealInput } from '../../../contract/types';
import { isTest } from '../unanswered';

/**
 * Returns the Idempotency-Key with which a step that is sent again gets the answer it got before.
 *
 * Zapier tells a step nothing that identifies its run. So it is the user who can say what does, in the field *Run ID*.
 * Without it, a step that would double what it creates counts as sent again when all its values are the same within a
 * day; one that sets values has a key of its own each time, because taking it for sent again could lose a change: a deal
 * moved, moved back, and moved again. Its note is not added again (see knownNote.ts). A test in the editor creates anew
 * each time: who tests again wants to see something happen.
 */
export function runKey(
	z: ZObject,
	bundle: Bundle,
	action: string,
	body: object,
	canDouble: boolean,
): string {
	const isDoneEachTime = isTest(bundle) || !(hasRunId(bundle) || canDouble);
	const run = isDoneEachTime ? randomUUID() : runId(bundle);
	return keyOf(z, [action, bundle.meta?.zap?.id ?? '', run, body]);
}

/** Returns the key to create anew with, because what the first key created is gone. */
export const nextKey = (z: ZObject, key: string, goneId: string) => keyOf(z, [key, goneId]);

/** Returns whether the user has said what identifies the run. */
export const hasRunId = (bundle: Bundle) => runId(bundle) !== '';

/** Returns whether a deal sent twice becomes two: where none is looked for, or where the first is closed by then. */
export function canDouble({ mode, match_on, id, status }: DealInput): boolean {
	if (mode === 'create' || match_on === 'none') return true;
	return match_on === 'email' && id === undefined && status !== undefined && status !== 'open';
}

const runId = ({ inputData }: Bundle) => String(inputData.run_id ?? '').trim();

const keyOf = (z: ZObject, parts: unknown[]) => `zapier-${z.hash('sha256', JSON.stringify(parts))}`;
