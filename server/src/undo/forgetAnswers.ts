import type { WriteContext } from '../context';
import type { Transaction } from '../database/database';
import { atMost, isAmong, oneOf, sql } from '../database/sql';
import { problemBody, type Refusal } from '../problems/problems';
import { newId } from '../values/ids';
import { keptAnswer, type MadeIds, madeIds } from './keptAnswer';

/** So many are read in a few milliseconds, unless they are large. */
const AT_ONCE = 5;

/**
 * Forgets some of the answers that requests of a run would get again: what they say of deals is not so any more, and whoever
 * sends the same once more, such as an import, means it. An answer that has made what stays is given for that alone: sent
 * again, it would be there twice.
 *
 * @returns whether there may be more
 */
export async function forgetAnswers(
	{ transaction, workspaceId, publicUrl }: WriteContext,
	runId: string,
): Promise<boolean> {
	const bodyOf = (refusal: Refusal) => problemBody(refusal, newId('req'), publicUrl);
	const isOwn = sql`workspace_id = ${workspaceId}`;
	const rows = await transaction.all<{ key: string; status: number; answer: string }>(sql`
		select key, status, answer from idempotency_keys
		where ${isOwn} and run_id = ${runId} ${atMost(AT_ONCE)}`);
	const gone: string[] = [];
	for (const { key, status, answer } of rows) {
		const there = await thoseThere(transaction, workspaceId, madeIds(answer));
		const kept = there.size > 0 ? keptAnswer({ status, answer }, there, bodyOf) : undefined;
		if (!kept) gone.push(key);
		else
			await transaction.run(sql`
				update idempotency_keys set run_id = null, status = ${kept.status}, answer = ${kept.answer}
				where ${isOwn} and key = ${key}`);
	}
	if (gone.length > 0)
		await transaction.run(
			sql`delete from idempotency_keys where ${isOwn} and ${isAmong(sql`key`, gone)}`,
		);
	return rows.length === AT_ONCE;
}

async function thoseThere(
	transaction: Transaction,
	workspaceId: string,
	{ deals, contacts }: MadeIds,
): Promise<Set<string>> {
	const rows = await transaction.all<{ id: string }>(sql`
		select id from deals where workspace_id = ${workspaceId} and id in ${oneOf(deals)}
		union all
		select id from contacts where workspace_id = ${workspaceId} and id in ${oneOf(contacts)}`);
	return new Set(rows.map(({ id }) => id));
}
