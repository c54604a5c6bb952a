import type { INodePropertyOptions } from 'n8n-workflow';
import type { Schema } from '../../contract/bundle';
import { fields } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import type { CustomField } from '../../contract/types';
import { sortedByName } from './fields';

/** What never changes, or changes with everything. */
const NOT_WATCHED = ['id', 'url', 'created_at', 'updated_at'];

/** Returns the fields of deals and contacts whose change can be watched, custom fields by `custom_fields.<key>`. */
export function watchableFields(
	customFields: CustomField[],
	watched: Schema[] = [schemas.deal, schemas.contact] as unknown as Schema[],
): INodePropertyOptions[] {
	const labels = new Map<string, Set<string>>();
	for (const { key, label } of watched.flatMap(withoutTwins)) {
		labels.set(key, (labels.get(key) ?? new Set()).add(label));
	}
	const own = [...labels].map(([value, names]) => ({ name: [...names].join(' or '), value }));
	const custom = customFields.map(({ key, name }) => [`custom_fields.${key}`, name] as const);
	const unique = [...new Map(custom)].map(([value, name]) => ({ name, value }));
	return sortedByName([...own, ...unique]);
}

/** A stage's id and name change together: one entry, without "ID" in its label, stands for both. */
function withoutTwins(schema: Schema): Array<{ key: string; label: string }> {
	const all = fields(schema).filter(({ key }) => !NOT_WATCHED.includes(key));
	const keys = all.map(({ key }) => key);
	const hasTwin = (key: string, from: string, to: string) =>
		key.endsWith(from) && keys.includes(key.replace(from, to));
	return all
		.filter(({ key }) => !hasTwin(key, '_name', '_id'))
		.map(({ key, label }) => ({
			key,
			label: hasTwin(key, '_id', '_name') ? label.replace(/ ID$/, '') : label,
		}));
}
