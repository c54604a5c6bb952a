/** Returns rows as text in columns, the first row being the heads. */
export function table(rows: string[][]): string {
	const [heads = []] = rows;
	const widths = heads.map((_, column) =>
		Math.max(...rows.map((row) => (row[column] ?? '').length)),
	);
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** Returns a moment to the minute, in UTC as everything here, e.g. 2026-11-24 09:12. */
export function moment(iso: string): string {
	return iso.slice(0, 16).replace('T', ' ');
}
