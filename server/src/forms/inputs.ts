import { problem } from '../problems/problems';
import { type Bytes, textOf, UnknownCharacters, WESTERN } from './characters';

/** What was sent under each name; several values of one as a list. */
export type Inputs = Record<string, string | string[]>;

/** A form has fewer, and what comes behind is nobody's answer. */
const MOST_INPUTS = 2_000;

/** Returns the inputs of a form as browsers send it (application/x-www-form-urlencoded). */
export function urlencodedInputs(body: Buffer, charset: string | undefined): Inputs {
	return byName(textOf(urlencoded(body.toString('latin1')), charset));
}

/** Returns the values in the query of an address, in whatever character set it is. */
export function queryOf(address: string): Inputs {
	const [, query = ''] = /\?([^#]*)/.exec(address) ?? [];
	const inputs = urlencoded(Buffer.from(query).toString('latin1'));
	try {
		return byName(textOf(inputs, undefined));
	} catch (reason) {
		if (reason instanceof UnknownCharacters) return byName(textOf(inputs, WESTERN));
		throw reason;
	}
}

/**
 * Returns the inputs of a form that is sent in parts (multipart/form-data, RFC 7578), without its files.
 *
 * @throws broken_request where a part does not end
 */
export function multipartInputs(
	body: Buffer,
	boundary: string,
	charset: string | undefined,
): Inputs {
	const [, ...parts] = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`);
	if (!parts.at(-1)?.startsWith('--')) throw problem('broken_request', UNFINISHED);
	return byName(textOf(parts.slice(0, MOST_INPUTS).flatMap(inputOf), charset));
}

const UNFINISHED =
	'The parts of the form (multipart/form-data) do not end as they should. Send it again.';

function urlencoded(text: string): Bytes[] {
	return text
		.split('&', MOST_INPUTS)
		.filter((pair) => pair !== '')
		.map((pair) => {
			const middle = pair.indexOf('=');
			if (middle < 0) return [unescaped(pair), ''];
			return [unescaped(pair.slice(0, middle)), unescaped(pair.slice(middle + 1))];
		});
}

function unescaped(text: string): string {
	return text
		.replaceAll('+', ' ')
		.replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Returns the input of a part; none for a file, whose name stands in its head, or for what has no name. */
function inputOf(part: string): Bytes[] {
	const end = part.indexOf('\r\n\r\n');
	if (end < 0) return [];
	const head = part.slice(0, end);
	const name = /;\s*name=(?:"([^"\r\n]*)"|([^;\s]+))/i.exec(head);
	if (!name || /;\s*filename\*?=/i.test(head)) return [];
	return [[quotesOf(name[1] ?? name[2] ?? ''), part.slice(end + 4)]];
}

/** As browsers write quotes and line breaks in names. */
function quotesOf(name: string): string {
	return name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

function byName(inputs: Bytes[]): Inputs {
	const values = Map.groupBy(inputs, ([name]) => name);
	return Object.fromEntries(
		[...values].map(([name, pairs]) => {
			const all = pairs.map(([, value]) => value);
			return [name, all.length === 1 ? (all[0] as string) : all];
		}),
	);
}
