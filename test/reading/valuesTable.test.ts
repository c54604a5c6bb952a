import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
	type Reading,
	readChoice,
	readCurrency,
	readDate,
	readList,
	readMoment,
	readMoney,
	readNumber,
	readWebAddress,
	readYesNo,
} from '../../contract/reading';

const page = readFileSync('docs/values.md', 'utf8');

const OPTIONS = ['New lead', 'Won', 'WON', 'A, B'];

/** What reads the examples of each chapter. */
const readers: Record<string, (text: string) => Reading<unknown>> = {
	Money: readMoney,
	'Other numbers': readNumber,
	Dates: readDate,
	'Dates with a time': (text) => readMoment(text, { zone: 'America/New_York' }),
	'Yes or no': (text) => {
		const reading = readYesNo(text);
		return 'fault' in reading ? reading : { value: reading.value ? 'yes' : 'no' };
	},
	'Several labels or options': readList,
	'Choices, stages and pipelines': (text) => readChoice(text, OPTIONS),
	Currencies: readCurrency,
	'Web addresses': readWebAddress,
};

type Row = { chapter: string; text: string; expected: unknown };

const codes = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string);

function rowsOf(chapter: string): Row[] {
	const [title = '', ...lines] = chapter.split('\n');
	const rows = lines.filter((line) => line.startsWith('|')).slice(2);
	return rows.flatMap((line) => {
		const [, written = '', result = ''] = line.split('|');
		const values = codes(result);
		const isList = title === 'Several labels or options';
		return codes(written).map((text, at, { length }) => {
			if (result.trim().startsWith('refused')) return { chapter: title, text, expected: undefined };
			if (isList) return { chapter: title, text, expected: values };
			expect([1, length]).toContain(values.length);
			return { chapter: title, text, expected: values.length === 1 ? values[0] : values[at] };
		});
	});
}

const chapters = page.split(/^## /m).slice(1);

test('the page has a chapter for every kind of value', () => {
	expect(chapters.map((chapter) => chapter.split('\n')[0])).toEqual(Object.keys(readers));
});

describe('docs/values.md says what the code does', () => {
	test.each(chapters.flatMap(rowsOf))('$chapter: "$text"', ({ chapter, text, expected }) => {
		const reading = (readers[chapter] as (text: string) => Reading<unknown>)(text);
		if (expected === undefined) {
			expect(reading).toEqual(
				expect.objectContaining({ fault: expect.stringMatching(/^".+" .+\.$/s) as string }),
			);
		} else {
			const { value } = reading as { value: unknown };
			expect(Array.isArray(value) ? value : String(value)).toEqual(expected);
		}
	});
});
