/** An input's name and value as bytes: each character is one of them (latin1). */
export type Bytes = [name: string, value: string];

/** Entered in letters whose encoding is unknown. */
export class UnknownCharacters extends Error {}

/** What a browser fills in with the character set it sends a form in, where a page has such an input (HTML). */
const CHARSET_INPUT = '_charset_';

/** A character that the set of the page lacks, as a browser writes it then. */
const REFERENCE = /&#(\d{2,7});/g;

/** What most pages are in that do not say otherwise, and are not in UTF-8. */
export const WESTERN = 'windows-1252';

const FEWEST_FOREIGN = 3;

/**
 * Returns what was entered, as text. A form is sent in the character set of its page; one that is not UTF-8 is read as
 * the page names it, else as most old pages are.
 *
 * @param named character set, as the request names it
 * @throws UnknownCharacters rather than keep other letters than were entered
 */
export function textOf(inputs: Bytes[], named: string | undefined): Bytes[] {
	const filledIn = inputs.find(([name]) => name === CHARSET_INPUT)?.[1];
	for (const charset of [named, filledIn, 'utf-8']) {
		const read = charset && readAs(charset, inputs);
		if (read) return read;
	}
	const read = readAs(WESTERN, inputs) as Bytes[];
	if (read.some(([, value]) => isForeign(value))) throw new UnknownCharacters();
	return read;
}

/** Returns undefined for a name that is none, and for bytes that are nothing in it. */
function readAs(charset: string, inputs: Bytes[]): Bytes[] | undefined {
	try {
		const decoder = new TextDecoder(charset, { fatal: true });
		const read = (text: string) => decoder.decode(Buffer.from(text, 'latin1'));
		const isUtf8 = decoder.encoding === 'utf-8';
		return inputs.map(([name, value]) => [
			read(name),
			isUtf8 ? read(value) : withoutReferences(read(value)),
		]);
	} catch {
		return undefined;
	}
}

function withoutReferences(text: string): string {
	return text.replace(REFERENCE, (whole, number) => {
		const code = Number(number);
		return code <= 0x10_ff_ff ? String.fromCodePoint(code).toWellFormed() : whole;
	});
}

/** In the languages of Western Europe most letters are those from A to Z; of the others, read so, hardly any is. */
function isForeign(text: string): boolean {
	const plain = text.match(/[a-z]/gi)?.length ?? 0;
	const others = text.match(/[^\x00-\x7f]/g)?.length ?? 0;
	return others >= FEWEST_FOREIGN && others > plain;
}
