import { Readable } from 'node:stream';
import { type CsvError, type Info, parse } from 'csv-parse';
import { Failure } from '../failure';
import { decoded, lineBreaks } from './decode';
import type { Delimiter } from './delimiter';
import { withFooterMarked } from './footer';
import { unguarded } from './guard';
import { cellsOf, layoutOf } from './layout';
import { REASON_COLUMN } from './rejected';
import type { CsvRow, Csv } from './csvFile';
/** What is known of a file before it is opened. */
export type Expected = {
	encoding?: string | undefined;
	/** Lines above the one that names the columns. */
	skipLines?: number | undefined;
	/** Whether a column of that name can be a field of a deal. */
	isKnown: (name: string) => boolean;
};

/** By which DOS, and what is as old, ends a text. */
const DOS_END = '\u001A';

type Parsed = { record: string[]; info: Info };

/** A row longer than this has, most likely, an opening quote without its closing one. */
const MOST_CHARACTERS_IN_ROW = 20_000_000;

/** Enough to find the line that names the columns. */
const START_CHARACTERS = 100_000;
const START_LINES = 60;

/**
 * Opens a CSV file: finds what separates its values and the line that names its columns.
 *
 * @throws Failure for an empty file; the rows throw it for a line that is no CSV, with its number
 */
export async function openCsv(
	bytes: AsyncIterable<Buffer>,
	source: string,
	{ encoding, skipLines, isKnown }: Expected,
): Promise<Csv> {
	const text = decoded(bytes, source, encoding);
	const start = await beginningOf(text);
	const { delimiter, linesAbove } = layoutOf(start, isKnown, skipLines);
	const lines = start.split('\n');
	const below = lines.slice(linesAbove);
	// Lines may end in more than one way in one file, e.g. where a tool has added some.
	const lineEnds = start.includes('\n') ? ['\r\n', '\n'] : ['\r'];
	const format = { delimiter, lineEnds, source, linesAbove };
	const parsed = records(joined(below.join('\n'), text), format);
	const first = await parsed.next();
	if (first.done) {
		throw new Failure(
			`${source} is empty. Its first line must name the columns, and each line below it is a deal.`,
		);
	}
	const { record, info } = first.value;
	const isGuarded = record.includes(REASON_COLUMN);
	const header = record.map((name) => (isGuarded ? unguarded(name) : name).trim());
	const found = rows(parsed, { header, isGuarded, delimiter, end: info.lines });
	return {
		header,
		headerLine: info.lines - lineBreaks(record.join('')),
		delimiter,
		sample: below.slice(1).map((line) => cellsOf(line, delimiter)),
		rows: withFooterMarked(found, header.length),
	};
}

/** Reads on until the file has shown how it is laid out. */
async function beginningOf(text: AsyncGenerator<string>): Promise<string> {
	let start = '';
	while (start.length < START_CHARACTERS && lineBreaks(start) < START_LINES) {
		const { value, done } = await text.next();
		if (done) break;
		start += value;
	}
	return start;
}

async function* joined(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
	yield start;
	yield* rest;
}

type Format = { delimiter: Delimiter; lineEnds: string[]; source: string; linesAbove: number };

async function* records(
	text: AsyncIterable<string>,
	{ delimiter, lineEnds, source, linesAbove }: Format,
): AsyncGenerator<Parsed> {
	const input = Readable.from(text);
	let line = linesAbove;
	const parser = parse({
		delimiter,
		record_delimiter: lineEnds,
		relax_column_count: true,
		skip_empty_lines: true,
		skip_records_with_empty_values: true,
		max_record_size: MOST_CHARACTERS_IN_ROW,
		info: true,
		// The parser is ahead of its reader, and what is between the two is lost when a line is broken.
		on_record: (parsed, { lines }) => {
			line = linesAbove + lines;
			return parsed;
		},
	});
	input.on('error', (reason) => parser.destroy(reason));
	input.pipe(parser);
	try {
		for await (const { record, info } of parser as AsyncIterable<Parsed>) {
			yield { record, info: { ...info, lines: linesAbove + info.lines } };
		}
	} catch (reason) {
		throw explain(reason as CsvError, linesAbove, line + 1, source);
	} finally {
		input.destroy();
	}
}

type Below = {
	header: string[];
	/** Whether its cells were kept from being run by a spreadsheet. */
	isGuarded: boolean;
	delimiter: Delimiter;
	/** The line on which the header ends. */
	end: number;
};

async function* rows(parsed: AsyncGenerator<Parsed>, below: Below): AsyncGenerator<CsvRow> {
	const { header, isGuarded } = below;
	let { end } = below;
	for await (const { record, info } of parsed) {
		if (record.join('').trim() === DOS_END) continue;
		const line = info.lines - lineBreaks(record.join(''));
		const surplus = surplusOf(record, below);
		// Excel leaves out empty values at the end of a line.
		const values = header.map((_, column) => record[column] ?? '');
		yield {
			line,
			values: isGuarded ? values.map(unguarded) : values,
			isBelowBlank: line > end + 1,
			...(surplus && { surplus }),
		};
		end = info.lines;
	}
}

/** Returns what stands in a line behind its last column, where that is not nothing. */
function surplusOf(record: string[], { header, isGuarded, delimiter }: Below): CsvRow['surplus'] {
	const values = record.slice(header.length).map((value) => (isGuarded ? unguarded(value) : value));
	if (values.every((value) => value.trim() === '')) return undefined;
	const columns = header.filter((name) => name !== REASON_COLUMN).length;
	const sign = delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
	return {
		values,
		fault: `The line has ${columns + values.length} values, but there are ${columns} columns. Put quotes around a value that contains ${sign}.`,
	};
}

function explain(reason: CsvError, linesAbove: number, nextLine: number, source: string): Error {
	const advice = adviceByCode[reason.code];
	if (!advice) return reason;
	// The parser names the line it had come to, which for a quote without its end is not where the quote stands.
	const isAhead = openQuoteCodes.includes(reason.code) || reason.lines === undefined;
	const line = isAhead ? nextLine : linesAbove + Number(reason.lines);
	return new Failure(`Line ${line} of ${source} is not valid CSV: ${advice}`);
}

const openQuoteCodes: string[] = ['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'];

const adviceByCode: Partial<Record<string, string>> = {
	CSV_QUOTE_NOT_CLOSED:
		'a value begins with a quote and never ends with one. Add the closing quote.',
	CSV_MAX_RECORD_SIZE: `a value is longer than ${MOST_CHARACTERS_IN_ROW.toLocaleString('en-US')} characters. Shorten it, or add its closing quote if that is missing.`,
	INVALID_OPENING_QUOTE:
		'there is a quote inside a value that does not begin with one. Put the whole value in quotes and write the quote in it twice, e.g. "27"" screen".',
	CSV_INVALID_CLOSING_QUOTE:
		'there is text behind a closing quote. Write a quote inside a value twice, e.g. "27"" screen".',
};
