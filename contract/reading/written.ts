const MOST_SHOWN = 60;

/**
 * Returns a value as text in one form: full-width letters and digits as plain ones, every blank as one space, nothing
 * invisible. Undefined for what is no single value, such as a list.
 */
export function written(value: unknown): string | undefined {
	return scalar(value)
		?.replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
		.replace(/\s+/gu, ' ')
		.replace(/[\p{Cf}\p{Cc}]/gu, '')
		.trim();
}

/** Returns a single value as text, as it is; undefined for what is none. */
export function scalar(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
	if (typeof value !== 'object' || value === null || !('toJSON' in value)) return undefined;
	// Dates, those of libraries too, say in JSON which moment they are.
	const json: unknown = typeof value.toJSON === 'function' ? value.toJSON() : undefined;
	return typeof json === 'string' ? json : undefined;
}

/** Returns whether a value says nothing: no text, or an empty list. */
export function isBlank(value: unknown): boolean {
	if (typeof value === 'string') return written(value) === '';
	if (Array.isArray(value)) return value.every(isBlank);
	return value === undefined || value === null;
}

/** Returns a value as it begins a sentence about it. */
export function shownValue(value: unknown): string {
	if (isBlank(value)) return 'An empty value';
	const text = typeof value === 'number' ? String(value) : scalar(value)?.trim();
	if (text === undefined) return Array.isArray(value) ? 'A list' : 'An object';
	const characters = [...text];
	return characters.length > MOST_SHOWN
		? `"${characters.slice(0, MOST_SHOWN).join('')}..."`
		: `"${text}"`;
}
