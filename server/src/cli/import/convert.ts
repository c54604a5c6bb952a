import { isFault, type Notation, type Reading, readMoney } from '../../../../contract/reading';
import type { DealField } from './fields';

/** How values are written in a file. */
export type FileNotation = Notation & {
	/** Whether the sign before decimals follows from what separates the values, instead of being said. */
	isDecimalAssumed?: boolean;
};

/** Returns the value that the text of a cell means for a field, or what to write instead. */
export function convert(
	text: string,
	{ read, numbers }: Pick<DealField, 'read' | 'numbers'>,
	notation: FileNotation,
): Reading<unknown> {
	const reading =
		(numbers === 'money' ? asMoney(text, notation) : undefined) ?? read(text, notation);
	if (!isFault(reading)) return reading;
	const { unclear } = reading;
	if (unclear !== undefined) return { fault: withWay(reading.fault, ways[unclear]) };
	const other = notation.decimal === 'comma' ? 'point' : 'comma';
	const isOtherSign = numbers && notation.decimal && !isFault(read(text, { decimal: other }));
	if (!isOtherSign) return reading;
	return {
		fault: `"${text}" has no ${notation.decimal} before its decimals. Write it like ${examples[notation.decimal as 'point']}, or import with --decimal ${other} if a ${other} stands there in this file.`,
	};
}

/** Money has two decimals at most: where the file's rule would make three of "4,800", the meaning is ambiguous. */
function asMoney(text: string, notation: FileNotation): Reading<unknown> | undefined {
	if (!notation.isDecimalAssumed) return undefined;
	const [byFile, alone] = [readMoney(text, notation), readMoney(text)];
	if (isFault(byFile) || isFault(alone) || byFile.value === alone.value) return undefined;
	const [one, other] = [byFile.value, alone.value];
	return {
		fault: `"${text}" can be ${one} or ${other}. Write ${one} or ${other}.`,
		unclear: 'decimals',
	};
}

const examples = { point: '4800.50 or 4,800.50', comma: '4800,50 or 4.800,50' };

/** How a user can say for the whole file what its values leave open. */
const ways = {
	decimals: '--decimal point or --decimal comma',
	order: '--dates day-first or --dates month-first',
	zone: 'their time zone, e.g. --zone Europe/Berlin',
};

function withWay(sentence: string, way: string): string {
	return `${sentence.replace(/\.$/, '')}, or import with ${way}.`;
}
