import { properties } from '../schemas/deal-input.schema.json';
import { type NumberReading, digitsIn } from './digits';
import type { Notation, Reading } from './reading';
import { shownValue, written } from './written';

type Marks = Pick<Notation, 'decimal'>;

const MOST_MONEY = properties.value.maximum;

/** Longer than any number that is kept, its currency included. */
const LONGEST = 60;

/** Below this, what is left of a cent was made by computing with fractions. */
const NOISE = 1e-6;

/** Returns the number a value means, e.g. 1234.5 for "1'234,50"; "4,800" may be 4.8 as well, so it is refused. */
export function readNumber(value: unknown, { decimal }: Marks = {}): Reading<number> {
	return read(value, decimal, isOnlyMoney, NUMBER);
}

/**
 * Returns the amount of money a value means, e.g. 4800 for "$4,800", "4.800 €" or "4.8k". Money has two decimals at most,
 * so three digits behind a mark are thousands. An amount below 0 is refused.
 */
export function readMoney(value: unknown, { decimal }: Marks = {}): Reading<number> {
	const reading = read(value, decimal, () => true, AMOUNT);
	if ('fault' in reading) return reading;
	const amount = Math.round(reading.value * 100) / 100;
	if (amount < 0)
		return { fault: `${shownValue(value)} is below 0. Write an amount from 0, e.g. 4800.` };
	if (amount > MOST_MONEY) {
		return {
			fault: `${shownValue(value)} is more than ${MOST_MONEY.toLocaleString('en-US')}. Write a smaller amount.`,
		};
	}
	if (Math.abs(amount - reading.value) > NOISE) {
		return { fault: `${shownValue(value)} has more than two decimals. ${advice(decimal)}` };
	}
	return { value: amount };
}

/** Returns the whole number a value means, e.g. 3 for "3" or "3.0". */
export function readWholeNumber(value: unknown, notation: Marks = {}): Reading<number> {
	const reading = readNumber(value, notation);
	const isKept = 'fault' in reading ? reading.unclear : Number.isInteger(reading.value);
	if (isKept) return reading;
	return { fault: `${shownValue(value)} is not a whole number. Write it like 3.` };
}

const NUMBER = 'is not a number.';
const AMOUNT = 'is not an amount.';

const isOnlyMoney = (isMoney: boolean) => isMoney;

function read(
	value: unknown,
	decimal: Notation['decimal'],
	isMoney: (hasCurrency: boolean) => boolean,
	sentence: string,
): Reading<number> {
	if (typeof value === 'number' && Number.isFinite(value)) return { value };
	const text = typeof value === 'boolean' ? '' : (written(value) ?? '');
	const digits = text.length > LONGEST ? undefined : digitsIn(text, decimal);
	if (!digits) return { fault: `${shownValue(value)} ${sentence} ${advice(decimal)}` };
	const meant = isMoney(digits.isMoney) ? asMoney(digits.candidates) : digits.candidates;
	const [first, second] = meant as [NumberReading, NumberReading?];
	if (second !== undefined) return unclear(value, first.value, second.value);
	if (Math.abs(first.value) > Number.MAX_SAFE_INTEGER) {
		return {
			fault: `${shownValue(value)} has more digits than a number keeps. Write a smaller one.`,
		};
	}
	return { value: first.value };
}

function advice(decimal: Notation['decimal']): string {
	return `Write it like 4800 or 4800${decimal === 'comma' ? ',' : '.'}50.`;
}

/** Of two numbers a text can mean, the one with three decimals is no money. */
function asMoney(candidates: NumberReading[]): NumberReading[] {
	const amounts = candidates.filter(({ decimals }) => decimals <= 2);
	return amounts.length === 1 ? amounts : candidates;
}

function unclear(value: unknown, one: number, other: number): Reading<number> {
	const [small, large] = one < other ? [one, other] : [other, one];
	return {
		fault: `${shownValue(value)} can be ${small} or ${large}. Write ${small} or ${large}.`,
		unclear: 'decimals',
	};
}
