const MOST_CHARACTERS = 60;

/**
 * Returns the key of a custom field made from its name, e.g. `deal_size` for "Deal size": letters without accents,
 * digits and underscores. Undefined for a name without any Latin letter.
 */
export function fieldKey(name: string): string | undefined {
	const key = name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replaceAll('ß', 'ss')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^[^a-z]+/, '')
		.slice(0, MOST_CHARACTERS)
		.replace(/_+$/, '');
	return key === '' ? undefined : key;
}
