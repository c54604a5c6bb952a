import { type Bundle, defineSearch, type ZObject } from 'zapier-platform-core';
import { contact } from '../../../contract/examples';
import { schemas } from '../../../contract/schemas';
import type { Contact } from '../../../contract/types';
import { chooseContact } from '../dropdowns/contacts';
import { contactInputField } from '../fields/inputFields';
import { outputFields } from '../fields/outputFields';
import { find } from '../request';
import { bestContacts, isExactly } from './best';
import { exactName, found, needOne, ofExactName, term } from './search';

export const findContactSearch = defineSearch({
	key: 'find_contact',
	noun: schemas.contact.title,
	display: {
		label: 'Find Contact',
		description: 'Finds a contact by email address, name or ID.',
	},
	operation: {
		inputFields: [
			contactInputField('email'),
			contactInputField('name', {
				helpText:
					'Name of the contact, or a part of it. Of several contacts, one with exactly this name comes first.',
			}),
			exactName,
			{
				key: 'contact_id',
				label: 'Contact ID',
				type: 'string',
				required: false,
				dynamic: chooseContact.dynamic,
				helpText:
					'The contact with this ID, e.g. from a deal or a submission. All other fields are then ignored.',
			},
		],
		perform,
		sample: { ...contact },
		outputFields: outputFields(schemas.contact),
	},
});

async function perform(z: ZObject, bundle: Bundle): Promise<Contact[]> {
	const { inputData } = bundle;
	const [id, email, q] = [inputData.contact_id, inputData.email, inputData.name].map(term) as [
		string,
		string,
		string,
	];
	needOne(z, { Email: email, 'Contact Name': q, 'Contact ID': id });
	if (id) {
		const path = `/api-contacts/${encodeURIComponent(id)}`;
		const contact = await find<Contact>(z, bundle, path, ['id'], 'contact_not_found');
		return contact ? [contact] : [];
	}
	const ofName = ofExactName<Contact>(z, q, inputData);
	return found<Contact>(
		z,
		bundle,
		'/api-contacts',
		{ email, q },
		{
			sorted: (contacts) => bestContacts(ofName(contacts), q),
			isBest: (contact) => q === '' || isExactly(contact, q),
		},
	);
}
