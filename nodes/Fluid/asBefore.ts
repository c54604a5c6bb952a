import type { FieldType } from '../../contract/fields';
import { isFault, readMoment } from '../../contract/reading';
import type { Reading } from '../../contract/reading';
import { scalar } from '../../contract/reading/written';
import { dayIn } from '../../contract/reading/zones';
import type { CustomFieldType } from '../../contract/types';
import type { ReadingRules } from './readingRules';

type Before = (value: string, how: ReadingRules) => unknown;

/**
 * What the first version of the node read otherwise than it is read now, so that workflows saved with it do the same
 * afterwards: 4.800 is 4.8, a semicolon is no comma, and midnight elsewhere may be the day before. What it guessed (03/12/2026) or read
 * wrongly (2026-11-31) is refused in every version.
 */
const before: Partial<Record<FieldType | CustomFieldType, Before>> = {
	money: number,
	number,
	integer: number,
	list: commas,
	date: dayOfMidnight,
};

/** Returns what the first version of the node reads in a text in its own way; undefined for all others. */
export function asBefore(
	type: FieldType | CustomFieldType,
	value: unknown,
	how: ReadingRules,
): Reading<unknown> | undefined {
	const text = how.isFirstVersion ? scalar(value) : undefined;
	const found = text === undefined ? undefined : before[type]?.(text, how);
	return found === undefined ? undefined : { value: found };
}

function number(text: string): number | undefined {
	const value = Number(text);
	return Number.isFinite(value) ? value : undefined;
}

function commas(text: string): string[] | undefined {
	if (!/[;\n]/.test(text) || text.trim().startsWith('[')) return undefined;
	return text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

const MIDNIGHT = /^\s*\d{4}-\d{2}-\d{2}T00:00(:00(\.0+)?)?[+-](?!00:?00)\d{2}:?\d{2}\s*$/;

function dayOfMidnight(text: string, { zone }: ReadingRules): string | undefined {
	if (!MIDNIGHT.test(text)) return undefined;
	const moment = readMoment(text);
	return isFault(moment) ? undefined : dayIn(zone, new Date(moment.value));
}
