import type { CustomFieldValue } from '../../../../contract/types';
import { dateFault, dateFrom, type DateOrder } from './dates';
import type { ValueType } from './fields';
import { type DecimalSign, numberFault, numberFrom } from './numbers';

/** How values are written in a file. */
export type Notation = { decimal: DecimalSign; dates: DateOrder | undefined };

/** A value as Fluid wants it, or what is wrong with the text. */
export type Converted = { value: CustomFieldValue } | { fault: string };

/** Returns the value the text of a cell means. */
export function convert(text: string, type: ValueType, notation: Notation): Converted {
	return converters[type](text, notation);
}

const converters: Record<ValueType, (text: string, notation: Notation) => Converted> = {
	text: (text) => ({ value: text }),
	choice: (text) => ({ value: text.toLowerCase() }),
	number: (text, { decimal }) => {
		const value = numberFrom(text, decimal);
		return value === undefined ? { fault: numberFault(text, decimal) } : { value };
	},
	boolean: (text) => {
		const value = booleans.get(text.toLowerCase());
		return value === undefined
			? { fault: `"${text}" is neither yes nor no. Write true or false, yes or no, or 1 or 0.` }
			: { value };
	},
	date: (text, { dates }) => {
		const value = dateFrom(text, dates);
		return value === undefined ? { fault: dateFault(text) } : { value };
	},
	// A day without a time begins at midnight UTC; a time is left to the service to judge.
	date_time: (text, { dates }) => {
		const day = dateFrom(text, dates);
		if (day !== undefined) return { value: `${day}T00:00:00Z` };
		return /^[\d./-]+$/.test(text) ? { fault: dateFault(text) } : { value: text };
	},
	list: (text) => ({
		value: text
			.split(';')
			.map((entry) => entry.trim())
			.filter((entry) => entry !== ''),
	}),
};

const booleans = new Map([
	['true', true],
	['yes', true],
	['y', true],
	['1', true],
	['false', false],
	['no', false],
	['n', false],
	['0', false],
]);
