import { isDate } from '../../validation';

/** Which comes first in a date such as 03/04/2026. */
export type DateOrder = 'day-first' | 'month-first';

/**
 * Returns a date as 2026-12-01, or undefined: from 2026-12-01, 2026/12/01, 1.12.2026, and, where it is clear or said
 * what comes first, from 1/12/2026 and 1-12-2026.
 */
export function dateFrom(text: string, order: DateOrder | undefined): string | undefined {
	const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
	if (year && month && day) return calendarDate(year, month, day);
	const [, first = '', sign, second = '', last = ''] =
		/^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text) ?? [];
	if (sign === undefined) return undefined;
	const isDayFirst = sign === '.' || order === 'day-first' || Number(first) > 12;
	if (isDayFirst) return calendarDate(last, second, first);
	const isMonthFirst = order === 'month-first' || Number(second) > 12;
	return isMonthFirst ? calendarDate(last, first, second) : undefined;
}

/** Says what a date must look like, with the way out for one whose order is not clear. */
export function dateFault(text: string): string {
	const isUnclear = /^(\d{1,2})([/-])(\d{1,2})\2\d{4}$/.test(text) && dateFrom(text, 'day-first');
	return isUnclear
		? `"${text}" does not say whether the day or the month comes first. Write it like 2026-12-01, or import with --dates day-first or --dates month-first.`
		: `"${text}" is not a date. Write it like 2026-12-01.`;
}

function calendarDate(year: string, month: string, day: string): string | undefined {
	const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	return isDate(date) ? date : undefined;
}
