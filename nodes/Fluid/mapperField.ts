import type { INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';
import { customFieldTypes, hasOptions, isList } from '../../contract/customFieldTypes';
import type { CustomField } from '../../contract/types';

const YES_OR_NO = [
	{ name: 'Yes', value: 'true' },
	{ name: 'No', value: 'false' },
];

const MOST_LABEL = 80;

/** Returns a custom field as the mapper shows it, known by its key, which stays the same in every workspace. */
export function mapperField(field: CustomField): ResourceMapperField {
	const { key } = field;
	const type = customFieldTypes[field.type].n8n;
	return {
		id: key,
		displayName: label(field),
		type,
		// n8n would demand it of updates as well; Fluid itself refuses a new deal that lacks it.
		required: false,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: false,
		...(type === 'options' && { options: choices(field) }),
	};
}

function choices({ type, options }: CustomField): INodePropertyOptions[] {
	return hasOptions(type) ? options.map((name) => ({ name, value: name })) : YES_OR_NO;
}

/** n8n's mapper has no field for several choices: they are typed, and its options stand in the label. */
function label({ name, type, options }: CustomField): string {
	if (!isList(type)) return name;
	const choices = options.join(', ');
	const shown = choices.length > MOST_LABEL ? `${choices.slice(0, MOST_LABEL)}...` : choices;
	return `${name} (several, with commas: ${shown})`;
}
