import type { Reader, Transaction } from '../database/database';
import { atMost, isAmong, nothing, sql, type Statement } from '../database/sql';
import type { ChangeKind, ChangeState } from '../runs/store';
import { firstId } from '../values/ids';
import { parseMoment } from '../values/moment';
import { keptSince } from '../webhooks/keptSince';
import { type KeptReason, reasonOf, type Restoration } from './judge';
import type { TouchedRecord } from './touchedRecord';

/** Which run, and until when its changes can be undone. */
export type RunInHand = { workspaceId: string; runId: string; now: Date };

type Row = { object_id: string; change_id: string; kind: ChangeKind; state: string };

/** Returns some of the records that a run has touched in the last 30 days: deals, then contacts, then companies. */
export async function findNextTouched(
	reader: Reader,
	run: RunInHand,
	{ before, limit }: { before: string | null; limit: number },
): Promise<TouchedRecord[]> {
	const isKept = sql`${ofRun(run)} and change_id >= ${oldestChange(run)}`;
	const rows = await reader.all<Row>(sql`
		select object_id, change_id, kind, state from run_changes
		where ${isKept} and object_id in (
			select distinct object_id from run_changes
			where ${isKept} ${before === null ? nothing : sql`and object_id < ${before}`}
			order by object_id desc ${atMost(limit)})
		order by object_id desc, change_id desc`);
	const records = new Map<string, TouchedRecord>();
	for (const { object_id: id, state, ...change } of rows) {
		const record = records.get(id) ?? { id, changes: [] };
		record.changes.push({ ...change, state: JSON.parse(state) as ChangeState });
		records.set(id, record);
	}
	return [...records.values()];
}

/** Forgets the changes of records that are undone. */
export async function forgetUndone(
	transaction: Transaction,
	run: RunInHand,
	ids: string[],
): Promise<void> {
	if (ids.length === 0) return;
	await transaction.run(
		sql`delete from run_changes where ${ofRun(run)} and ${isAmong(sql`object_id`, ids)}`,
	);
}

/** Notes why records stay as they are. */
export async function noteKept(
	transaction: Transaction,
	run: RunInHand,
	ids: string[],
	reason: KeptReason,
): Promise<void> {
	if (ids.length === 0) return;
	await transaction.run(sql`
		update run_changes set kept = ${reason} where ${ofRun(run)} and ${isAmong(sql`object_id`, ids)}`);
}

/** Keeps of the changes of a record those fields that stay as they are. */
export async function settleRest(
	transaction: Transaction,
	run: RunInHand,
	{ id, changes }: TouchedRecord,
	verdict: Restoration,
): Promise<void> {
	await forgetUndone(transaction, run, [id]);
	for (const { change_id, kind, state } of changes) {
		const only = (values: ChangeState['before'] = {}) =>
			Object.fromEntries(Object.entries(values).filter(([name]) => verdict.stuck.has(name)));
		const before = only(state.before);
		if (Object.keys(before).length === 0) continue;
		const { note: _removed, ...rest } = state;
		const left: ChangeState = { ...rest, before, after: only(state.after) };
		await transaction.run(sql`
			insert into run_changes (workspace_id, run_id, object_id, change_id, kind, state, kept)
			values (${run.workspaceId}, ${run.runId}, ${id}, ${change_id}, ${kind}, ${JSON.stringify(left)},
				${reasonOf(verdict) ?? null})`);
	}
}

function ofRun({ workspaceId, runId }: RunInHand): Statement {
	return sql`workspace_id = ${workspaceId} and run_id = ${runId}`;
}

function oldestChange({ now }: RunInHand): string {
	return firstId('chg', (parseMoment(keptSince(now)) as Date).getTime());
}
