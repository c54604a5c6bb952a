import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Contact } from '../../contract/types';
import { readContactChange } from './contactChange';
import { contactProperties, newContactProperties } from './contactFields';
import { upsertContact } from './contactUpsert';
import { shownFor } from './fields';
import { filters, readFilters } from './filters';
import { howMany, listFor } from './getMany';
import { readId } from './id';
import { forEachItem, type Resource } from './operation';
import { asWanted, simplifiedContact, simplify } from './simplify';

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

/** Contacts: creating, reading, finding, changing, deleting. Those of deals are created with them. */
export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	menu: [
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update a contact',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
		},
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
		...shownFor('contact', ['upsert'], newContactProperties()),
		...shownFor('contact', ['get', 'update', 'delete'], [contactId]),
		...shownFor('contact', ['update'], contactProperties()),
		...shownFor('contact', ['getAll'], [...howMany, filters(PATH)]),
		...shownFor('contact', ['get', 'getAll'], [simplify]),
	],
	operations: {
		upsert: upsertContact,
		get: forEachItem(async (context, fluid, item) => {
			const found = await fluid<Contact>({ method: 'GET', path: path(context, item) });
			return asWanted(context, item, [found], simplifiedContact);
		}),
		update: forEachItem(async (context, fluid, item) => {
			const body = readContactChange(context, item);
			return fluid<Contact>({ method: 'PATCH', path: path(context, item), body });
		}),
		delete: forEachItem(async (context, fluid, item) => {
			await fluid({ method: 'DELETE', path: path(context, item) });
			return { id: readId(context, 'contactId', item), deleted: true };
		}),
		getAll: forEachItem(async (context, fluid, item) => {
			const filters = readFilters(context, item, PATH);
			const found = await listFor<Contact>(context, fluid, item, PATH, filters);
			return asWanted(context, item, found, simplifiedContact);
		}),
	},
};

function path(context: IExecuteFunctions, item: number): string {
	return `${PATH}/${readId(context, 'contactId', item)}`;
}
