import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import type { CustomField, CustomFieldType } from '../../contract/types';

// n8n's mapper has no field for several choices: they are typed, and its options stand in the label.
const types: Record<CustomFieldType, FieldType> = {
	text: 'string',
	long_text: 'string',
	number: 'number',
	date: 'dateTime',
	boolean: 'boolean',
	select: 'options',
	multi_select: 'string',
	url: 'string',
	email: 'string',
	phone: 'string',
};

const MOST_LABEL = 80;

/**
 * Returns a custom field as the mapper shows it, known by its key, which stays the same in every workspace.
 *
 * @param isUpdateOnly whether no deal is created, so that no field must be filled in
 */
export function mapperField(field: CustomField, isUpdateOnly: boolean): ResourceMapperField {
	const { key, type, options, required } = field;
	return {
		id: key,
		displayName: label(field),
		type: types[type],
		required: required && !isUpdateOnly,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: false,
		...(type === 'select' && { options: options.map((name) => ({ name, value: name })) }),
	};
}

function label({ name, type, options }: CustomField): string {
	if (type !== 'multi_select') return name;
	const choices = options.join(', ');
	const shown = choices.length > MOST_LABEL ? `${choices.slice(0, MOST_LABEL)}...` : choices;
	return `${name} (several, with commas: ${shown})`;
}
