import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Schema } from '../../contract/bundle';
import { fields } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import type { Contact } from '../../contract/types';
import { readContactChange } from './contactChange';
import { collection, groupOf, propertyFor, shownFor, sortedByName } from './fields';
import { filters, readFilters } from './filters';
import { howMany, listFor } from './getMany';
import { readId } from './id';
import { forEachItem, type Resource } from './operation';

const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. con_01k9m6t0x7h4y0bm6f8v1d5n9p',
	description: 'The ID that Fluid gave the contact',
};

const PATH = '/api-contacts';

/** Returns the properties for changing a contact: its own fields, its company, and what to clear. */
export function contactProperties(
	schema: Schema = schemas.contactChange as unknown as Schema,
): INodeProperties[] {
	const all = fields(schema);
	const clearable = all.filter(({ isClearable }) => isClearable);
	return [
		groupOf(
			'Fields to Change',
			'changes',
			all.filter((field) => field.fields.length === 0),
			'Those that are not here, or are empty, stay as they are',
		),
		...all.filter((field) => field.fields.length > 0).map(propertyFor),
		collection('Options', 'options', [
			{
				displayName: 'Fields to Clear',
				name: 'clear',
				type: 'multiOptions',
				default: [],
				description:
					'Fields to empty where the item has no value for them. All others stay as they are.',
				options: sortedByName(clearable.map(({ key, label }) => ({ name: label, value: key }))),
			},
		]),
	];
}

/** Contacts: reading, finding, changing, deleting. They are created with their deals. */
export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	menu: [
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a contact',
			description: 'Delete a contact; its deals stay',
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a contact',
			description: 'Get one contact by its ID',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many contacts',
			description: 'Find contacts, the newest first',
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a contact',
			description: 'Change fields of a contact',
		},
	],
	properties: [
		...shownFor('contact', ['get', 'update', 'delete'], [contactId]),
		...shownFor('contact', ['update'], contactProperties()),
		...shownFor('contact', ['getAll'], [...howMany, filters(PATH)]),
	],
	operations: {
		get: forEachItem(async (context, fluid, item) =>
			fluid<Contact>({ method: 'GET', path: path(context, item) }),
		),
		update: forEachItem(async (context, fluid, item) => {
			const body = readContactChange(context, item);
			return fluid<Contact>({ method: 'PATCH', path: path(context, item), body });
		}),
		delete: forEachItem(async (context, fluid, item) => {
			await fluid({ method: 'DELETE', path: path(context, item) });
			return { id: readId(context, 'contactId', item), deleted: true };
		}),
		getAll: forEachItem(async (context, fluid, item) =>
			listFor<Contact>(context, fluid, item, PATH, readFilters(context, item, PATH)),
		),
	},
};

function path(context: IExecuteFunctions, item: number): string {
	return `${PATH}/${readId(context, 'contactId', item)}`;
}
