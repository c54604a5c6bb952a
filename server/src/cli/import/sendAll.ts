import { Failure, reasonSentence } from '../failure';
import type { Batch } from './batches';
import { count, newProgress, type ImportProgress } from './progress';
import type { RejectedFile, Rejection } from './rejected';
import { sendBatch } from './send';
import type { ImportService } from './service';
import type { Source } from './source';
import type { Summary } from './summary';
import { withColumn } from './columnName';
import type { Mapping } from './mapping';
import type { BulkResult } from '../../../../contract/types';

/** Where batches go, and what is called meanwhile with their progress. */
export type Way = {
	source: Source;
	service: ImportService;
	/** Rows of the file; undefined where it is not known before the end. */
	total: number | undefined;
	rejected: RejectedFile;
	isDryRun: boolean;
	/** What all of the import is known by, to undo it together. */
	run: string;
	/** Which columns fill which fields, to name them in what is said. */
	mappings: Mapping[];
};

const REJECTIONS_SHOWN = 10;

/** Sends every batch in order and returns what became of the rows. */
export async function sendAll(batches: AsyncIterable<Batch>, way: Way): Promise<Summary> {
	if (way.total === 0) throw noRows(way);
	const progress = newProgress(way.total);
	const summary: Summary = {
		created: 0,
		updated: 0,
		unchanged: 0,
		rejected: 0,
		replayed: 0,
		warnings: new Map(),
	};
	const interrupt = () => {
		progress.stop();
		console.error(`Interrupted. ${soFar(summary, way)}`);
		process.exit(130);
	};
	process.once('SIGINT', interrupt);
	try {
		let number = 0;
		for await (const batch of batches) {
			await sendOne(batch, number, way, summary, progress);
			number += 1;
			progress.at(rowsOf(summary));
		}
	} catch (reason) {
		progress.stop();
		throw reason instanceof Failure && rowsOf(summary) > 0
			? new Failure(`${reasonSentence(reason)} ${soFar(summary, way)}`)
			: reason;
	} finally {
		process.off('SIGINT', interrupt);
	}
	progress.stop();
	if (rowsOf(summary) === 0) throw noRows(way);
	return summary;
}

async function sendOne(
	{ deals, rows, rejections }: Batch,
	number: number,
	{ service, rejected, isDryRun, mappings, run }: Way,
	summary: Summary,
	progress: ImportProgress,
): Promise<void> {
	const refused: Rejection[] = [...rejections];
	if (deals.length > 0) {
		const sending = { service, isDryRun, run, waiting: progress.say };
		const { result, replayed } = await sendBatch(sending, number, deals);
		summary.created += result.created;
		summary.updated += result.updated;
		summary.unchanged += result.unchanged;
		summary.replayed += replayed;
		for (const { detail } of result.results.flatMap(({ warnings = [] }) => warnings))
			summary.warnings.set(detail, (summary.warnings.get(detail) ?? 0) + 1);
		refused.push(...rejectionsOf(result, rows, mappings));
	}
	refused.sort((one, other) => one.row.line - other.row.line);
	rejected.add(refused);
	const room = Math.max(0, REJECTIONS_SHOWN - summary.rejected);
	for (const { row, reason } of refused.slice(0, room)) progress.say(`Line ${row.line}: ${reason}`);
	if (refused.length > room && room > 0) progress.say('Further rejected rows are not shown here.');
	summary.rejected += refused.length;
}

function rejectionsOf(
	{ results }: BulkResult,
	rows: Batch['rows'],
	mappings: Mapping[],
): Rejection[] {
	return results.flatMap(({ index, problem }) => {
		const row = rows[index];
		if (!problem || !row) return [];
		const details = problem.errors?.map((error) => withColumn(error, row, mappings)) ?? [];
		return [{ row, reason: details.length > 0 ? details.join(' ') : problem.detail }];
	});
}

function rowsOf({ created, updated, unchanged, rejected }: Summary): number {
	return created + updated + unchanged + rejected;
}

function soFar(summary: Summary, { total, isDryRun, run }: Way): string {
	if (isDryRun) return 'This was a dry run: nothing was saved.';
	const done = count(rowsOf(summary));
	const rows = total === undefined ? `${done} rows` : `${done} of ${count(total)} rows`;
	return `${rows} are done. Run the same command again within a day: no row is imported twice. To take back what was imported: fluid undo ${run}`;
}

function noRows({ source }: Way): Failure {
	return new Failure(
		`${source.name} has no rows below its first line, so there is nothing to import.`,
	);
}
