import type { Delimiter } from './delimiter';

/** A row of a file and the number of the line it begins on, from 1. */
export type CsvRow = {
	line: number;
	values: string[];
	/** Whether a blank line stands above it. */
	isBelowBlank?: boolean;
	/** Whether it stands at the end of a report and is no row of it. */
	isFooter?: boolean;
	/** Values for which there is no column: which value belongs where is unknown. */
	surplus?: { values: string[]; fault: string };
};

/** A CSV file that is read row by row; a blank row is passed over. */
export type Csv = {
	header: string[];
	/** The line that names the columns. */
	headerLine: number;
	delimiter: Delimiter;
	/** Values of the first rows, as far as they stand in lines of their own. */
	sample: string[][];
	rows: AsyncGenerator<CsvRow>;
};
