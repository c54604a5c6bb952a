import { marksMoney } from './currencies';
import type { DecimalMark } from './reading';

/** A number a text can mean, and how many decimals it is written with. */
export type NumberReading = { value: number; decimals: number };

/** What a text says that looks like a number. */
export type Digits = {
	/** What it can mean: one number, or two where a mark may stand before thousands or decimals. */
	candidates: NumberReading[];
	/** Whether a currency stands beside it. */
	isMoney: boolean;
};

/**
 * Returns what a text such as "CHF 1'200.50", "5k" or "(500)" means as a number; undefined when it is none.
 *
 * @param decimal decimal separator, where that is known
 */
export function digitsIn(text: string, decimal: DecimalMark | undefined): Digits | undefined {
	const parts = new Parts(text.replace(/[’‘ʼ`´]/g, "'").replace(/[−–—‐‑]/g, '-'));
	let sign = parts.take(/^[+-] ?/);
	const before = parts.takeCurrency(FIRST_WORDS);
	if (/^\(.*\)$/.test(parts.rest)) {
		if (sign !== '') return undefined;
		sign = '-';
		parts.rest = parts.rest.slice(1, -1).trim();
	}
	const inside = before || parts.takeCurrency(FIRST_WORDS);
	sign ||= parts.take(/^[+-] ?/);
	const behind = parts.takeCurrency(LAST_WORDS);
	const exponent = exponents.get(parts.take(/ ?\p{L}+\.?$/u).toLowerCase());
	if (exponent === undefined) return undefined;
	// 5000,- and 5'000.- and 500/- are whole amounts: nothing but thousands stands before the dash.
	const dash = parts.take(/[.,/]-{1,2}$/)[0];
	const isOtherSign =
		(dash === '.' && decimal === 'comma') || (dash === ',' && decimal === 'point');
	if (isOtherSign) return undefined;

	const found = candidatesIn(parts.rest, decimal, exponent, sign === '-');
	const candidates = dash ? found.filter(({ decimals }) => decimals === 0) : found;
	if (candidates.length === 0) return undefined;
	return { candidates, isMoney: Boolean(inside || behind || dash) };
}

/** A word or sign of a currency at the beginning or the end, the longest first: "US $" before "$". */
const FIRST_WORDS = [/^\p{L}{0,3} ?\p{Sc} ?/u, /^\p{L}+\.? ?/u];
const LAST_WORDS = [/ ?\p{L}{0,3} ?\p{Sc}$/u, / ?\p{Sc}$/u, / ?\p{L}+\.?$/u];

/** A text of which one part after another is taken away. */
class Parts {
	constructor(public rest: string) {}

	/** Takes what stands at the beginning or the end by the pattern, and returns it. */
	take(pattern: RegExp): string {
		const [taken = ''] = pattern.exec(this.rest) ?? [];
		this.rest = this.rest.replace(pattern, '');
		return taken.trim();
	}

	takeCurrency(patterns: RegExp[]): string {
		const found = patterns.find((each) => marksMoney(each.exec(this.rest)?.[0].trim() ?? ''));
		return found ? this.take(found) : '';
	}
}

const exponents = new Map([
	['', 0],
	['k', 3],
	['m', 6],
	['mn', 6],
	['mio', 6],
	['mio.', 6],
	['bn', 9],
]);

function candidatesIn(
	body: string,
	known: DecimalMark | undefined,
	exponent: number,
	isNegative: boolean,
): NumberReading[] {
	const marks: DecimalMark[] = known === undefined ? ['point', 'comma'] : [known];
	const found = marks.flatMap((mark): NumberReading[] => {
		const [, whole, part = ''] = patterns[mark].exec(body) ?? [];
		if (whole === undefined || !/\d/.test(body)) return [];
		const digits = `${whole.replace(/[^\d]/g, '')}.${part}`;
		// The exponent moves the point in the text itself: 1.1 times 1000 is not 1100 to a computer.
		const value = Number(`${isNegative ? '-' : ''}0${digits}0e${exponent}`);
		return [{ value, decimals: Math.max(0, part.length - exponent) }];
	});
	return found.filter(({ value }, at) => found.findIndex((one) => one.value === value) === at);
}

const SPACED = "[1-9]\\d{0,2}(?: \\d{3})+|[1-9]\\d{0,2}(?:'\\d{3})+";

/** How numbers are written: thousands apart by blanks, apostrophes or the mark that is not before the decimals. */
const patterns: Record<DecimalMark, RegExp> = {
	// 1,00,000 is how India writes 100,000.
	point: new RegExp(
		`^(\\d*|[1-9]\\d{0,2}(?:,\\d{3})+|[1-9]\\d?(?:,\\d{2})+,\\d{3}|${SPACED})(?:\\.(\\d*))?$`,
	),
	comma: new RegExp(`^(\\d*|[1-9]\\d{0,2}(?:\\.\\d{3})+|${SPACED})(?:,(\\d*))?$`),
};
