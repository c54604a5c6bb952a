import type { Transaction } from '../database/database';
import { atMost, sql } from '../database/sql';
import { limits } from '../limits';
import type { RunInHand } from './touched';

/**
 * Forgets some of the answers that requests of a run would get again: what they say of deals is not so any more, and whoever
 * sends the same once more, such as an import, means it.
 *
 * @returns whether there may be more
 */
export async function forgetAnswers(
	transaction: Transaction,
	{ workspaceId, runId }: Pick<RunInHand, 'workspaceId' | 'runId'>,
): Promise<boolean> {
	const forgotten = await transaction.count(sql`
		delete from idempotency_keys
		where workspace_id = ${workspaceId} and key in (
			select key from idempotency_keys
			where workspace_id = ${workspaceId} and run_id = ${runId} ${atMost(limits.recordsAtOnce)})`);
	return forgotten === limits.recordsAtOnce;
}
