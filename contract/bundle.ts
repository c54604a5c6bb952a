/** A JSON Schema as written in contract/schemas. */
export type Schema = { [keyword: string]: unknown };

/**
 * Gathers the schema files under their titles, with every reference to a file pointing at its title instead, so that
 * one document (OpenAPI, generated types) holds each type once.
 *
 * @param schemas the files, each with `$id` (its file name) and `title`
 * @param prefix where the titles will stand in that document, e.g. `#/components/schemas/`
 */
export function bundle(schemas: Schema[], prefix: string): Record<string, Schema> {
	const titles = new Map(schemas.map((schema) => [schema.$id as string, schema.title as string]));
	const entries = schemas.map((schema) => {
		const keywords = Object.entries(schema).filter(([keyword]) => keyword !== '$id');
		const titled = withTitles(Object.fromEntries(keywords), titles, prefix) as Schema;
		return [schema.title as string, titled] as const;
	});
	return Object.fromEntries(entries);
}

function withTitles(value: unknown, titles: Map<string, string>, prefix: string): unknown {
	if (Array.isArray(value)) return value.map((entry) => withTitles(entry, titles, prefix));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) =>
			key === '$ref'
				? [key, titleReference(entry as string, titles, prefix)]
				: [key, withTitles(entry, titles, prefix)],
		),
	);
}

function titleReference(reference: string, titles: Map<string, string>, prefix: string): string {
	const [file = '', path = ''] = reference.split('#');
	const title = titles.get(file);
	if (!title) throw new Error(`${reference} names no schema file of the contract.`);
	return `${prefix}${title}${path}`;
}
