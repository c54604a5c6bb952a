import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Deal, DealInput, IngestResult } from '../../../contract/types';
import { call } from '../request';
import { canDouble, runKey } from './runKey';

/** A deal, with what was done beside it. */
export type DealResult = Deal & Pick<IngestResult, 'action' | 'changed_fields'>;

/** Sends one deal; the answer has the deal's own fields at the top, like a search and a trigger. */
export async function ingest(
	z: ZObject,
	bundle: Bundle,
	action: string,
	body: DealInput,
): Promise<DealResult> {
	const key = runKey(z, bundle, action, body, canDouble(body));
	const { data } = await call<IngestResult>(z, bundle, 'POST', '/api-ingest', {
		gives: ['action', 'deal'],
		body,
		headers: key === undefined ? {} : { 'Idempotency-Key': key },
	});
	const { deal, ...result } = data;
	return { ...deal, ...result };
}
