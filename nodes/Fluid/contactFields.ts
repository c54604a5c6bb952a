import type { INodeProperties } from 'n8n-workflow';
import type { Schema } from '../../contract/bundle';
import { type Field, fields } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import { collection, fieldsToClearProperty, groupOf, propertyFor, sortedByName } from './fields';
import { savingOptions } from './savingOptions';

const contactChange = schemas.contactChange as unknown as Schema;

/** What a contact that exists already is found by. */
const [email] = fields(contactChange).filter(({ key }) => key === 'email') as [Field];

/** Returns the properties for changing a contact: its own fields, its company, and what to clear. */
export function contactProperties(schema = contactChange): INodeProperties[] {
	const help = 'Fields that are not listed here, or are empty, stay as they are';
	return groups(fields(schema), 'Fields to Change', help);
}

/** Returns the properties for creating a contact, or changing the one that has the email address. */
export function newContactProperties(schema = contactChange): INodeProperties[] {
	const others = fields(schema).filter(({ key }) => key !== email.key);
	return [
		{
			...propertyFor(email),
			placeholder: 'e.g. ada@example.com',
			description: `${email.help} When empty, a new contact is created, which then needs a name.`,
		},
		...groups(others, 'Additional Fields', undefined, savingOptions),
	];
}

function groups(
	all: Field[],
	displayName: string,
	help?: string,
	more: INodeProperties[] = [],
): INodeProperties[] {
	const clearable = all.filter(({ isClearable }) => isClearable);
	const plain = all.filter((field) => field.fields.length === 0);
	return [
		groupOf(displayName, 'changes', plain, help),
		...all.filter((field) => field.fields.length > 0).map(propertyFor),
		collection('Options', 'options', [
			fieldsToClearProperty(
				sortedByName(clearable.map(({ key, label }) => ({ name: label, value: key }))),
			),
			...more,
		]),
	];
}
