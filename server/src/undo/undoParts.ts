import { setTimeout as sleep } from 'node:timers/promises';
import type { AppContext } from '../context';
import { findRun } from '../runs/store';
import { undoPart } from './undoPart';

/** What undoing works with. */
export type UndoParts = Pick<AppContext, 'database' | 'write'> & {
	/** Resolves when what happens in a workspace is announced soon enough that more may happen. */
	waitForCapacity: (workspaceId: string) => Promise<void>;
};

/**
 * A small run is done while whoever asked looks on; of a large one, nobody waits for the end. A database with a server of its
 * own goes on with others during a part.
 */
const SMALL_MS = 2_000;
const REST = { short: 1, long: 4 };

/**
 * Goes on undoing a run that somebody wants undone, a part in a transaction of its own, until it is done or aborted. So many
 * times as long as a part has taken, everybody else has the database for themselves.
 *
 * @param seen is called behind each part
 */
export async function undoRun(
	{ database, write, waitForCapacity }: UndoParts,
	workspaceId: string,
	runId: string,
	{ stopping, seen }: { stopping?: AbortSignal; seen?: () => Promise<void> } = {},
): Promise<void> {
	const run = await findRun(database, workspaceId, runId);
	if (!run) return;
	const maker = { by: run.undo_by, run: runId, isUndo: true };
	const begunAt = performance.now();
	for (let isDone = false; !isDone && !stopping?.aborted; ) {
		await waitForCapacity(workspaceId);
		const startedAt = performance.now();
		isDone = await write(workspaceId, (context) => undoPart(context, runId), maker);
		await seen?.();
		const isShort = database.isRemote || performance.now() - begunAt < SMALL_MS;
		const rest = isShort ? REST.short : REST.long;
		await sleep(rest * (performance.now() - startedAt));
	}
}
