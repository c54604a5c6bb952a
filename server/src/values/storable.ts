/**
 * Returns a value of JSON as a database can hold it, keys included: without the character NUL, and with the replacement
 * character for half a pair, as it would be on its way into UTF-8 anyway.
 */
export function storable(value: unknown): unknown {
	if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
	if (Array.isArray(value)) return value.map(storable);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value);
	return Object.fromEntries(entries.map(([key, inner]) => [storable(key), storable(inner)]));
}
