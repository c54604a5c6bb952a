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
};

/** Returns the last line of an import. */
export function summaryLine(
	{ name, rejectedName }: Pick<Source, 'name' | 'rejectedName'>,
	{ created, updated, unchanged, rejected, replayed }: Summary,
	{ isDryRun }: { isDryRun: boolean },
): string {
	const figures = `${count(created)} created, ${count(updated)} updated, ${count(unchanged)} unchanged, ${count(rejected)} rejected.`;
	return [
		isDryRun ? `Dry run of ${name}, nothing was saved: ${figures}` : `Imported ${name}: ${figures}`,
		replayed === 0
			? ''
			: `${count(replayed)} of these rows had arrived with an earlier run and were not imported again.`,
		rejected === 0
			? ''
			: `The rejected rows are in ${rejectedName} with the reason in the last column: correct them there and import that file.`,
	]
		.filter((sentence) => sentence !== '')
		.join(' ');
}
