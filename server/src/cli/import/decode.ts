import { TextDecoder } from 'node:util';
import { Failure } from '../failure';

/** A byte order mark is surer than a person about how a file is encoded. */
const MARKS: Array<[encoding: string, bytes: number[]]> = [
	['utf-8', [0xef, 0xbb, 0xbf]],
	['utf-16le', [0xff, 0xfe]],
	['utf-16be', [0xfe, 0xff]],
];
const ZIP_MARK = [0x50, 0x4b, 0x03, 0x04];

/**
 * Returns the text of a file piece by piece, without a byte order mark.
 *
 * @throws Failure for a workbook, and naming the first line that is not in the encoding
 */
export async function* decoded(
	bytes: AsyncIterable<Buffer>,
	source: string,
	encoding: string | undefined,
): AsyncGenerator<string> {
	let decoder: TextDecoder | undefined;
	let line = 1;
	for await (const chunk of bytes) {
		decoder ??= newDecoder(chunk, source, encoding);
		let text: string;
		try {
			text = decoder.decode(chunk, { stream: true });
		} catch {
			throw new Failure(wrongEncoding(source, line + linesBeforeFault(chunk, decoder.encoding)));
		}
		line += lineBreaks(text);
		yield text;
	}
}

function newDecoder(start: Buffer, source: string, encoding: string | undefined): TextDecoder {
	const begins = (mark: number[]) => mark.every((byte, index) => start[index] === byte);
	if (begins(ZIP_MARK)) {
		throw new Failure(
			`${source} is a workbook, not a CSV file. Save it as "CSV UTF-8" and import that.`,
		);
	}
	const [marked] = MARKS.find(([, mark]) => begins(mark)) ?? [];
	const zeros = start.subarray(0, 1000).filter((byte) => byte === 0).length;
	if (!encoding && !marked && zeros * 4 > Math.min(start.length, 1000)) {
		throw new Failure(
			`${source} is not UTF-8 text but most likely UTF-16. Import it with --encoding utf-16le, or save it as "CSV UTF-8".`,
		);
	}
	return new TextDecoder(marked ?? encoding ?? 'utf-8', { fatal: true });
}

function wrongEncoding(source: string, line: number): string {
	return `Line ${line} of ${source} is not UTF-8 text. Save the file as "CSV UTF-8", or say how it is encoded, e.g. --encoding windows-1252 where it comes from Excel on Windows.`;
}

function linesBeforeFault(chunk: Buffer, encoding: string): number {
	const [sound = ''] = new TextDecoder(encoding).decode(chunk).split('\uFFFD', 1);
	return lineBreaks(sound);
}

/** Returns how many lines a text ends. */
export function lineBreaks(text: string): number {
	return text.split('\n').length - 1;
}
