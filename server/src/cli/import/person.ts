/** Returns the person of "Ada Lovelace (ada@example.com)", the first of several; undefined for any other text. */
export function personIn(text: string): { name: string; email: string } | undefined {
	const [first = ''] = text.split(';');
	const [, name, email] = /^([^()]+?)\s*\(([^()\s]+@[^()\s]+)\)$/.exec(first.trim()) ?? [];
	return name === undefined || email === undefined ? undefined : { name, email };
}
