import { count } from './progress';
import type { Source } from './source';

/** What became of the rows of an import. */
export type Summary = {
	created: number;
	updated: number;
	unchanged: number;
	rejected: number;
	/** Rows that an earlier run had sent already. */
	replayed: number;
	/** What the service warned of, and how many rows it is about. */
	warnings: Map<string, number>;
};

/** So many warnings are listed. */
const MOST_WARNINGS = 10;

/** Returns a line for each warning, with how many rows it is about. */
export function warningLines({ warnings }: Pick<Summary, 'warnings'>): string[] {
	const lines = [...warnings].map(
		([detail, rows]) => `${rows === 1 ? 'One row' : `${count(rows)} rows`}: ${detail}`,
	);
	const more = lines.length - MOST_WARNINGS;
	return more > 0 ? [...lines.slice(0, MOST_WARNINGS), `And ${more} more like these.`] : lines;
}

/** Returns the last line of an import. */
export function summaryLine(
	source: Pick<Source, 'name' | 'rejectedName' | 'isFile'>,
	{ created, updated, unchanged, rejected, replayed }: Summary,
	{ isDryRun }: { isDryRun: boolean },
): string {
	const { name } = source;
	const figures = `${count(created)} created, ${count(updated)} updated, ${count(unchanged)} unchanged, ${count(rejected)} rejected.`;
	return [
		isDryRun ? `Dry run of ${name}, nothing was saved: ${figures}` : `Imported ${name}: ${figures}`,
		replayed === 0
			? ''
			: `${count(replayed)} of these rows had arrived with an earlier import within a day and were not imported again: they belong to that one. To have them imported again, take that one back first: fluid undo, or Settings > Undo a run.`,
		rejected === 0 ? '' : isDryRun ? rejectedByDryRun(source) : rejectedByImport(source),
	]
		.filter((sentence) => sentence !== '')
		.join(' ');
}

function rejectedByImport({ rejectedName }: Pick<Source, 'rejectedName'>): string {
	return `The rejected rows are in ${rejectedName} with the reason in the last column: correct them there and import that file.`;
}

/** The file of rejected rows alone would leave out all that are in order. */
function rejectedByDryRun({
	name,
	rejectedName,
	isFile,
}: Pick<Source, 'name' | 'rejectedName' | 'isFile'>): string {
	const place = isFile ? `in ${name} itself` : 'where they come from';
	return `The rows that would be rejected are in ${rejectedName} with the reason in the last column: correct them ${place} before you import all of them.`;
}

/** Returns how an import is taken back. */
export function undoLine(run: string): string {
	return `To take this import back, for 30 days: fluid undo ${run}, or Settings > Undo a run. Both ask first.`;
}
