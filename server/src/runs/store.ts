import type { WriteContext } from '../context';
import type { Reader } from '../database/database';
import { atMost, nothing, sql, type Statement } from '../database/sql';
import { momentText } from '../values/moment';

/** What a run did to a record. */
export type ChangeKind = 'created' | 'updated' | 'deleted';

/** What is noted of a change: what stands for the record as it was left, what it has replaced, and the note it added. */
export type ChangeState = {
	left?: string;
	before?: Record<string, unknown>;
	after?: Record<string, unknown>;
	note?: string;
	/** That all of it was removed with a person: the record can be listed, and gets nothing back. */
	erased?: true;
	/** Whose deal it was: by it what stood in the deal is found when the person is erased. */
	contact?: string | null;
};

/** A run as it is stored. */
export type RunRow = {
	workspace_id: string;
	id: string;
	/** What made its latest change. */
	made_by: string | null;
	first_change_at: string;
	last_change_at: string;
	changes: number;
	/** Who has asked to undo it last. */
	undo_by: string | null;
	undo_started_at: string | null;
	/** When the last part of that was done, by whatever process. */
	undo_seen_at: string | null;
	undo_finished_at: string | null;
	/** The record before which the next part begins; null at the beginning. */
	undo_before: string | null;
	/** What undoing has come to, as JSON. */
	undone: string;
};

const COLUMNS = sql`workspace_id, id, made_by, first_change_at, last_change_at, changes, undo_by, undo_started_at,
	undo_seen_at, undo_finished_at, undo_before, undone`;

/** Notes at the end of a request that a run has made changes, if it has. */
export async function noteRun({
	transaction,
	workspaceId,
	maker,
	now,
	ofRun,
}: WriteContext): Promise<void> {
	if (ofRun.changes === 0) return;
	const at = momentText(now);
	await transaction.run(sql`
		insert into runs (workspace_id, id, made_by, first_change_at, last_change_at, changes)
		values (${workspaceId}, ${maker.run}, ${maker.by}, ${at}, ${at}, ${ofRun.changes})
		on conflict (workspace_id, id) do update set made_by = excluded.made_by,
			last_change_at = excluded.last_change_at, changes = runs.changes + excluded.changes`);
}

/** Returns the run of a workspace with the id, or undefined. */
export function findRun(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<RunRow | undefined> {
	return reader.get<RunRow>(
		sql`select ${COLUMNS} from runs where workspace_id = ${workspaceId} and id = ${id}`,
	);
}

/** Returns runs, the one with the latest change first, from behind one on, which `runCursor` stands for. */
export function listRuns(
	reader: Reader,
	workspaceId: string,
	{ cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<RunRow[]> {
	return reader.all<RunRow>(sql`
		select ${COLUMNS} from runs where workspace_id = ${workspaceId}
		${cursor === undefined ? nothing : isBehind(cursor)}
		order by last_change_at desc, id desc ${atMost(limit)}`);
}

function isBehind(cursor: string): Statement {
	const [at, id] = [cursor.slice(0, MOMENT_LENGTH), cursor.slice(MOMENT_LENGTH + 1)];
	return sql`and (last_change_at, id) < (${at}, ${id})`;
}

const MOMENT_LENGTH = '2026-11-24T09:00:00.000Z'.length;

/** Returns where the list goes on behind a run, whatever becomes of that meanwhile. */
export function runCursor({ last_change_at, id }: RunRow): string {
	return `${last_change_at}_${id}`;
}
