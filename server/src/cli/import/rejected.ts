import { appendFileSync, closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { Failure } from '../failure';
import { fileFault } from '../files';
import { DELIMITERS } from './delimiter';
import { guarded } from './guard';
import type { CsvRow, Csv } from './csvFile';

/** The last column of a file of rejected rows; it is passed over when the file is imported. */
export const REASON_COLUMN = 'Rejected because';

/** A row that was not imported, and why. */
export type Rejection = { row: CsvRow; reason: string };

/** The file that rejected rows are written to, made with the first one. */
export type RejectedFile = {
	path: string;
	add: (rejections: Rejection[]) => void;
	close: () => void;
};

/** Returns the file for the rejected rows of a CSV file: beside it, named after it, with the same columns; a spreadsheet runs none of its cells as a formula. */
export function rejectedFile(
	path: string,
	{ header, delimiter }: Pick<Csv, 'header' | 'delimiter'>,
): RejectedFile {
	const columns = header.flatMap((name, index) => (name === REASON_COLUMN ? [] : [index]));
	const line = (cells: string[]) =>
		`${cells.map((cell) => quoted(guarded(cell), delimiter)).join(delimiter)}\r\n`;
	// What was too much in a line is still too much when it is imported again uncorrected.
	const rowLine = ({ row, reason }: Rejection) =>
		line([
			...columns.map((column) => row.values[column] ?? ''),
			reason,
			...(row.surplus?.values ?? []),
		]);
	let file: number | undefined;

	return {
		path,
		add: (rejections) => {
			if (rejections.length === 0) return;
			try {
				if (file === undefined) {
					file = openNew(path);
					// The mark lets Excel read the file as UTF-8.
					appendFileSync(
						file,
						`\uFEFF${line([...columns.map((column) => header[column] ?? ''), REASON_COLUMN])}`,
					);
				}
				appendFileSync(file, rejections.map(rowLine).join(''));
			} catch (reason) {
				throw new Failure(
					`The rejected rows cannot be written to ${path}: ${fileFault(reason)}. Correct that and run the same command again: within a day no row is imported twice.`,
				);
			}
		},
		close: () => {
			if (file !== undefined) closeSync(file);
		},
	};
}

/** A file of an earlier run may hold corrections: it is kept under another name. */
function openNew(path: string): number {
	if (existsSync(path)) renameSync(path, freeName(path));
	return openSync(path, 'w');
}

function freeName(path: string): string {
	let number = 1;
	while (existsSync(numbered(path, number))) number += 1;
	return numbered(path, number);
}

function numbered(path: string, number: number): string {
	return path.replace(/\.csv$/, `.${number}.csv`);
}

function quoted(cell: string, delimiter: string): string {
	// A spreadsheet of another country parts a line at another sign.
	const isPlain =
		![delimiter, ...DELIMITERS].some((each) => cell.includes(each)) &&
		!/["\r\n]|^\s|\s$/.test(cell);
	return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
