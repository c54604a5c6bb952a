import type { INodePropertyOptions } from 'n8n-workflow';
import type { Schema } from '../../contract/bundle';
import { fields, type Field } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import { sortedByName } from './fields';

/** Where each field of a deal stands in the node. */
export type DealFields = {
	/** Above the pickers. */
	top: Field[];
	/** Below the pickers; in the first version of the node under Additional Fields. */
	prominent: Field[];
	/** Contact, company, reminder: a group each. */
	groups: Field[];
	/** Under Additional Fields. */
	additional: Field[];
	/** Under Options. */
	options: Field[];
};

/** What finds a contact; of a new deal it stands above the pickers. */
export const contactEmail = fields(schemas.contactInput).find(
	({ key }) => key === 'email',
) as Field;

/** What the pipeline and stage pickers and the mapper of custom fields stand for. */
const PICKED = ['pipeline_id', 'pipeline', 'stage_id', 'stage', 'custom_fields', 'on_create'];
const TOP = ['name', 'match_on', 'id', 'external_id'];
const PROMINENT = ['value', 'status', 'note'];
const OPTIONS = ['mode', 'contact_rule'];

/** Returns the places of a deal's fields: one the node does not know by name goes under Additional Fields. */
export function dealFields(schema: Schema = schemas.dealInput as unknown as Schema): DealFields {
	const all = fields(schema).filter(({ key }) => !PICKED.includes(key));
	const named = (names: string[]) => names.flatMap((name) => all.filter(({ key }) => key === name));
	const rest = all.filter(({ key }) => ![...TOP, ...PROMINENT, ...OPTIONS].includes(key));
	return {
		top: named(TOP),
		prominent: named(PROMINENT),
		options: named(OPTIONS),
		groups: rest.filter((field) => field.fields.length > 0),
		additional: rest.filter((field) => field.fields.length === 0),
	};
}

/** What Fluid takes only beside the company's name and the reminder's time. */
const NOT_ALONE = ['company.domain', 'reminder.note'];

/** Returns the fields that can be emptied by themselves, those of a group as `contact.phone`. */
export function clearableFields(schema?: Schema): INodePropertyOptions[] {
	const { top, prominent, groups, additional } = dealFields(schema);
	const plain = [...top, ...prominent, ...additional, ...groups].filter(
		({ isClearable }) => isClearable,
	);
	const inside = groups.flatMap((group) =>
		group.fields
			.filter(({ key, isClearable }) => isClearable && !NOT_ALONE.includes(`${group.key}.${key}`))
			.map(({ key, label }) => ({
				name: label.startsWith(group.label) ? label : `${group.label} ${label}`,
				value: `${group.key}.${key}`,
			})),
	);
	return sortedByName([...plain.map(({ key, label }) => ({ name: label, value: key })), ...inside]);
}
