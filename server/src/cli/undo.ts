import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { RunKept, RunPreview, UndoCounts } from '../../../contract/types';
import { type Change, writeContext } from '../context';
import type { Database } from '../database/database';
import { BY_COMMAND, type Maker } from '../runs/maker';
import { listRuns, type RunRow } from '../runs/store';
import { countsSince } from '../undo/counts';
import {
	deliveriesInWords,
	goingOnInWords,
	madeByInWords,
	SENT_AGAIN,
	undoInWords,
	undoneInWords,
} from '../undo/inWords';
import { listKept, showKept } from '../undo/kept';
import { previewUndo } from '../undo/preview';
import { beginUndo, countsOf, findRecentRun, getRun, isBeingUndone } from '../undo/runInHand';
import { showRuns } from '../undo/showRun';
import { undoRun } from '../undo/undoParts';
import type { Workspace } from '../workspaces/store';
import { askedFor } from './askedFor';
import { COMMAND_PARTS } from './commandParts';
import { withDatabase } from './database';
import { Failure } from './failure';
import { serviceAddress } from './serviceAddress';
import { moment, table } from './table';
import { findChosenWorkspace, WORKSPACE_HELP } from './workspaces/chosen';

type Options = { workspace?: string; yes?: true; json?: true };

const RUNS_LISTED = 20;
const KEPT_LISTED = 20;
const KEPT_AT_ONCE = 200;

const NO_RUN =
	'No run has this id, or its last change was more than 30 days ago. List runs with fluid undo.';

/** So long a running service has to take the work over before the command does it itself. */
const RETRIED_FOR_MS = 3_000;
const LOOK_MS = 250;

const SAY_EVERY_MS = 5_000;

/** `fluid undo`. */
export function newUndo(): Command {
	return new Command('undo')
		.description('take back what an execution, a Zap or an import has changed')
		.argument('[run]', 'the run, as the history of a deal names it; without it, runs are listed')
		.option('--workspace <name>', WORKSPACE_HELP)
		.option('--yes', 'do it without asking')
		.option('--json', 'print everything as JSON; with it, nothing is asked: add --yes to undo')
		.action(undo)
		.addHelpText(
			'after',
			`
It first counts what would be deleted, given back and kept, and asks. What somebody has changed since stays as it is and is
listed. Up to 30 days after a change it can be undone; interrupted, the service goes on with it.

Examples:
  npm run -s fluid -- undo
  npm run -s fluid -- undo import-20261124-091203-k3f9
  npm run -s fluid -- undo n8n-1f3a-4711 --workspace "Client B" --yes --json`,
		);
}

async function undo(
	id: string | undefined,
	{ workspace: named, yes, json }: Options,
): Promise<void> {
	await withDatabase(async (database) => {
		const workspace = await findChosenWorkspace(database, named);
		if (id === undefined) return listAll(database, workspace, json);
		const { id: workspaceId, name } = workspace;
		const run = await findRecentRun(database, workspaceId, id, new Date());
		if (!run) throw new Failure(NO_RUN);
		const preview = await previewUndo({ database, ...COMMAND_PARTS }, workspaceId, id);
		if (json && !yes) return console.log(JSON.stringify(preview, null, 2));
		if (!json) {
			const words = undoInWords(preview.counts, 'will_be');
			if (words.length === 0) {
				// Somebody has deleted all of it: what the run has sent can be sent again then, too.
				await carryOut(database, workspaceId, id, countsOf(run));
				return console.log(`Nothing of the run ${id} is left in "${name}". ${SENT_AGAIN}`);
			}
			console.log([`Undoing the run ${id} in "${name}":`, ...words.map(indented)].join('\n'));
			console.log(indented(deliveriesInWords(preview.deliveries)));
			const goingOn = goingOnInWords(run.last_change_at, new Date());
			if (goingOn) console.log(indented(goingOn));
			if (!yes) for (const line of keptLines(preview)) console.log(line);
		}
		if (!yes && (await askedFor('Type yes to undo it: ')) !== 'yes')
			throw new Failure('Nothing was undone.');
		const before = countsOf(await getRun(database, workspaceId, id, new Date()));
		await carryOut(database, workspaceId, id, before);
		const after = countsOf(await getRun(database, workspaceId, id, new Date()));
		const shown = await keptBy(database, workspaceId, id, json ? Infinity : KEPT_LISTED);
		const counts = countsSince(before, after);
		if (json) return console.log(JSON.stringify({ run_id: id, counts, kept: shown }, null, 2));
		console.log(['Done:', ...undoInWords(counts, 'was').map(indented)].join('\n'));
		for (const line of keptLines({ run_id: id, counts, kept: shown })) console.log(line);
	});
}

