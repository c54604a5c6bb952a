import type { WriteContext } from '../context';
import type { Transaction } from '../database/database';
import { atMost, isAmong, oneOf, sql } from '../database/sql';
import { limits } from '../limits';
import { problemBody, type Refusal } from '../problems/problems';
import { newId } from '../values/ids';
import { keptAnswer, type MadeIds, madeIds } from './keptAnswer';

/** So much of them is read and put together anew in a few milliseconds, and one that is larger by itself. */
const MOST_CHARACTERS = 300_000;

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
	const rows = await someAnswers(transaction, workspaceId, runId);
	const made = rows.map(({ answer }) => madeIds(answer));
	const there = await thoseThere(transaction, workspaceId, {
		deals: made.flatMap(({ deals }) => deals),
		contacts: made.flatMap(({ contacts }) => contacts),
	});
	const gone: string[] = [];
	for (const [index, { key, status, answer }] of rows.entries()) {
		const { deals, contacts } = made[index] as MadeIds;
		const isAnyThere = [...deals, ...contacts].some((id) => there.has(id));
		const kept = isAnyThere ? keptAnswer({ status, answer }, there, bodyOf) : undefined;
		if (!kept) gone.push(key);
		else
			await transaction.run(sql`
				update idempotency_keys set run_id = ${lookedAt(runId)}, status = ${kept.status}, answer = ${kept.answer}
				where ${isOwn} and key = ${key}`);
	}
	if (gone.length > 0)
		await transaction.run(
			sql`delete from idempotency_keys where ${isOwn} and ${isAmong(sql`key`, gone)}`,
		);
	return rows.length > 0;
}

type Row = { key: string; status: number; answer: string };

async function someAnswers(
	transaction: Transaction,
	workspaceId: string,
	runId: string,
): Promise<Row[]> {
	const sizes = await transaction.all<{ key: string; size: number }>(sql`
		select key, length(answer) as size from idempotency_keys
		where workspace_id = ${workspaceId} and run_id = ${runId} ${atMost(limits.recordsAtOnce)}`);
	let characters = 0;
	const some = sizes.filter(({ size }, index) => {
		characters += size;
		return index === 0 || characters <= MOST_CHARACTERS;
	});
	return transaction.all<Row>(sql`
		select key, status, answer from idempotency_keys
		where workspace_id = ${workspaceId} and key in ${oneOf(some.map(({ key }) => key))}`);
}

/** Has all answers of a run looked at that an earlier undo of it has left. */
export async function lookAgain(
	transaction: Transaction,
	workspaceId: string,
	runId: string,
): Promise<void> {
	await transaction.run(sql`
		update idempotency_keys set run_id = ${runId}
		where workspace_id = ${workspaceId} and run_id = ${lookedAt(runId)}`);
}

/** What an answer has in place of its run once it was looked at; no run is called so. */
function lookedAt(runId: string): string {
	return `${runId} was undone`;
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
