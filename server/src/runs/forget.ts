import type { Transaction } from '../database/database';
import { atMost, sql, type Statement } from '../database/sql';
import { limits } from '../limits';
import { firstId } from '../values/ids';
import { parseMoment } from '../values/moment';
import type { ChangeState } from './store';

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

/** Forgets that runs have changed a record, which is gone. */
export async function forgetRecord(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
	await transaction.run(
		sql`delete from run_changes where workspace_id = ${workspaceId} and object_id = ${id}`,
	);
}

const EMPTIED: ChangeState = { erased: true };

/**
 * Empties what is noted of changes of runs: what stood in a record before is of a person who is erased. That each was is
 * still known, so that undoing a run says which records it leaves for that.
 *
 * @param which is true of the rows
 */
export async function emptyRunChanges(
	transaction: Transaction,
	workspaceId: string,
	which: Statement,
): Promise<void> {
	await transaction.run(sql`
		update run_changes set state = ${JSON.stringify(EMPTIED)},
			kept = case when kept is null then null else 'erased' end
		where workspace_id = ${workspaceId} and ${which}`);
}
