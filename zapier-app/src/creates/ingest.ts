import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Deal, DealInput, IngestResult } from '../../../contract/types';
import { withoutKnownNote } from './knownNote';
import { canDouble } from './runKey';
import { type Repeated, sendOnce } from './sendOnce';

/** A deal, with what was done beside it. */
export type DealResult = Deal & Pick<IngestResult, 'action' | 'changed_fields'> & Repeated;

/** Sends one deal; the answer has the deal's own fields at the top, like a search and a trigger. */
export async function ingest(
	z: ZObject,
	bundle: Bundle,
	action: string,
	body: DealInput,
): Promise<DealResult> {
	const sent = await withoutKnownNote(z, bundle, body, new Date());
	const { answer, repeated } = await sendOnce<IngestResult>(z, bundle, {
		action,
		path: '/api-ingest',
		body: sent,
		gives: ['action', 'deal'],
		canDouble: canDouble(sent),
		made: ({ deal: { id } }) => ({ id, path: `/api-deals/${id}` }),
	});
	const { deal, ...result } = answer;
	return { ...deal, ...result, repeated };
}
