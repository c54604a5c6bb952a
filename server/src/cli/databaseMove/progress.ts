import type { MoveProgress } from '../../database/move/moveDatabase';

/** So many rows take a second or so. */
const ROWS_A_LINE = 50_000;

/** Shows on stdout which tables are there, and on a terminal how far the one under way is. */
export function newMoveProgress(): MoveProgress {
	let next = ROWS_A_LINE;
	return {
		at: (table, rows) => {
			if (rows < next || !process.stdout.isTTY) return;
			next = rows + ROWS_A_LINE;
			process.stdout.write(`\r${line(table, rows)}`);
		},
		same: (table, rows, isCopied) => {
			next = ROWS_A_LINE;
			if (process.stdout.isTTY) process.stdout.write('\r');
			if (rows > 0) console.log(`${line(table, rows)}${isCopied ? '' : ' were there already'}`);
		},
	};
}

function line(table: string, rows: number): string {
	return `${table.padEnd(20)}${rows.toLocaleString('en-US').padStart(12)}`;
}
