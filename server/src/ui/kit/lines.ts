/** Returns the lines of a text area, without blank ones and without the same one twice. */
export function linesOf(text: unknown): string[] {
	const lines = typeof text === 'string' ? text.split(/\r?\n/).map((line) => line.trim()) : [];
	return [...new Set(lines.filter((line) => line !== ''))];
}
