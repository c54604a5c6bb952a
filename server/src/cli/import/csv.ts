import { Readable } from 'node:stream';
import { type CsvError, type Info, parse } from 'csv-parse';
import { Failure } from '../failure';
import { decoded, lineBreaks } from './decode';
import { type Delimiter, delimiterOf } from './delimiter';

/** A row of a file and the number of the line it begins on, from 1. */
export type Row = { line: number; values: string[] };

/** A CSV file that is read row by row; a blank row is passed over. */
export type Csv = { header: string[]; delimiter: Delimiter; rows: AsyncGenerator<Row> };

type Parsed = { record: string[]; info: Info };

/** A value longer than this has, in truth, an opening quote without its closing one. */
const MOST_CHARACTERS_IN_ROW = 1_000_000;

/**
 * Opens a CSV file: finds what separates its values and reads its first line.
 *
 * @throws Failure for an empty file; the rows throw it for a line that is no CSV, with its number
 */
export async function openCsv(
	bytes: AsyncIterable<Buffer>,
	source: string,
	encoding: string | undefined,
): Promise<Csv> {
	const text = decoded(bytes, source, encoding);
	const start = await firstLine(text);
	const delimiter = delimiterOf(start);
	const parsed = records(joined(start, text), delimiter, source);
	const first = await parsed.next();
	if (first.done) {
		throw new Failure(
			`${source} is empty. Its first line must name the columns, and each line below it is a deal.`,
		);
	}
	const header = first.value.record.map((name) => name.trim());
	return { header, delimiter, rows: rows(parsed, header, delimiter, source) };
}

/** Reads on until the first line is whole. */
async function firstLine(text: AsyncGenerator<string>): Promise<string> {
	let start = '';
	while (!start.trimStart().includes('\n')) {
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

async function* records(
	text: AsyncIterable<string>,
	delimiter: Delimiter,
	source: string,
): AsyncGenerator<Parsed> {
	const input = Readable.from(text);
	let line = 0;
	const parser = parse({
		delimiter,
		relax_column_count: true,
		skip_empty_lines: true,
		skip_records_with_empty_values: true,
		max_record_size: MOST_CHARACTERS_IN_ROW,
		info: true,
		// The parser is ahead of its reader, and what is between the two is lost when a line is broken.
		on_record: (parsed, { lines }) => {
			line = lines;
			return parsed;
		},
	});
	input.on('error', (reason) => parser.destroy(reason));
	input.pipe(parser);
	try {
		yield* parser as AsyncIterable<Parsed>;
	} catch (reason) {
		throw explain(reason as CsvError, line + 1, source);
	} finally {
		input.destroy();
	}
}

async function* rows(
	parsed: AsyncGenerator<Parsed>,
	header: string[],
	delimiter: Delimiter,
	source: string,
): AsyncGenerator<Row> {
	for await (const { record, info } of parsed) {
		const line = info.lines - lineBreaks(record.join(''));
		const surplus = record.slice(header.length);
		if (surplus.some((value) => value.trim() !== '')) {
			throw new Failure(
				`Line ${line} of ${source} has ${record.length} values, but the first line names ${header.length} columns. Put quotes around a value that contains ${delimiter === '\t' ? 'a tab' : `"${delimiter}"`}.`,
			);
		}
		// Excel leaves out empty values at the end of a line.
		const values = header.map((_, column) => record[column] ?? '');
		yield { line, values };
	}
}

function explain(reason: CsvError, nextLine: number, source: string): Error {
	const advice = adviceByCode[reason.code];
	if (!advice) return reason;
	// The parser names the line it had come to, which for a quote without its end is not where the quote stands.
	const line = openQuoteCodes.includes(reason.code) ? nextLine : Number(reason.lines ?? nextLine);
	return new Failure(`Line ${line} of ${source} is not valid CSV: ${advice}`);
}

const openQuoteCodes: string[] = ['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'];

const OPEN_QUOTE = 'a value begins with a quote and never ends with one. Add the closing quote.';

const adviceByCode: Partial<Record<string, string>> = {
	CSV_QUOTE_NOT_CLOSED: OPEN_QUOTE,
	CSV_MAX_RECORD_SIZE: OPEN_QUOTE,
	INVALID_OPENING_QUOTE:
		'there is a quote inside a value that does not begin with one. Put the whole value in quotes and write the quote in it twice, e.g. "27"" screen".',
	CSV_INVALID_CLOSING_QUOTE:
		'there is text behind a closing quote. Write a quote inside a value twice, e.g. "27"" screen".',
};
