import { monthNamed, weekdayNamed } from './names';
import type { DateOrder, ReadingFault } from './reading';

/** A day of the calendar. */
export type Day = { year: number; month: number; day: number };

/** What is planned for an earlier day has a mistyped year. Custom fields take any: a company may have been founded then. */
export const EARLIEST_DATE = '1900-01-01';

/** The days a text can mean: one, or two where it does not say whether the day or the month comes first. */
export type Days = { days: Day[] } | { problem: 'two-digit year' | 'no such day' | 'weekday' };

/** Returns the days a text such as "24 Nov 2026" or "03/12/2026" can mean; undefined when it is no date. */
export function daysIn(text: string, order: DateOrder | undefined): Days | undefined {
	// 2026年12月1日
	const plain = text.replace(/^(\d{4})年(\d{1,2})月(\d{1,2})日$/, '$1-$2-$3');
	return numeric(plain, order) ?? inWords(plain) ?? withWeekday(plain, order);
}

/** Returns a day as 2026-12-01. */
export function dayText({ year, month, day }: Day): string {
	return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Says what is wrong with a date, for a sentence that begins with it. */
export const dayProblems: Record<'two-digit year' | 'no such day' | 'weekday', string> = {
	'two-digit year': 'has a year of two digits. Write it like 2026-12-01.',
	'no such day': 'is a day that does not exist. Write it like 2026-12-01.',
	weekday: 'is another day of the week. Correct one of the two, or write it like 2026-12-01.',
};

function numeric(text: string, order: DateOrder | undefined): Days | undefined {
	const [, year, mark = '', month, day] = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})$/.exec(text) ?? [];
	if (year !== undefined) {
		// Written together, only dates of our time are one: other eight digits may mean anything.
		if (mark === '' && !/^(19|20)\d{6}$/.test(text)) return undefined;
		return existing([parts(year, month, day)]);
	}
	const [, first, sign = '', second, last = ''] =
		/^(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})$/.exec(text) ?? [];
	if (first === undefined) return undefined;
	if (last.length === 2) return { problem: 'two-digit year' };
	const dayFirst = parts(last, second, first);
	const monthFirst = parts(last, first, second);
	if (sign === '.' || order === 'day-first') return existing([dayFirst]);
	return existing(order === 'month-first' ? [monthFirst] : [dayFirst, monthFirst]);
}

const WORD = '(\\p{L}[\\p{L}\\p{M}]*)\\.?';
const DAY = '(\\d{1,2})(?:\\.|st|nd|rd|th|er|º)?';
const BETWEEN = '(?:[ ,/-]+|(?<=\\.))(?:of |de )?';
const YEAR = "(\\d{4}|[’']?\\d{2})";

const dayFirst = new RegExp(
	`^(?:le |el |il |the |den )?${DAY}${BETWEEN}${WORD}${BETWEEN}${YEAR}$`,
	'iu',
);
const monthFirst = new RegExp(`^${WORD}${BETWEEN}${DAY}${BETWEEN}${YEAR}$`, 'iu');
const yearFirst = new RegExp(`^(\\d{4})${BETWEEN}${WORD}${BETWEEN}${DAY}$`, 'iu');

function inWords(text: string): Days | undefined {
	const [, day1, word1, year1] = dayFirst.exec(text) ?? [];
	const [, word2, day2, year2] = monthFirst.exec(text) ?? [];
	const [, year3, word3, day3] = yearFirst.exec(text) ?? [];
	const month = monthNamed(word1 ?? word2 ?? word3 ?? '');
	const year = year1 ?? year2 ?? year3;
	if (month === undefined || year === undefined) return undefined;
	if (year.length < 4) return { problem: 'two-digit year' };
	return existing([parts(year, String(month), day1 ?? day2 ?? day3)]);
}

/** A day of the week must be the one of that date; it also decides which of two is meant. */
function withWeekday(text: string, order: DateOrder | undefined): Days | undefined {
	const [whole, word = ''] = /^([\p{L}-]+)\.?,? (?=[\p{L}\d])/u.exec(text) ?? [];
	const weekday = weekdayNamed(word);
	if (whole === undefined || weekday === undefined) return undefined;
	const rest = text.slice(whole.length);
	const found = numeric(rest, order) ?? inWords(rest);
	if (!found || 'problem' in found) return found;
	const days = found.days.filter((day) => weekdayOf(day) === weekday);
	return days.length === 0 ? { problem: 'weekday' } : { days };
}

function parts(year = '', month = '', day = ''): Day {
	return { year: Number(year), month: Number(month), day: Number(day) };
}

function existing(days: Day[]): Days {
	const real = days.filter(isReal);
	const [first, second] = real;
	if (first === undefined) return { problem: 'no such day' };
	const isOne = second === undefined || dayText(first) === dayText(second);
	return { days: isOne ? [first] : real };
}

function isReal({ year, month, day }: Day): boolean {
	const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
	return year > 0 && day >= 1 && day <= (lengths[month - 1] ?? 0);
}

function weekdayOf({ year, month, day }: Day): number {
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	return date.getUTCDay();
}

function pad(number: number, length: number): string {
	return String(number).padStart(length, '0');
}

/** Says which days a text can mean, with how to write each. */
export function unclearOrder(shown: string, days: Day[]): ReadingFault {
	const texts = days.map(dayText).join(' or ');
	return {
		fault: `${shown} does not say whether the day or the month comes first. Write ${texts}.`,
		unclear: 'order',
	};
}
