import { type Delimiter, DELIMITERS, delimiterOf } from './delimiter';

/** Where the columns of a file are named, and what separates its values. */
export type Layout = {
	delimiter: Delimiter;
	/** Lines above the one that names the columns. */
	linesAbove: number;
};

/** How many lines of a file may stand above the one that names the columns. */
const MOST_ABOVE = 30;

/** What Excel writes, and reads, as the first line. */
const SEP_LINE = /^"?sep=(.)"?\s*$/i;

/**
 * Finds the line that names the columns: the first of which Fluid knows two names, or half of
 * them, below nothing but narrower lines; or three names and half of them below any; else the first one.
 *
 * @param start the beginning of the file
 * @param isKnown whether a column of that name can be a field of a deal
 * @param skipLines how many lines the user says stand above it
 */
export function layoutOf(
	start: string,
	isKnown: (name: string) => boolean,
	skipLines?: number,
): Layout {
	const lines = start.split('\n').slice(0, MOST_ABOVE + 1);
	const [, said] = SEP_LINE.exec(lines[0] ?? '') ?? [];
	const first = skipLines ?? (said === undefined ? 0 : 1);
	const delimiters = said === undefined ? DELIMITERS : [said];
	const candidates = lines
		.map((line, index) => ({ line, index }))
		.filter(({ line, index }) => index >= first && line.trim() !== '')
		.slice(0, skipLines === undefined ? undefined : 1);
	let widest = 0;
	for (const { line, index } of candidates) {
		// Rows have as many values as there are columns: only what is narrower stands above them.
		const delimiter = delimiters.find((each) => {
			const cells = cellsOf(line, each);
			return widthOf(cells) > widest ? namesColumns(cells, isKnown) : isSurely(cells, isKnown);
		});
		if (delimiter !== undefined) return { delimiter, linesAbove: index };
		widest = Math.max(widest, ...delimiters.map((each) => widthOf(cellsOf(line, each))));
	}
	const [top] = candidates;
	return { delimiter: said ?? delimiterOf(top?.line ?? ''), linesAbove: top?.index ?? first };
}

/** Returns the values of a line, as far as it can be read without the lines around it. */
export function cellsOf(line: string, delimiter: Delimiter): string[] {
	const cells = [''];
	let isQuoted = false;
	for (const character of line.replace(/\r$/, '')) {
		if (character === '"') isQuoted = !isQuoted;
		else if (character === delimiter && !isQuoted) cells.push('');
		else cells.push((cells.pop() ?? '') + character);
	}
	return cells.map((cell) => cell.trim());
}

/** A spreadsheet fills every line up with empty values to the width of the widest. */
function widthOf(cells: string[]): number {
	return cells.findLastIndex((cell) => cell !== '') + 1;
}

function namesColumns(cells: string[], isKnown: (name: string) => boolean): boolean {
	const known = knownIn(cells, isKnown);
	return widthOf(cells) > 1 && known > 0 && (known > 1 || known * 2 >= widthOf(cells));
}

/** A row of values has not so many that are names. */
function isSurely(cells: string[], isKnown: (name: string) => boolean): boolean {
	const known = knownIn(cells, isKnown);
	return known > 2 && known * 2 >= widthOf(cells);
}

function knownIn(cells: string[], isKnown: (name: string) => boolean): number {
	return cells.filter((cell) => cell !== '' && isKnown(cell)).length;
}
