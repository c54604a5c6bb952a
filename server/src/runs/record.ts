import type { WriteContext } from '../context';
import { sql } from '../database/sql';
import { leftBehind } from './leftBehind';
import type { ChangeKind, ChangeState } from './store';
import { replaced } from './replaced';

/** What a change has replaced of a record, and the note that it has added. */
export type Replacement = { before: object; after: object; noteId?: string | undefined };

/**
 * Notes for the run that makes a change, if any, that it has made a record.
 *
 * @param after is asked for what the record has where there is a run: most changes have none
 */
export function recordCreation(
	context: WriteContext,
	id: string,
	after: () => object,
): Promise<void> {
	return record(context, id, 'created', () => ({ left: leftBehind(after()) }));
}

/** Notes what it has replaced of a record, which is asked for where there is a run. */
export function recordUpdate(
	context: WriteContext,
	id: string,
	replacement: () => Replacement,
): Promise<void> {
	return record(context, id, 'updated', () => {
		const { before, after, noteId } = replacement();
		return {
			left: leftBehind(after),
			...replaced(before, after),
			...('contact_id' in before && { contact: before.contact_id as string | null }),
			...(noteId !== undefined && { note: noteId }),
		};
	});
}

/** Notes that it has deleted a record, which nothing brings back. */
export function recordDeletion(context: WriteContext, id: string): Promise<void> {
	return record(context, id, 'deleted', () => ({}));
}

/** Only for a run: what a single change replaces is in its event. */
async function record(
	{ transaction, workspaceId, maker, change, ofRun }: WriteContext,
	id: string,
	kind: ChangeKind,
	state: () => ChangeState,
): Promise<void> {
	if (maker.run === null || maker.isUndo) return;
	ofRun.changes += 1;
	await transaction.run(sql`
		insert into run_changes (workspace_id, run_id, object_id, change_id, kind, state)
		values (${workspaceId}, ${maker.run}, ${id}, ${change.id}, ${kind}, ${JSON.stringify(state())})`);
}
