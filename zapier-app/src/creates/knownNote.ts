import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Deal, DealInput } from '../../../contract/types';
import { call, get } from '../request';
import { isTest } from '../unanswered';
import { canDouble, hasRunId } from './runKey';

const A_DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Returns what a step sends, without its note where the deal got the very same one within a day: all else that is sent
 * again sets the same values, but a note would stand there twice. Where the key tells that it was sent (see runKey.ts),
 * nothing has to be looked up.
 */
export async function withoutKnownNote(
	z: ZObject,
	bundle: Bundle,
	body: DealInput,
	now: Date,
): Promise<DealInput> {
	const { note, ...rest } = body;
	if (note === undefined || hasRunId(bundle) || canDouble(body) || isTest(bundle)) return body;
	const since = new Date(now.getTime() - A_DAY_MS).toISOString();
	const deals = await dealsMeant(z, bundle, body);
	const isKnown = deals.some(({ notes }) =>
		notes.some(({ text, created_at }) => text === note && created_at > since),
	);
	return isKnown ? rest : body;
}

/** As Fluid matches them: by ID, else by External ID, else the open ones of the contact in the pipeline. */
async function dealsMeant(z: ZObject, bundle: Bundle, body: DealInput): Promise<Deal[]> {
	const { id, external_id, match_on, contact, pipeline_id, pipeline } = body;
	if (id !== undefined) {
		const gives: ['id', 'notes'] = ['id', 'notes'];
		const path = `/api-deals/${encodeURIComponent(id)}`;
		const { status, data } = await call<Deal>(z, bundle, 'GET', path, {
			gives,
			missingIsFine: true,
		});
		return status === 404 ? [] : [data];
	}
	const isByEmail = match_on === 'email';
	const query = isByEmail
		? { email: contact?.email ?? undefined, status: 'open', limit: 200 }
		: { external_id: external_id ?? undefined };
	if (!(isByEmail ? contact?.email : external_id)) return [];
	const { data } = await get<{ data: Deal[] }>(z, bundle, '/api-deals', ['data'], query);
	return data.filter(
		(deal) =>
			!isByEmail ||
			((pipeline_id === undefined || deal.pipeline_id === pipeline_id) &&
				(pipeline === undefined || deal.pipeline_name === pipeline)),
	);
}
