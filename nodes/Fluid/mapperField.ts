import type { FieldType, INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';
import type { CustomField, CustomFieldType } from '../../contract/types';

// n8n's mapper has no field for several choices: they are typed, and its options stand in the label. Its switch for yes
// and no would set every such field to no as soon as the node is opened, so that is a choice, empty at first.
const types: Record<CustomFieldType, FieldType> = {
	text: 'string',
	long_text: 'string',
	number: 'number',
	date: 'dateTime',
	boolean: 'options',
	select: 'options',
	multi_select: 'string',
	url: 'string',
	email: 'string',
	phone: 'string',
};

const YES_OR_NO = [
	{ name: 'Yes', value: 'true' },
	{ name: 'No', value: 'false' },
];

const MOST_LABEL = 80;

/** Returns a custom field as the mapper shows it, known by its key, which stays the same in every workspace. */
export function mapperField(field: CustomField): ResourceMapperField {
	const { key, type } = field;
	return {
		id: key,
		displayName: label(field),
		type: types[type],
		// n8n would demand it of updates as well; Fluid itself refuses a new deal that lacks it.
		required: false,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: false,
		...(types[type] === 'options' && { options: choices(field) }),
	};
}

function choices({ type, options }: CustomField): INodePropertyOptions[] {
	if (type === 'boolean') return YES_OR_NO;
	return options.map((name) => ({ name, value: name }));
}

function label({ name, type, options }: CustomField): string {
	if (type !== 'multi_select') return name;
	const choices = options.join(', ');
	const shown = choices.length > MOST_LABEL ? `${choices.slice(0, MOST_LABEL)}...` : choices;
	return `${name} (several, with commas: ${shown})`;
}
