import type { Run } from '../../../contract/types';
import type { Reader } from '../database/database';
import { makerNames } from '../runs/makerNames';
import type { RunRow } from '../runs/store';
import { KEPT_MS } from '../webhooks/keptSince';
import { parseMoment } from '../values/moment';
import { countsOf } from './runInHand';

/** Returns runs as they are shown. */
export async function showRuns(
	reader: Reader,
	workspaceId: string,
	rows: RunRow[],
): Promise<Run[]> {
	const makers = rows.map(({ made_by }) => made_by);
	const names = await makerNames(reader, workspaceId, makers);
	return rows.map((row) => shown(row, names));
}

/** Returns a run as it is shown. */
export async function showRun(reader: Reader, row: RunRow): Promise<Run> {
	const [run] = await showRuns(reader, row.workspace_id, [row]);
	return run as Run;
}

function shown(row: RunRow, names: Map<string, string>): Run {
	const { id, made_by, first_change_at, last_change_at, changes } = row;
	const last = parseMoment(last_change_at) as Date;
	return {
		id,
		made_by: makerIn(made_by, names),
		first_change_at,
		last_change_at,
		changes,
		undo_until: new Date(last.getTime() + KEPT_MS).toISOString(),
		undo:
			row.undo_started_at === null
				? null
				: {
						status: row.undo_finished_at === null ? 'under_way' : 'done',
						started_at: row.undo_started_at,
						finished_at: row.undo_finished_at,
						counts: countsOf(row),
					},
	};
}

function makerIn(madeBy: string | null, names: Map<string, string>): Run['made_by'] {
	if (madeBy === null) return null;
	if (madeBy === 'person' || madeBy === 'command') return { type: madeBy, id: null, name: null };
	return { type: 'api_key', id: madeBy, name: names.get(madeBy) ?? null };
}
