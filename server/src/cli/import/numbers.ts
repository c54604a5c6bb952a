/** Which sign stands before the decimals. */
export type DecimalSign = 'point' | 'comma';

const PATTERNS: Record<DecimalSign, RegExp> = {
	point: /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/,
	comma: /^[+-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d+)?$/,
};

/**
 * Returns the number a text means, or undefined. Thousands may be grouped by spaces, apostrophes and the sign that is
 * not the decimal one, and a currency sign may stand before or behind it.
 */
export function numberFrom(text: string, sign: DecimalSign): number | undefined {
	const bare = text
		.replace(/^\p{Sc}|\p{Sc}$/gu, '')
		.trim()
		.replace(/(?<=\d)[\s'’](?=\d{3}(?!\d))/g, '');
	if (!PATTERNS[sign].test(bare) || !/\d/.test(bare)) return undefined;
	const [group, decimal] = sign === 'point' ? [',', '.'] : ['.', ','];
	return Number(bare.replaceAll(group, '').replace(decimal, '.'));
}

/** Says what a number must look like, with the way out where the other sign would make it one. */
export function numberFault(text: string, sign: DecimalSign): string {
	const other: DecimalSign = sign === 'point' ? 'comma' : 'point';
	const examples = { point: '4800.50 or 4,800.50', comma: '4800,50 or 4.800,50' };
	const advice =
		numberFrom(text, other) === undefined
			? ''
			: `, or import with --decimal ${other} if a ${other} stands before the decimals in this file`;
	return `"${text}" is not a number here. Write it like ${examples[sign]}${advice}.`;
}
