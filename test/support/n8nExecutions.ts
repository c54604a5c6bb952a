import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

/** Executions of a workflow that ended well, by the events that started them, and how many were cut off. */
export type Executions = { byEvent: Map<string, number>; crashed: number };

/** Counts a workflow's executions by their events, in the database of n8n itself: its API would take minutes for thousands. */
export function countExecutions(folder: string, workflowId: string): Executions {
	const rows = withDatabase(folder, true, (database) =>
		database.prepare(`${EXECUTIONS_OF} ?`).all(workflowId),
	);
	return executionsOf(rows);
}

/** The statements of both databases that n8n may have, but for the id of the workflow. */
export const EXECUTIONS_OF = `
	select status, data from execution_entity
	left join execution_data on execution_data."executionId" = execution_entity.id
	where "workflowId" =`;
export const PROGRESS_OF = `
	select count(*) as "all", count(*) filter (where status in ('new', 'running', 'waiting')) as open
	from execution_entity where "workflowId" =`;

/** @param rows the status and data of each, as n8n keeps them */
export function executionsOf(rows: Array<Record<string, unknown>>): Executions {
	const byEvent = new Map<string, number>();
	for (const { status, data } of rows) {
		const [id] = /evt_[0-9a-z]{26}/.exec(String(data)) ?? [];
		if (status === 'success' && id !== undefined) byEvent.set(id, (byEvent.get(id) ?? 0) + 1);
	}
	return { byEvent, crashed: rows.filter(({ status }) => status === 'crashed').length };
}

/** How many executions of a workflow there are, of whatever status, and whether all have ended. */
export function progress(folder: string, workflowId: string): { all: number; open: number } {
	const row = withDatabase(folder, true, (database) =>
		database.prepare(`${PROGRESS_OF} ?`).get(workflowId),
	);
	return { all: Number(row?.all), open: Number(row?.open ?? 0) };
}

/** Writes what a node keeps, as another version of it has kept it, while n8n is stopped. */
export function keep(folder: string, workflowId: string, nodeName: string, data: object): void {
	withDatabase(folder, false, (database) =>
		database
			.prepare('update workflow_entity set staticData = ? where id = ?')
			.run(JSON.stringify({ [`node:${nodeName}`]: data }), workflowId),
	);
}

/**
 * Returns the events for which the service does not know whether they arrived, at one try or more: n8n took longer than 15
 * seconds, or one of the two was killed. n8n may have carried them out all the same.
 */
export function unansweredEvents(dataFolder: string): Set<string> {
	const database = new DatabaseSync(join(dataFolder, 'fluid.sqlite'), { readOnly: true });
	const rows = database
		.prepare(
			`select distinct event_id from deliveries join attempts on delivery_id = deliveries.id
			where status_code is null`,
		)
		.all();
	database.close();
	return new Set(rows.map(({ event_id }) => String(event_id)));
}

function withDatabase<T>(
	folder: string,
	readOnly: boolean,
	work: (database: DatabaseSync) => T,
): T {
	const file = join(folder, '.n8n', 'database.sqlite');
	const database = new DatabaseSync(file, { readOnly, timeout: 10_000 });
	try {
		return work(database);
	} finally {
		database.close();
	}
}

/** Returns in how many executions of a workflow each event, or change where one delivery is made for it, is an item. */
export function countItems(folder: string, workflowId: string): Map<string, number> {
	const rows = withDatabase(folder, true, (database) =>
		database
			.prepare(
				`select data from execution_entity join execution_data on executionId = id
				where workflowId = ? and mode = 'trigger' and status = 'success'`,
			)
			.all(workflowId),
	);
	const executions = new Map<string, number>();
	for (const { data } of rows) {
		for (const id of new Set(String(data).match(/(?:evt|chg)_[0-9a-z]{26}/g) ?? []))
			executions.set(id, (executions.get(id) ?? 0) + 1);
	}
	return executions;
}
