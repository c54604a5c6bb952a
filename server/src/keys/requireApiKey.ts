import type { FastifyRequest } from 'fastify';
import type { AppContext } from '../context';
import { problem } from '../problems/problems';
import { type Maker, namedRun, NOBODY } from '../runs/maker';
import { bearerKey } from './bearer';
import { newKeyLookUp } from './lookUp';
import { type ApiKey, type FoundKey, recordUse } from './store';

const USE_RECORDED_EVERY_MS = 60_000;

declare module 'fastify' {
	interface FastifyRequest {
		/** The key a request was sent with, once it is authenticated. */
		apiKey: ApiKey;
		/** What the changes that it asks for are made by. */
		maker: Maker;
	}
}

/** Returns the hook that lets a request pass only with an API key that gives access, and not too often. */
export function requireApiKey({
	database,
	config,
	now,
	newLimiter,
}: AppContext): (request: FastifyRequest) => Promise<void> {
	const limiter = newLimiter('key', config.rateLimit);
	const lookUp = newKeyLookUp(database);
	const recordedAt = new Map<string, number>();

	return async (request) => {
		const key = await authenticate(request);
		const waitSeconds = limiter(key.id, now().getTime());
		if (waitSeconds > 0)
			throw problem('rate_limited', undefined, { retryAfterSeconds: waitSeconds });
		noteUse(key, now());
		request.apiKey = key;
		request.maker = { ...NOBODY, by: key.id, run: namedRun(request.headers['fluid-run']) };
	};

	async function authenticate(request: FastifyRequest): Promise<ApiKey> {
		const key = await lookUp(bearerKey(request, 'workspace'));
		if (!key) throw problem('unknown_key');
		if (key.deleted_at) {
			const { name, deleted_at } = key;
			throw problem('deleted_key', deletedSentence(key), { params: { name, deleted_at } });
		}
		if (key.workspace_deleted_at) {
			const { name, workspace_deleted_at: deleted_at } = key;
			throw problem('deleted_key', deletedWorkspaceSentence(key), { params: { name, deleted_at } });
		}
		return key;
	}

	/** Written at most once a minute: a busy key would else write with every request. */
	function noteUse(key: ApiKey, at: Date): void {
		const last = recordedAt.get(key.id) ?? 0;
		if (at.getTime() - last < USE_RECORDED_EVERY_MS) return;
		recordedAt.set(key.id, at.getTime());
		recordUse(database, key.id, at).catch(() => recordedAt.delete(key.id));
	}
}

function deletedWorkspaceSentence({ workspace_name, workspace_deleted_at }: FoundKey): string {
	return `The workspace "${workspace_name}" of this API key was deleted on ${workspace_deleted_at?.slice(0, 10)}. It can be restored for seven days under Settings > Workspaces.`;
}

function deletedSentence({ name, deleted_at }: ApiKey): string {
	return `The API key "${name}" was deleted on ${deleted_at?.slice(0, 10)}. Create a new one under Settings > Automations > API and use it instead.`;
}
