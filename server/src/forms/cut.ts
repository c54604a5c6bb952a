/** Returns a text that is at most so long: the beginning of a longer one, whose last character then says so. */
export function cut(text: string, most: number): string {
	if (text.length <= most) return text;
	// The first half of a character that is stored as two, such as an emoji, would be none.
	return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
