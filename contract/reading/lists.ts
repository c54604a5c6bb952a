import { fitting, readChoice } from './choices';
import type { Reading } from './reading';
import { isBlank, scalar, shownValue } from './written';

/** How a list is read. */
export type ListNotation = {
	/** Whether each entry of a list is a text as well that may hold several, as in a Zap. */
	splitEntries?: boolean;
	/** Entries that may hold a comma themselves. */
	options?: readonly string[];
};

/**
 * Returns the entries of a list. A text holds them apart by semicolons or lines, else by commas, or is a list in JSON;
 * the entries of a list that is one already stay whole.
 */
export function readList(value: unknown, notation: ListNotation = {}): Reading<string[]> {
	const entries = entriesOf(value, notation);
	if (entries !== undefined) return { value: unique(entries) };
	return { fault: `${shownValue(value)} is not a list of texts. Write it like "cold, warm".` };
}

/** Like `readList`, of entries that are among the options. */
export function readChoices(
	value: unknown,
	options: readonly string[],
	{ splitEntries }: ListNotation = {},
): Reading<string[]> {
	const entries = entriesOf(value, { splitEntries, options });
	if (entries === undefined) {
		return {
			fault: `${shownValue(value)} is not a list of options. Write it like "first, second".`,
		};
	}
	const chosen: string[] = [];
	for (const entry of entries) {
		const reading = readChoice(entry, options);
		if ('fault' in reading) return reading;
		chosen.push(reading.value);
	}
	return { value: unique(chosen) };
}

function entriesOf(
	value: unknown,
	{ splitEntries = false, options = [] }: ListNotation,
): string[] | undefined {
	const list = Array.isArray(value) ? value : listInJson(value);
	if (list === undefined) {
		const text = scalar(value);
		return text === undefined ? undefined : filled(apart(text, options));
	}
	const entries = list.filter((entry) => !isBlank(entry)).map(scalar);
	if (entries.some((entry) => entry === undefined)) return undefined;
	const texts = entries as string[];
	const isSplit = splitEntries && Array.isArray(value);
	return filled(isSplit ? texts.flatMap((text) => apart(text, options)) : texts);
}

function filled(entries: string[]): string[] {
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** Returns the list that a text is in JSON; undefined for any other. */
export function listInJson(value: unknown): unknown[] | undefined {
	if (typeof value !== 'string' || !/^\s*\[.*\]\s*$/s.test(value)) return undefined;
	try {
		return JSON.parse(value) as unknown[];
	} catch {
		return undefined;
	}
}

/** Holds the entries of a text apart. What semicolons or lines do may have commas in it, and so may an option. */
function apart(text: string, options: readonly string[]): string[] {
	if (fitting(text, options).length > 0) return [text];
	return /[;\n]/.test(text) ? text.split(/[;\n]/) : joined(text.split(','), options);
}

/** Puts pieces together again that are an option only together, the longest first. */
function joined(pieces: string[], options: readonly string[]): string[] {
	const most = Math.max(1, ...options.map((option) => option.split(',').length));
	const found: string[] = [];
	for (let from = 0; from < pieces.length; ) {
		const together = (length: number) => pieces.slice(from, from + length).join(',');
		let length = Math.min(most, pieces.length - from);
		while (length > 1 && fitting(together(length), options).length === 0) length -= 1;
		found.push(together(length));
		from += length;
	}
	return found;
}

function unique(entries: string[]): string[] {
	return [...new Set(entries)];
}
