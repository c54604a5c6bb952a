import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Deal, DealInput, IngestResult } from '../../../contract/types';
import { withoutKnownNote } from './knownNote';
import { type Repeated, sendOnce } from './sendOnce';

/** A deal, with what was done beside it. */
export type DealResult = Deal &
	Pick<IngestResult, 'action' | 'changed_fields'> &
	Repeated & {
		/** Whether its note was left out, because the deal had it already. */
		note_left_out: boolean;
	};

/** Sends one deal; the answer has the deal's own fields at the top, like a search and a trigger. */
export async function sendDeal(
	z: ZObject,
	bundle: Bundle,
	action: string,
	input: DealInput,
): Promise<DealResult> {
	const body = await withoutKnownNote(z, bundle, input, new Date());
	const { answer, repeated } = await sendOnce<IngestResult>(z, bundle, {
		action,
		path: '/api-ingest',
		body,
		gives: ['action', 'deal'],
		canDouble: canDouble(body),
	});
	const { deal, ...result } = answer;
	return { ...deal, ...result, repeated, note_left_out: body !== input };
}

/** Returns whether a deal sent twice becomes two: where none is looked for, or where the first is closed by then. */
function canDouble({ mode, match_on, id, status, on_create }: DealInput): boolean {
	if (mode === 'create' || match_on === 'none') return true;
	const isClosed = [status, on_create?.status].some((one) => one === 'won' || one === 'lost');
	return match_on === 'email' && id === undefined && isClosed;
}
