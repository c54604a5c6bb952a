import type { IExecuteFunctions } from 'n8n-workflow';
import type { Contact } from '../../contract/types';
import { readContactChange } from './contactChange';
import { erasePeople, erasureProperties } from './contactErase';
import { contactProperties, newContactProperties } from './contactFields';
import { contactPicker, readContactId } from './contactPicker';
import { upsertContacts } from './contactUpsert';
import { shownFor } from './fields';
import { filters, readFilters } from './filters';
import { howMany, listFor } from './getMany';
import { forEachItem, type Resource } from './operation';
import type { FluidConnection } from './request';
import { asWanted, simplifiedContact, simplify } from './simplify';

const PATH = '/api-contacts';

/** Contacts: creating, reading, finding, changing, deleting, erasing. Those of deals are created with them. */
export const contactResource: Resource = {
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
			name: 'Erase',
			value: 'erase',
			action: 'Erase a person',
			description:
				'Remove a person for good, or see what would be removed: contact, form submissions, and their data in deals, events and logs',
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a contact',
			description: 'Get one contact by its ID or email address',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many contacts',
			description: 'Find contacts, newest first',
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
		...shownFor('contact', ['get', 'update', 'delete'], contactPicker),
		...shownFor('contact', ['erase'], erasureProperties),
		...shownFor('contact', ['update'], contactProperties()),
		...shownFor('contact', ['getAll'], [...howMany, filters(PATH)]),
		...shownFor('contact', ['get', 'getAll'], [simplify]),
	],
	operations: {
		upsert: upsertContacts,
		get: forEachItem(async (context, fluid, item) => {
			const found = await fluid<Contact>({ method: 'GET', path: await path(context, fluid, item) });
			return asWanted(context, item, [found], simplifiedContact);
		}),
		update: forEachItem(async (context, fluid, item) => {
			const body = readContactChange(context, item);
			return fluid<Contact>({ method: 'PATCH', path: await path(context, fluid, item), body });
		}),
		delete: forEachItem(async (context, fluid, item) => {
			const id = await readContactId(context, fluid, item);
			await fluid({ method: 'DELETE', path: pathOf(id) });
			return { id, deleted: true };
		}),
		erase: erasePeople,
		getAll: forEachItem(async (context, fluid, item) => {
			const filters = readFilters(context, item, PATH);
			const found = await listFor<Contact>(context, fluid, item, PATH, filters);
			return asWanted(context, item, found, simplifiedContact);
		}),
	},
};

async function path(
	context: IExecuteFunctions,
	fluid: FluidConnection,
	item: number,
): Promise<string> {
	return pathOf(await readContactId(context, fluid, item));
}

function pathOf(id: string): string {
	return `${PATH}/${encodeURIComponent(id)}`;
}
