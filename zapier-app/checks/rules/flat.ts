/**
 * Returns an object as Zapier shows it for mapping: `{ contact: { email } }` has the key `contact__email`, and what is
 * inside the entries of a list stands under `notes[]text`. Of a list, the first entry that has the key counts.
 */
export function flat(value: unknown): Record<string, unknown> {
	const found: Record<string, unknown> = {};
	for (const [key, inside] of entries(value, '')) found[key] ??= inside;
	return found;
}

function entries(value: unknown, path: string): Array<[string, unknown]> {
	if (Array.isArray(value)) {
		const inside = value.flatMap((entry) => (isObject(entry) ? entries(entry, `${path}[]`) : []));
		return [[path, value], ...inside];
	}
	if (!isObject(value)) return [[path, value]];
	return Object.entries(value).flatMap(([key, inside]) => entries(inside, joined(path, key)));
}

const joined = (path: string, key: string) =>
	path === '' || path.endsWith('[]') ? `${path}${key}` : `${path}__${key}`;

const isObject = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
