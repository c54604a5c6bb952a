/** How much of the body V8 shows before the character it does not expect. */
const SHOWN_BEFORE = 10;

const NEW_LINE = 10;

const UNEXPECTED = /^(Unexpected token .*?), (\.\.\.)?"(.*)"(?:\.\.\.)? is not valid JSON$/su;

/**
 * Returns what JSON.parse found wrong with a text, and where. V8 quotes what stands around that place, which may be a
 * secret whose quotation marks are missing: the line and column say as much.
 */
export function jsonFault(text: string, { message }: SyntaxError): string {
	const [, found, isBehind, quoted = ''] = UNEXPECTED.exec(message) ?? [];
	if (found === undefined) return message.includes('"') ? 'it is a plain text' : message;
	if (!isBehind) return `${found} near its beginning`;
	const before = text.slice(0, text.indexOf(quoted) + SHOWN_BEFORE);
	const lineStart = before.lastIndexOf('\n') + 1;
	return `${found} in line ${linesOf(before)}, column ${before.length - lineStart + 1}`;
}

/** Counts without cutting the text: it may consist of five million lines. */
function linesOf(text: string): number {
	let lines = 1;
	for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) === NEW_LINE) lines += 1;
	return lines;
}
