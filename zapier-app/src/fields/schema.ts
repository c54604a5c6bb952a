import type { Schema } from '../../../contract/bundle';
import { schemas } from '../../../contract/schemas';

const byFile = new Map(
	Object.values(schemas as Record<string, Schema>).map((each) => [each.$id, each]),
);

/** Returns what a schema says once its reference is followed; of alternatives, the object, else itself. */
export function resolved(schema: Schema): Schema {
	const { anyOf, ...followed } = follow(schema);
	const alternatives = (anyOf as Schema[] | undefined)?.map(resolved) ?? [];
	return alternatives.find(({ properties }) => properties !== undefined) ?? { anyOf, ...followed };
}

/** Returns the properties of an object schema; none for anything else. */
export function propertiesOf(schema: Schema): Record<string, Schema> {
	const properties = (resolved(schema).properties ?? {}) as Record<string, Schema>;
	return Object.fromEntries(
		Object.entries(properties).map(([key, property]) => [key, follow(property)]),
	);
}

/** Returns whether null may stand there, which clears the value. */
export function isClearable(schema: Schema): boolean {
	const alternatives = (schema.anyOf ?? []) as Schema[];
	return [schema.type, ...alternatives.map(({ type }) => type)].flat().includes('null');
}

function follow(schema: Schema): Schema {
	if (typeof schema.$ref !== 'string') return schema;
	const [file, path = ''] = schema.$ref.split('#');
	const start = byFile.get(file) as Schema;
	const names = path.split('/').filter(Boolean);
	// The title of a whole file is the name of a type, and no label.
	if (names.length === 0) return { ...start, title: undefined };
	return follow(names.reduce((inside, name) => inside[name] as Schema, start));
}
