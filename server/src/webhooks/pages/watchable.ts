import { schemas } from '../../../../contract/schemas';
import type { Pipeline } from '../../pipelines/store';

/** Something a webhook can watch: the name it is called by in `changed_fields`, and its label. */
export type Watchable = { value: string; label: string };

type Properties = Record<string, { title: string }>;

const NEVER_CHANGE = ['id', 'url', 'created_at', 'updated_at'];

/** Returns what can be watched: the fields of deals and contacts, then the custom fields of the pipelines. */
export function watchable(pipelines: Pipeline[]): Watchable[] {
	const { deal, contact } = schemas;
	const standard = [...standardFields(deal.properties), ...standardFields(contact.properties)];
	const custom = pipelines.flatMap(({ fields }) =>
		fields.map(({ key, name }) => ({ value: `custom_fields.${key}`, label: name })),
	);
	const byValue = Map.groupBy([...standard, ...custom], ({ value }) => value);
	return [...byValue].map(([value, fields]) => ({
		value,
		// One word may stand for a field of deals and one of contacts, or for fields of several pipelines.
		label: [...new Set(fields.map(({ label }) => label))].join(' or '),
	}));
}

/** Where an id and a name stand for one thing, such as the stage, it is watched by its own word. */
function standardFields(properties: Properties): Watchable[] {
	const keys = Object.keys(properties).filter((key) => !NEVER_CHANGE.includes(key));
	return keys
		.filter((key) => !(key.endsWith('_name') && keys.includes(key.replace(/_name$/, '_id'))))
		.map((key) => {
			const { title } = properties[key] as { title: string };
			const isPair = key.endsWith('_id') && keys.includes(key.replace(/_id$/, '_name'));
			return isPair
				? { value: key.replace(/_id$/, ''), label: title.replace(/ ID$/, '') }
				: { value: key, label: title };
		});
}
