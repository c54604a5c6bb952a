import type { PlainInputField } from 'zapier-platform-core';
import { contact } from '../../../contract/examples';
import type { Contact } from '../../../contract/types';
import { type DropdownEntry, dropdown } from './dropdown';
import { readDropdownPage } from './pages';

export const contactList = dropdown({
	key: 'contact_list',
	noun: 'Contact',
	canPaginate: true,
	entries: async (z, bundle) =>
		(await readDropdownPage<Contact>(z, bundle, '/api-contacts')).map(entry),
	sample: entry(contact),
});

/** What makes a field a choice of a contact, or the outcome of a search for one. */
export const chooseContact: Partial<PlainInputField> = {
	dynamic: 'contact_list.id.name',
	search: 'find_contact.id',
};

function entry({ id, name, email }: Contact): DropdownEntry {
	const isBoth = name !== null && email !== null;
	return { id, name: isBoth ? `${name} (${email})` : (name ?? email ?? id) };
}
