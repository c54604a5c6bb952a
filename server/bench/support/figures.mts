/** Returns the middle of the values. */
export const median = (values: number[]): number => quantile(values, 0.5);

/** Returns the value below which a share of the values lies. */
export function quantile(values: number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Returns a number as a reader wants it: whole above ten, with two decimals below. */
export const shown = (value: number): string =>
	value >= 10 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);

const REACHES = {
	'<': (value: number, bound: number) => value < bound,
	'<=': (value: number, bound: number) => value <= bound,
	'>=': (value: number, bound: number) => value >= bound,
};

/** Prints a figure with its goal and whether it is reached. */
export function print(
	what: string,
	value: number,
	unit: string,
	goal: [sign: keyof typeof REACHES, bound: number],
): void {
	const [sign, bound] = goal;
	const verdict = REACHES[sign](value, bound) ? 'reached' : 'MISSED';
	console.log(
		`  ${what}: ${shown(value)}${unit} (goal ${sign} ${shown(bound)}${unit}: ${verdict})`,
	);
}
