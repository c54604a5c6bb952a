import { Presets, SingleBar } from 'cli-progress';

/** Shows on stderr how far an import is: a bar on a terminal, else a line now and then. */
export type ImportProgress = {
	/** So many rows are done by now. */
	at: (rows: number) => void;
	/** Says something in between. */
	say: (line: string) => void;
	stop: () => void;
};

const ROWS_A_LINE = 10_000;

/** @param total rows of the file; undefined where it is not known before the end */
export function newProgress(total: number | undefined): ImportProgress {
	return process.stderr.isTTY ? newBar(total) : newLines(total);
}

function newBar(total: number | undefined): ImportProgress {
	const format =
		total === undefined
			? 'Importing | {value} rows | {duration_formatted}'
			: 'Importing [{bar}] {percentage}% | {value} of {total} rows | {eta_formatted} left';
	const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.rect);
	bar.start(total ?? 0, 0);
	return {
		at: (rows) => bar.update(rows),
		say: (line) => {
			// On a line of its own above the bar, which is drawn again below it.
			process.stderr.write(`\r\u001b[K${line}\n`);
			bar.render();
		},
		stop: () => bar.stop(),
	};
}

/** A line for each tenth of the file, or for every ten thousand rows. */
function newLines(total: number | undefined): ImportProgress {
	const step = total === undefined ? ROWS_A_LINE : Math.max(1, Math.ceil(total / 10));
	let next = step;
	return {
		at: (rows) => {
			if (rows < next) return;
			console.error(
				total === undefined ? `${count(rows)} rows` : `${count(rows)} of ${count(total)} rows`,
			);
			next = (Math.floor(rows / step) + 1) * step;
		},
		say: (line) => console.error(line),
		stop: () => undefined,
	};
}

/** Returns a whole number as it is read, e.g. 50,000. */
export function count(number: number): string {
	return number.toLocaleString('en-US');
}
