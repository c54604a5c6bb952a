/** What a spreadsheet takes for a formula, also behind marks that an earlier guard put before it. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** Returns a cell so that a spreadsheet shows it and does not run it as a formula. */
export function guarded(cell: string): string {
	return FORMULA.test(cell) ? `'${cell}` : cell;
}

/** Returns a cell as it was before it was guarded. */
export function unguarded(cell: string): string {
	return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
