import { schemas, type SchemaName } from '../../../contract/schemas';

/** Where the document keeps the schemas of the contract. */
export const SCHEMAS = '#/components/schemas/';

/** Returns a reference to a schema. */
export function reference(name: SchemaName): object {
	return { $ref: `${SCHEMAS}${schemas[name].title}` };
}

/** Returns what obeys any of some schemas. */
export function anyOf(names: SchemaName[]): object {
	const [only, ...others] = names;
	return others.length === 0 ? reference(only as SchemaName) : { anyOf: names.map(reference) };
}

/** Returns the schema of a page of a list. */
export function listSchema(entry: SchemaName): object {
	return {
		type: 'object',
		required: ['data', 'next_cursor'],
		properties: {
			data: { type: 'array', items: reference(entry) },
			next_cursor: {
				type: ['string', 'null'],
				description: 'Send it as cursor to get the next page; null when there are no more.',
			},
		},
	};
}
