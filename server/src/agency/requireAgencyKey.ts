import type { FastifyRequest } from 'fastify';
import type { AppContext } from '../context';
import { bearerKey } from '../keys/bearer';
import { problem } from '../problems/problems';
import { type AgencyKey, findAgencyKey, recordAgencyUse } from './keyStore';

const USE_RECORDED_EVERY_MS = 60_000;

declare module 'fastify' {
	interface FastifyRequest {
		/** The agency key a request was sent with, once it is authenticated. */
		agencyKey: AgencyKey;
	}
}

/** Returns the hook that lets a request pass only with an agency key that gives access, and not too often. */
export function requireAgencyKey({
	database,
	config,
	now,
	newLimiter,
}: AppContext): (request: FastifyRequest) => Promise<void> {
	const limiter = newLimiter('agency key', config.rateLimit);

	return async (request) => {
		const key = await findAgencyKey(database, bearerKey(request, 'agency'));
		if (!key) throw problem('unknown_key', UNKNOWN);
		if (key.deleted_at) {
			const { name, deleted_at } = key;
			throw problem('deleted_key', deletedSentence(key), { params: { name, deleted_at } });
		}
		const at = now();
		const waitSeconds = limiter(key.id, at.getTime());
		if (waitSeconds > 0)
			throw problem('rate_limited', undefined, { retryAfterSeconds: waitSeconds });
		const recent = new Date(at.getTime() - USE_RECORDED_EVERY_MS).toISOString();
		if (key.last_used_at === null || key.last_used_at <= recent)
			await recordAgencyUse(database, key.id, at);
		request.agencyKey = key;
	};
}

const CREATE = 'fluid keys create --agency --name "Roll-outs"';
const UNKNOWN = `This agency key does not exist here. Check that it belongs to this server, or create a new one where Fluid runs: ${CREATE}`;

function deletedSentence({ name, deleted_at }: AgencyKey): string {
	return `The agency key "${name}" was deleted on ${deleted_at?.slice(0, 10)}. Create a new one where Fluid runs: ${CREATE}`;
}
