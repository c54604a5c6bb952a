/** What a POSIX shell reads between double quotes as more than itself; `!` only where somebody types. */
const READ_BETWEEN = /["$`\\!]/;

/** Returns a word as a suggested command has it: in double quotes, or in single ones where a shell would read more in it. */
export function shellWord(text: string): string {
	return READ_BETWEEN.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
}

/** Returns the path of a file as a suggested command has it: without quotes where it needs none. */
export function shellPath(path: string): string {
	return /^[\w./:@%+=,-]+$/.test(path) ? path : shellWord(path);
}
