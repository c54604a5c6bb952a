/** Returns a label of the contract as a page writes it, e.g. "Deal name" for "Deal Name". */
export function sentenceCase(label: string): string {
	return label.replace(/ [A-Z](?=[a-z]+\b)/g, (start) => start.toLowerCase());
}
