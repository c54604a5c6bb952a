import { marksMoney } from './currencies';
import type { DecimalMark } from './reading';

/** A number a text can mean, and how many decimals it is written with. */
export type Candidate = { value: number; decimals: number };

/** What a text says that looks like a number. */
export type Digits = {
	/** What it can mean: one number, or two where a mark may stand before thousands or decimals. */
	candidates: Candidate[];
	/** Whether a currency stands beside it. */
	isMoney: boolean;
};

/**
 * Returns what a text such as "CHF 1'200.50", "5k" or "(500)" means as a number; undefined when it is none.
 *
 * @param decimal what stands before decimals, where that is known
 */
export function digitsIn(text: string, decimal: DecimalMark | undefined): Digits | undefined {
	let rest = text.replace(/[’‘ʼ`´]/g, "'").replace(/[−–‐‑]/g, '-');
	const take = (pattern: RegExp): string => {
		const [taken = ''] = pattern.exec(rest) ?? [];
		rest = pattern.source.startsWith('^')
			? rest.slice(taken.length)
			: rest.slice(0, rest.length - taken.length);
		return taken.trim();
	};
	const takeCurrency = (pattern: RegExp): string => {
		const [found = ''] = pattern.exec(rest) ?? [];
		return marksMoney(found.trim()) ? take(pattern) : '';
	};

	let sign = take(/^[+-] ?/u);
	const before = takeCurrency(/^(?:[a-z]{0,3}\p{Sc}|\p{L}+\.?) ?/iu);
	if (/^\(.*\)$/.test(rest)) {
		if (sign !== '') return undefined;
		sign = '-';
		rest = rest.slice(1, -1).trim();
	}
	const inside = before || takeCurrency(/^(?:[a-z]{0,3}\p{Sc}|\p{L}+\.?) ?/iu);
	sign ||= take(/^[+-] ?/u);
	const behind = takeCurrency(/ ?(?:[a-z]{0,3}\p{Sc}|\p{L}+\.?)$/iu);
	const unit = take(/ ?(?:\p{L}+\.?)$/iu);
	const exponent = unit === '' ? 0 : exponents.get(unit.toLowerCase());
	if (exponent === undefined) return undefined;
	// 5000,- and 5'000.- are whole amounts: what stands before the dash is the decimal mark.
	const [, dashed] = /([.,])-{1,2}$/.exec(rest) ?? [];
	if (dashed !== undefined) take(/[.,]-{1,2}$/u);
	const known = dashed === undefined ? decimal : dashed === '.' ? 'point' : 'comma';
	if (decimal !== undefined && known !== decimal) return undefined;

	const candidates = candidatesIn(rest, known, exponent, sign === '-');
	if (candidates.length === 0) return undefined;
	return { candidates, isMoney: Boolean(inside || behind || dashed) };
}

const exponents = new Map([
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
): Candidate[] {
	const marks: DecimalMark[] = known === undefined ? ['point', 'comma'] : [known];
	const found = marks.flatMap((mark): Candidate[] => {
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
