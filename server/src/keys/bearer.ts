import type { FastifyRequest } from 'fastify';
import { problem } from '../problems/problems';
import { type KeyNature, natureOf } from './key';

/**
 * Returns the key that a request was sent with.
 *
 * @param wanted which keys the call takes
 * @throws missing_key, malformed_key; agency_key or agency_key_needed for a key of the other kind
 */
export function bearerKey(request: FastifyRequest, wanted: KeyNature): string {
	const [scheme = '', text = ''] = (request.headers.authorization ?? '').split(/\s+/);
	if (scheme.toLowerCase() !== 'bearer' || text === '') throw problem('missing_key');
	const nature = natureOf(text);
	if (nature === undefined) throw problem('malformed_key');
	if (nature !== wanted) throw problem(wanted === 'agency' ? 'agency_key_needed' : 'agency_key');
	return text;
}