/** A program gets all that stays; people are shown the first, and where the rest of it is. */
async function keptBy(
	database: Database,
	workspaceId: string,
	id: string,
	most: number,
): Promise<RunKept[]> {
	const shown: RunKept[] = [];
	for (let cursor: string | undefined; shown.length < most; cursor = shown.at(-1)?.id) {
		const limit = Math.min(most - shown.length, KEPT_AT_ONCE);
		const kept = await listKept(database, workspaceId, id, { cursor, limit });
		shown.push(...(await showKept(database, workspaceId, kept, COMMAND_PARTS.publicUrl())));
		if (kept.length < limit) break;
	}
	return shown;
}

/** A service that runs does it in its own turns, so that nobody waits for another process to let the database go. */
async function carryOut(
	database: Database,
	workspaceId: string,
	id: string,
	before: UndoCounts,
): Promise<void> {
	await beginUndo(database, workspaceId, id, { by: BY_COMMAND.by, now: new Date() });
	const read = () => getRun(database, workspaceId, id, new Date());
	const saySoFar = newTeller(async () => countsSince(before, countsOf(await read())));
	let seenAt = performance.now();
	for (let last: string | null = null; ; ) {
		const run: RunRow = await read();
		if (!isBeingUndone(run)) return;
		if (run.undo_seen_at !== last) seenAt = performance.now();
		last = run.undo_seen_at;
		await saySoFar();
		if (performance.now() - seenAt > RETRIED_FOR_MS) break;
		await sleep(LOOK_MS);
	}
	const write = <T>(within: string, change: Change<T>, maker?: Maker) =>
		database.write(within, (transaction) =>
			change(writeContext(COMMAND_PARTS, transaction, within, { ...(maker && { maker }) })),
		);
	const parts = { database, write, waitForCapacity: async () => {} };
	await undoRun(parts, workspaceId, id, { seen: saySoFar });
}

/** Returns what says from time to time how far an undo has come: beside much other work, it may take minutes. */
function newTeller(read: () => Promise<UndoCounts>): () => Promise<void> {
	let saidAt = performance.now();
	return async () => {
		if (performance.now() - saidAt < SAY_EVERY_MS) return;
		saidAt = performance.now();
		const soFar = undoInWords(await read(), 'was').join(' ') || 'nothing yet.';
		console.error(
			indented(`So far: ${soFar} If you end this command, the service goes on with it.`),
		);
	};
}

async function listAll(
	database: Database,
	workspace: Workspace,
	json: true | undefined,
): Promise<void> {
	const rows = await listRuns(database, workspace.id, { limit: RUNS_LISTED });
	const runs = await showRuns(database, workspace.id, rows);
	if (json)
		return console.log(
			JSON.stringify(
				runs.map(({ id, made_by, changes, last_change_at }) => ({
					...{ id, made_by, changes, last_change_at },
				})),
				null,
				2,
			),
		);
	if (runs.length === 0)
		return console.log(`No run has changed anything in "${workspace.name}" in the last 30 days.`);
	console.log(
		table([
			['RUN', 'MADE BY', 'CHANGES', 'LAST CHANGE', 'UNDONE'],
			...runs.map((run) => [
				run.id,
				madeByInWords(run),
				run.changes.toLocaleString('en'),
				moment(run.last_change_at),
				undoneInWords(run, moment),
			]),
		]),
	);
}

type Kept = Pick<RunPreview, 'run_id' | 'counts' | 'kept'>;

/** What stays, with where the rest of it is shown. */
function keptLines({ run_id, counts, kept }: Kept): string[] {
	if (kept.length === 0) return [];
	const lines = kept
		.slice(0, KEPT_LISTED)
		.map(({ id, name, url, detail, fields }) =>
			indented(
				`${name ?? id} (${url ?? id}): ${detail}${fields.length > 0 ? ` ${fields.join(', ')}` : ''}`,
			),
		);
	const more = counts.kept - lines.length;
	const rest = `And ${more.toLocaleString('en')} more: ${serviceAddress()}/settings/runs/${encodeURIComponent(run_id)}`;
	return ['What stays as it is:', ...lines, ...(more > 0 ? [indented(rest)] : [])];
}

function indented(text: string): string {
	return `  ${text}`;
}
