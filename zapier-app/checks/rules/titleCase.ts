const small = 'a an and as at but by en for if in of on or the to via vs'.split(' ');

/** Returns a label in the title case that Zapier asks for: all words but the small ones begin with a capital. */
export function titleCase(label: string): string {
	const words = label.split(' ');
	return words
		.map((word, index) => {
			const isOutside = index === 0 || index === words.length - 1;
			if (!isOutside && small.includes(word.toLowerCase())) return word.toLowerCase();
			return word.split('-').map(capitalised).join('-');
		})
		.join(' ');
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
