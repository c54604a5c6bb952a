import { fitting, readChoice } from './choices';
import type { Reading } from './reading';
import { isBlank, scalar, shown } from './written';

/**
 * Returns the entries of a list. A text holds them apart by semicolons or lines, else by commas, or is a list in JSON;
 * the entries of a list that is one already stay whole.
 *
 * @param splitEntries whether each entry of a list is a text as well that may hold several, as in a Zap
 */
export function readList(value: unknown, { splitEntries = false } = {}): Reading<string[]> {
	const entries = entriesOf(value, splitEntries, apart);
	if (entries !== undefined) return { value: unique(entries) };
	return { fault: `${shown(value)} is not a list of texts. Write it like "cold, warm".` };
}

/** Like `readList`, of entries that are among the options; an option may hold a comma itself. */
export function readChoices(
	value: unknown,
	options: readonly string[],
	{ splitEntries = false } = {},
): Reading<string[]> {
	const entries = entriesOf(value, splitEntries, (text) =>
		fitting(text, options).length > 0 ? [text] : byOptions(text, options),
	);
	if (entries === undefined) {
		return { fault: `${shown(value)} is not a list of options. Write it like "first, second".` };
	}
	const chosen: string[] = [];
	for (const entry of entries) {
		const reading = readChoice(entry, options);
		if ('fault' in reading) return reading;
		chosen.push(reading.value);
	}
	return { value: unique(chosen) };
}

type Split = (text: string) => string[];

function entriesOf(value: unknown, splitEntries: boolean, split: Split): string[] | undefined {
	const list = Array.isArray(value) ? value : listInJson(value);
	if (list === undefined) {
		const text = scalar(value);
		return text === undefined ? undefined : filled(split(text));
	}
	const entries = list.filter((entry) => !isBlank(entry)).map(scalar);
	if (entries.some((entry) => entry === undefined)) return undefined;
	const texts = entries as string[];
	return filled(splitEntries && Array.isArray(value) ? texts.flatMap(split) : texts);
}

function filled(entries: string[]): string[] {
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** What semicolons or lines hold apart may have commas in it. */
function apart(text: string): string[] {
	return text.split(/[;\n]/.test(text) ? /[;\n]/ : ',');
}

function listInJson(value: unknown): unknown[] | undefined {
	if (typeof value !== 'string' || !/^\s*\[.*\]\s*$/s.test(value)) return undefined;
	try {
		return JSON.parse(value) as unknown[];
	} catch {
		return undefined;
	}
}

/** Holds the entries of a text apart, but for an option that holds a comma itself, the longest first. */
function byOptions(text: string, options: readonly string[]): string[] {
	if (/[;\n]/.test(text)) return apart(text);
	const pieces = text.split(',');
	const found: string[] = [];
	for (let from = 0; from < pieces.length; ) {
		const lengths = pieces.slice(from).map((_, index, { length }) => length - index);
		const isOption = (length: number) =>
			fitting(pieces.slice(from, from + length).join(','), options).length > 0;
		const taken = lengths.find(isOption) ?? 1;
		found.push(pieces.slice(from, from + taken).join(','));
		from += taken;
	}
	return found;
}

function unique(entries: string[]): string[] {
	return [...new Set(entries)];
}
