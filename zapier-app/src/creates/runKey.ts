import type { Bundle, ZObject } from 'zapier-platform-core';
import type { DealInput } from '../../../contract/types';

/**
 * Returns the Idempotency-Key with which a step that is sent again gets the answer it got before, or undefined where the
 * step is to be carried out each time.
 *
 * Zapier tells a step nothing that identifies its run. So it is the user who can say what does, in the field *Run ID*.
 * Without it, a step that would double what it creates counts as sent again when all its values are the same within a
 * day; one that sets values is harmless when it is repeated, and taking it for sent again could lose a change. A test in
 * the editor creates anew each time: who tests again wants to see something happen.
 */
export function runKey(
	z: ZObject,
	{ inputData, meta }: Bundle,
	action: string,
	body: object,
	canDouble: boolean,
): string | undefined {
	const runId = inputData.run_id ?? '';
	if (meta?.isLoadingSample || (runId === '' && !canDouble)) return undefined;
	return `zapier-${z.hash('sha256', JSON.stringify([action, meta?.zap?.id ?? '', runId, body]))}`;
}

/** Returns whether a deal sent twice becomes two: where none is looked for, or where the first is closed by then. */
export function canDouble({ mode, match_on, id, status }: DealInput): boolean {
	if (mode === 'create' || match_on === 'none') return true;
	return match_on === 'email' && id === undefined && status !== undefined && status !== 'open';
}
