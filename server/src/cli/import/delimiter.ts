/** What may stand between the values of a line. */
export const DELIMITERS = [',', ';', '\t', '|'];

/** What stands between the values of a line. */
export type Delimiter = string;

/** Returns the delimiter that stands most often in the first line outside quotes; a comma where there is none. */
export function delimiterOf(start: string): Delimiter {
	const [firstLine = ''] = start
		.replace(/^\s+/, '')
		.replace(/"[^"]*"/g, '')
		.split(/\r?\n/, 1);
	const count = (delimiter: string) => firstLine.split(delimiter).length;
	return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** Names a delimiter. */
export function delimiterName(delimiter: Delimiter): string {
	return delimiter === '\t' ? 'tabs' : `"${delimiter}"`;
}
