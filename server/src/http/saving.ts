import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Transaction } from '../database/database';
import type { LookedUpAhead } from '../database/lookUp';
import type { AppContext, BulkOptions, BulkOutcome, WriteContext } from '../context';
import { readFlags } from './flags';
import { type StoredAnswer, withIdempotency } from './idempotency';
import { invalidInput } from '../problems/problems';

/** Saves what a request holds. */
export type Save = (context: WriteContext, options: BulkOptions) => Promise<StoredAnswer>;

/**
 * Returns what answers a request that saves one thing or many: with `atomic` and `dry_run` in the query, and once for
 * each Idempotency-Key.
 *
 * @param path where what was made is found, by its id behind it
 */
export function saving(fluid: AppContext, path: string) {
	const idempotent = withIdempotency(fluid);

	return async (
		request: FastifyRequest,
		reply: FastifyReply,
		prepare: () => Save,
		ahead?: () => LookedUpAhead[],
	) => {
		const { atomic, dry_run } = readFlags(request.query, ['atomic', 'dry_run']);
		const save = prepare();
		const workspaceId = request.apiKey.workspace_id;
		const { origin, maker } = request;
		const options: BulkOptions = {
			isAtomic: atomic,
			requestId: request.id,
			report: (fault) => request.log.error(fault),
		};
		const work = (transaction: Transaction) =>
			fluid.writeWithin(transaction, workspaceId, (context) => save(context, options), {
				origin,
				maker,
			});
		const answer = dry_run
			? { ...(await fluid.database.dryRun(workspaceId, work)), isReplayed: false }
			: await idempotent(request, work, ahead);
		if (answer.isReplayed) reply.header('idempotent-replayed', 'true');
		if (answer.status === 201 && !dry_run)
			reply.header('location', `${path}/${madeId(answer.body)}`);
		return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body);
	};
}

/** The answer to one that was made is it, or holds it behind what became of it. Read so, an answer given again needs no more. */
function madeId(body: StoredAnswer['body']): string {
	return /"id":"(\w+)"/.exec(body.toString())?.[1] ?? '';
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

const COMMA = Buffer.from(',');
const END = Buffer.from(']}');

/** Returns the answer to a request of many. Put together as text, one of 10 MB would hold everybody up. */
export function manySaved({ results, ...counts }: BulkOutcome): StoredAnswer {
	const before = Buffer.from(`${JSON.stringify(counts).slice(0, -1)},"results":[`);
	const parts = results.flatMap((result, index) => (index === 0 ? [result] : [COMMA, result]));
	return {
		status: counts.failed > 0 ? 207 : 200,
		body: Buffer.concat([before, ...parts, END]),
		nothingDone: counts.failed === results.length,
	};
}
