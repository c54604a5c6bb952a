import type { FastifyInstance } from 'fastify';
import type { BulkResult, DealInput } from '../../../contract/types';
import type { Transaction } from '../database/database';
import type { Fluid } from '../fluid';
import { readFlags } from '../flags';
import { type Answer, withIdempotency } from '../idempotency';
import { invalidInput } from '../problems';
import { valid } from '../validation';
import { ingestBulk } from './bulk';
import { ingestDeal } from './ingest';

/** Resolves when what happens in a workspace is announced soon enough that more may happen. */
export type Room = (workspaceId: string) => Promise<void>;

/** `POST /api-ingest`: one deal, or up to 1,000. */
export function ingest(api: FastifyInstance, fluid: Fluid, room: Room): void {
	const { database, now, wake, publicUrl } = fluid;
	const idempotent = withIdempotency(fluid);

	api.post('/api-ingest', async (request, reply) => {
		const { atomic, dry_run } = readFlags(request.query, ['atomic', 'dry_run']);
		refuseBareList(request.body);
		const isBulk =
			typeof request.body === 'object' && request.body !== null && 'deals' in request.body;
		const input = isBulk ? undefined : valid<DealInput>('dealInput', request.body);
		const work = async (transaction: Transaction): Promise<Answer> => {
			const occasion = {
				transaction,
				workspaceId: request.apiKey.workspace_id,
				now: now(),
				wake,
				publicUrl: publicUrl(),
			};
			if (input) return one(await ingestDeal(occasion, input));
			return many(
				await ingestBulk(occasion, request.body, { isAtomic: atomic, requestId: request.id }),
			);
		};
		if (!dry_run) await room(request.apiKey.workspace_id);
		const answer = dry_run
			? { ...(await database.rehearse(work)), isReplayed: false }
			: await idempotent(request, work);
		if (answer.isReplayed) reply.header('idempotent-replayed', 'true');
		return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body);
	});
}

function refuseBareList(body: unknown): void {
	if (!Array.isArray(body)) return;
	const detail = 'The body must be an object. Send many deals as {"deals": [...]}.';
	throw invalidInput([{ pointer: '', detail }]);
}

function one(result: Awaited<ReturnType<typeof ingestDeal>>): Answer {
	return { status: result.action === 'created' ? 201 : 200, body: JSON.stringify(result) };
}

function many(result: BulkResult): Answer {
	return {
		status: result.failed > 0 ? 207 : 200,
		body: JSON.stringify(result),
		nothingDone: result.failed === result.results.length,
	};
}
