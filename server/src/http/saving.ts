import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Transaction } from '../database/database';
import type { AppContext, WriteContext, BulkOptions, BulkOutcome } from '../context';
import { readFlags } from './flags';
import { type StoredAnswer, withIdempotency } from './idempotency';
import { invalidInput } from '../problems/problems';

/** Resolves when what happens in a workspace is announced soon enough that more may happen. */
export type Backpressure = (workspaceId: string) => Promise<void>;

/** Saves what a request holds. */
export type Save = (
	context: WriteContext & { publicUrl: string },
	options: BulkOptions,
) => Promise<StoredAnswer>;

/**
 * Returns what answers a request that saves one thing or many: with `atomic` and `dry_run` in the query, and once for
 * each Idempotency-Key.
 */
export function saving(fluid: AppContext, waitForCapacity: Backpressure) {
	const { database, now, wake, publicUrl } = fluid;
	const idempotent = withIdempotency(fluid);

	return async (request: FastifyRequest, reply: FastifyReply, prepare: () => Save) => {
		const { atomic, dry_run } = readFlags(request.query, ['atomic', 'dry_run']);
		const save = prepare();
		const workspaceId = request.apiKey.workspace_id;
		const options: BulkOptions = {
			isAtomic: atomic,
			requestId: request.id,
			report: (fault) => request.log.error(fault),
		};
		const work = (transaction: Transaction) =>
			save({ transaction, workspaceId, now: now(), wake, publicUrl: publicUrl() }, options);
		if (!dry_run) await waitForCapacity(workspaceId);
		const answer = dry_run
			? { ...(await database.dryRun(work)), isReplayed: false }
			: await idempotent(request, work);
		if (answer.isReplayed) reply.header('idempotent-replayed', 'true');
		return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body);
	};
}

/**
 * Returns whether a body holds many, under the name of their list.
 *
 * @throws invalid_input for a list without its name
 */
export function holdsMany(body: unknown, name: string): boolean {
	if (!Array.isArray(body)) return typeof body === 'object' && body !== null && name in body;
	const detail = `The body must be an object. Send many ${name} as {"${name}": [...]}.`;
	throw invalidInput([
		{ pointer: '', detail, code: 'wrong_type', params: { expected: 'an object' } },
	]);
}

/** Returns the answer to a request of many. */
export function manySaved({ results, ...counts }: BulkOutcome): StoredAnswer {
	return {
		status: counts.failed > 0 ? 207 : 200,
		body: `${JSON.stringify(counts).slice(0, -1)},"results":[${results.join(',')}]}`,
		nothingDone: counts.failed === results.length,
	};
}
