import type { Schema } from './bundle';
import { fields } from './fields';
import { isWatched } from './filters';
import { schemas } from './schemas';
import type { CustomField } from './types';

/** A field whose change can be watched: the name it has in a webhook's `changed_fields`, and its label. */
export type Watchable = { value: string; label: string };

type Own = Array<Pick<CustomField, 'key' | 'name'>>;

/** What never changes, or changes with everything. */
const NOT_WATCHED = ['id', 'url', 'notes_count', 'created_at', 'updated_at'];

const DEALS_AND_CONTACTS = [schemas.deal, schemas.contact] as unknown as Schema[];

/** Returns what can be watched, each thing once: the fields of the objects, then the custom fields. */
export function watchableFields(customFields: Own, of = DEALS_AND_CONTACTS): Watchable[] {
	// One word may stand for a field of deals and one of contacts, or for fields of several pipelines.
	const labels = new Map<string, Set<string>>();
	for (const { value, label } of [...of.flatMap(withoutTwins), ...customFields.map(asOwn)]) {
		labels.set(value, (labels.get(value) ?? new Set()).add(label));
	}
	return [...labels].map(([value, names]) => ({ value, label: [...names].join(' or ') }));
}

/** Returns whether a change of anything there is could be watched by this name. */
export function isWatchable(name: string, customFields: Own): boolean {
	const all = [...DEALS_AND_CONTACTS.flatMap(changing), ...customFields.map(asOwn)];
	return all.some(({ value }) => isWatched(value, [name]));
}

/** A stage's id and name change together: one entry, without "ID" in its label, stands for both. */
function withoutTwins(schema: Schema): Watchable[] {
	const all = changing(schema);
	const hasTwin = (name: string, from: RegExp, to: string) =>
		from.test(name) && all.some(({ value }) => value === name.replace(from, to));
	return all
		.filter(({ value }) => !hasTwin(value, /_name$/, '_id'))
		.map(({ value, label }) => ({
			value,
			label: hasTwin(value, /_id$/, '_name') ? label.replace(/ ID$/, '') : label,
		}));
}

function changing(schema: Schema): Watchable[] {
	return fields(schema)
		.filter(({ key }) => !NOT_WATCHED.includes(key))
		.map(({ key, label }) => ({ value: key, label }));
}

function asOwn({ key, name }: Own[number]): Watchable {
	return { value: `custom_fields.${key}`, label: name };
}
