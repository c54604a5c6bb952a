import type { Schema } from '../../../contract/bundle';
import { resolved, target } from '../../../contract/references';

/** Returns the properties of an object schema; none for anything else. */
export function propertiesOf(schema: Schema): Record<string, Schema> {
	const properties = (resolved(schema).properties ?? {}) as Record<string, Schema>;
	return Object.fromEntries(
		Object.entries(properties).map(([key, property]) => [key, follow(property)]),
	);
}

function follow(schema: Schema): Schema {
	if (typeof schema.$ref !== 'string') return schema;
	const found = target(schema.$ref);
	// The title of a whole file is the name of a type, and no label.
	return schema.$ref.includes('#') ? follow(found) : { ...found, title: undefined };
}
