import { isFault, readMoney } from '../../../../contract/reading';
import type { CsvRow } from './csvFile';

/** A footer is not longer than this; more rows are never held back. */
const MOST_LINES = 20;

/** How the last lines of reports begin. */
const WORDS =
	/^((grand |sub)?totals?\b|sum\b|summe\b|gesamt|copyright\b|©|\(c\)|confidential|vertraulich|\d+ (records?|rows|results)\b|(generated|exported|printed|report|page)\b)/i;

/** What stands before sums, and alone in its cell. */
const TOTAL =
	/^((grand |sub)?totals?|sum|gesamt(summe|betrag)?|summe|total général|totale|totaal|suma)( \(.*\))?:?$/i;

/**
 * Marks what stands at the end of a report and is no row of it: lines with few values of many, behind a blank line or
 * with the words of a footer, and lines of sums. A file that has nothing but such rows has no footer.
 */
export async function* withFooterMarked(
	rows: AsyncGenerator<CsvRow>,
	columns: number,
): AsyncGenerator<CsvRow> {
	let held: CsvRow[] = [];
	let isBelowRows = false;
	for await (const row of rows) {
		if (isBelowRows && (isSparse(row, columns) || isTotal(row))) {
			held.push(row);
			if (held.length > MOST_LINES) yield held.shift() as CsvRow;
		} else {
			yield* held;
			held = [];
			isBelowRows ||= !isSparse(row, columns);
			yield row;
		}
	}
	const start = held.findIndex(
		(row) => row.isBelowBlank || WORDS.test(filled(row)[0] ?? '') || isTotal(row),
	);
	for (const [index, row] of held.entries()) {
		yield start >= 0 && index >= start ? { ...row, isFooter: true } : row;
	}
}

function isSparse(row: CsvRow, columns: number): boolean {
	return columns > 2 && filled(row).length * 3 <= columns;
}

function isTotal(row: CsvRow): boolean {
	const [word = '', ...sums] = filled(row);
	return TOTAL.test(word) && sums.length > 0 && sums.every((sum) => !isFault(readMoney(sum)));
}

function filled({ values }: CsvRow): string[] {
	return values.map((value) => value.trim()).filter((value) => value !== '');
}
