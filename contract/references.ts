import type { Schema } from './bundle';
import { schemas } from './schemas';

const byFile = new Map(
	Object.values(schemas as Record<string, Schema>).map((schema) => [schema.$id, schema]),
);

/** Returns what a schema says: what its reference leads to, and of alternatives the object. */
export function resolved(schema: Schema): Schema {
	if (typeof schema.$ref === 'string') return resolved(target(schema.$ref));
	const alternatives = (schema.anyOf as Schema[] | undefined)?.map(resolved);
	const object = alternatives?.find(({ properties }) => properties !== undefined);
	return object ?? schema;
}

/** Returns a property as it is labelled: a reference gives its label only where the property has none. */
export function labelled(property: Schema): Schema {
	return property.title === undefined && typeof property.$ref === 'string'
		? labelled(target(property.$ref))
		: property;
}

/** Returns whether a property takes null, which clears it. */
export function takesNull(property: Schema): boolean {
	const alternatives = (property.anyOf ?? []) as Schema[];
	return [property.type].flat().includes('null') || alternatives.some(takesNull);
}

/** Returns what a reference leads to, e.g. `contact.schema.json` or `deal-input.schema.json#/properties/name`. */
export function target(reference: string): Schema {
	const [file, path = ''] = reference.split('#');
	const steps = path.split('/').filter((step) => step !== '');
	const found = steps.reduce<Schema | undefined>(
		(schema, step) => schema?.[step] as Schema | undefined,
		byFile.get(file),
	);
	if (found === undefined) throw new Error(`${reference} leads to nothing in the contract.`);
	return found;
}
