import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import type { Transaction } from '../database/database';
import type { LookedUpAhead } from '../database/lookUp';
import { sql } from '../database/sql';
import type { AppContext } from '../context';
import { invalidInput, problem } from '../problems/problems';

/** An answer as it was given, to be given again; not, like a refusal, where nothing was done. */
export type StoredAnswer = { status: number; body: string | Buffer; nothingDone?: boolean };

type Work = (transaction: Transaction) => Promise<StoredAnswer>;

const MOST_CHARACTERS = 255;
const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Returns what runs a change once for each Idempotency-Key: the same key and body get the first answer again. Kept in
 * the transaction of the change, so that a crash leaves both or neither. A refused request keeps nothing, so that it
 * can be corrected and sent again.
 */
export function withIdempotency({ database, now }: AppContext) {
	const running = new Set<string>();

	return async (
		request: FastifyRequest,
		work: Work,
		ahead?: () => LookedUpAhead[],
	): Promise<StoredAnswer & { isReplayed: boolean }> => {
		const key = idempotencyKey(request);
		const workspaceId = request.apiKey.workspace_id;
		if (key === undefined)
			return { ...(await database.write(workspaceId, work, ahead)), isReplayed: false };

		const name = `${workspaceId} ${key}`;
		if (running.has(name))
			throw problem('idempotency_in_progress', undefined, { retryAfterSeconds: 1 });
		running.add(name);
		try {
			const yieldIfDue = yieldingRegularly();
			const hash = requestHash(request);
			await yieldIfDue();
			return await database.write(
				workspaceId,
				(transaction) => {
					const keyed = { workspaceId, key, hash, run: request.maker.run, now: now() };
					return once(transaction, keyed, work);
				},
				ahead,
			);
		} finally {
			running.delete(name);
		}
	};
}

/** What a change is known by when it is sent again. */
export type KeyedRequest = {
	workspaceId: string;
	key: string;
	hash: string;
	/** The run that it is a part of: once that is undone, it is answered as if it came for the first time. */
	run: string | null;
	now: Date;
};

/**
 * Runs a change, or returns the answer that was given when it ran first.
 *
 * @throws idempotency_key_reused when the key came with something else before
 */
export async function once(
	transaction: Transaction,
	{ workspaceId, key, hash, run, now }: KeyedRequest,
	work: Work,
): Promise<StoredAnswer & { isReplayed: boolean }> {
	const oldest = new Date(now.getTime() - KEPT_MS).toISOString();
	const first = await transaction.get<{ body_hash: string; status: number; answer: string }>(sql`
		select body_hash, status, answer from idempotency_keys
		where workspace_id = ${workspaceId} and key = ${key} and created_at > ${oldest}`);
	if (first && first.body_hash !== hash) throw problem('idempotency_key_reused');
	if (first) return { status: first.status, body: first.answer, isReplayed: true };

	const answer = await work(transaction);
	if (answer.nothingDone) return { ...answer, isReplayed: false };
	await transaction.run(
		sql`delete from idempotency_keys where workspace_id = ${workspaceId} and key = ${key}`,
	);
	await transaction.run(sql`
		insert into idempotency_keys (workspace_id, key, body_hash, status, answer, created_at, run_id)
		values (${workspaceId}, ${key}, ${hash}, ${answer.status}, ${answer.body.toString()}, ${now.toISOString()},
			${run})`);
	return { ...answer, isReplayed: false };
}

/** Removes the keys that are no longer kept. */
export async function forgetOldKeys(transaction: Transaction, now: Date): Promise<void> {
	const oldest = new Date(now.getTime() - KEPT_MS).toISOString();
	await transaction.run(sql`delete from idempotency_keys where created_at <= ${oldest}`);
}

function idempotencyKey({ headers }: FastifyRequest): string | undefined {
	const key = headers['idempotency-key'];
	if (key === undefined) return undefined;
	if (typeof key === 'string' && key.length >= 1 && key.length <= MOST_CHARACTERS) return key;
	const detail = `The header Idempotency-Key must have 1 to ${MOST_CHARACTERS} characters.`;
	throw invalidInput([{ pointer: '', detail }]);
}

/** The same for the same call, options and body; an option that is off is as if it were not given. */
function requestHash({ method, routeOptions, query, body }: FastifyRequest): string {
	const options = Object.entries(query as Record<string, string>)
		.filter(([, value]) => value !== 'false')
		.sort();
	return createHash('sha256')
		.update(JSON.stringify([method, routeOptions.url, options, body]))
		.digest('hex');
}
