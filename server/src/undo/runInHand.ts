import type { UndoCounts } from '../../../contract/types';
import type { Database, Reader, Transaction } from '../database/database';
import { atMost, sql } from '../database/sql';
import { problem } from '../problems/problems';
import type { Maker } from '../runs/maker';
import { findRun, type RunRow } from '../runs/store';
import { keptSince } from '../webhooks/keptSince';
import { NOTHING_UNDONE } from './counts';
import { lookAgain } from './forgetAnswers';

/**
 * Returns the run of a workspace with the id whose changes can still be undone.
 *
 * @throws run_not_found
 */
export async function getRun(
	reader: Reader,
	workspaceId: string,
	id: string,
	now: Date,
): Promise<RunRow> {
	const run = await findRecentRun(reader, workspaceId, id, now);
	if (run) return run;
	throw problem('run_not_found', undefined, { params: { id } });
}

/** Returns the run of a workspace with the id if its changes can still be undone. */
export async function findRecentRun(
	reader: Reader,
	workspaceId: string,
	id: string,
	now: Date,
): Promise<RunRow | undefined> {
	const run = await findRun(reader, workspaceId, id);
	return run && run.last_change_at >= keptSince(now) ? run : undefined;
}

/** Returns what undoing a run has come to so far. */
export function countsOf({ undone }: Pick<RunRow, 'undone'>): UndoCounts {
	return { ...NOTHING_UNDONE, ...(JSON.parse(undone) as Partial<UndoCounts>) };
}

/** Returns whether undoing a run has begun and has not come to its end. */
export function isBeingUndone({ undo_started_at, undo_finished_at }: RunRow): boolean {
	return undo_started_at !== null && undo_finished_at === null;
}

/**
 * Notes that somebody wants a run undone, unless that is under way.
 *
 * @throws run_not_found
 */
export async function beginUndo(
	database: Pick<Database, 'write'>,
	workspaceId: string,
	id: string,
	{ by, now }: { by: Maker['by']; now: Date },
): Promise<void> {
	await database.write(workspaceId, async (transaction) => {
		const run = await getRun(transaction, workspaceId, id, now);
		if (isBeingUndone(run)) return;
		// What is kept is judged anew.
		const undone = JSON.stringify({ ...countsOf(run), kept: 0 });
		await transaction.run(sql`
			update runs set undo_by = ${by}, undo_started_at = ${now.toISOString()}, undo_seen_at = null,
				undo_finished_at = null, undo_before = null, undone = ${undone}
			where workspace_id = ${workspaceId} and id = ${id}`);
		await lookAgain(transaction, workspaceId, id);
	});
}

/** Notes how far undoing a run has come. */
export async function noteProgress(
	transaction: Transaction,
	{ workspace_id, id }: RunRow,
	{ before, counts, now, isDone }: Progress,
): Promise<void> {
	const at = now.toISOString();
	await transaction.run(sql`
		update runs set undo_before = ${before}, undone = ${JSON.stringify(counts)}, undo_seen_at = ${at},
			undo_finished_at = ${isDone ? at : null}
		where workspace_id = ${workspace_id} and id = ${id}`);
}

type Progress = { before: string | null; counts: UndoCounts; now: Date; isDone: boolean };

/** So long after its last part somebody else goes on with a run. */
const ABANDONED_MS = 5_000;

/** Returns runs that are being undone and that nobody has gone on with for some time. */
export function listAbandoned(reader: Reader, now: Date): Promise<RunRow[]> {
	const before = new Date(now.getTime() - ABANDONED_MS).toISOString();
	return reader.all<RunRow>(sql`
		select runs.workspace_id, runs.id, undo_by from runs join workspaces on workspaces.id = runs.workspace_id
		where undo_started_at is not null and undo_finished_at is null
			and (undo_seen_at is null or undo_seen_at < ${before}) and workspaces.deleted_at is null
		${atMost(10)}`);
}
