import type { Transaction } from '../database/database';
import { atMost, sql } from '../database/sql';
import { limits } from '../limits';
import { firstId } from '../values/ids';
import { parseMoment } from '../values/moment';

/** Forgets some of what runs have changed before a moment: it can no longer be undone. Returns how much. */
export function forgetRunChanges(
	transaction: Transaction,
	workspaceId: string,
	oldest: string,
): Promise<number> {
	return transaction.count(sql`
		delete from run_changes where workspace_id = ${workspaceId} and (run_id, object_id, change_id) in (
			select run_id, object_id, change_id from run_changes
			where workspace_id = ${workspaceId} and change_id < ${firstId('chg', (parseMoment(oldest) as Date).getTime())}
			${atMost(limits.rowsAtOnce)})`);
}

/** Forgets some runs whose last change was before a moment. Returns how many. */
export function forgetRuns(
	transaction: Transaction,
	workspaceId: string,
	oldest: string,
): Promise<number> {
	return transaction.count(sql`
		delete from runs where workspace_id = ${workspaceId} and id in (
			select id from runs where workspace_id = ${workspaceId} and last_change_at < ${oldest}
			order by last_change_at ${atMost(limits.rowsAtOnce)})`);
}

/** Forgets what runs have changed of a record, and what stood in it before. */
export async function forgetRecord(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
	await transaction.run(
		sql`delete from run_changes where workspace_id = ${workspaceId} and object_id = ${id}`,
	);
}
