import { type Bundle, defineSearch, type ZObject } from 'zapier-platform-core';
import { contact } from '../../../contract/examples';
import { schemas } from '../../../contract/schemas';
import type { Contact } from '../../../contract/types';
import { contactField } from '../fields/inputFields';
import { outputFields } from '../fields/outputFields';
import { bestContacts, isExactly } from './best';
import { exactName, found, needOne, ofExactName, term } from './search';

export const findContact = defineSearch({
	key: 'find_contact',
	noun: schemas.contact.title,
	display: {
		label: 'Find Contact',
		description: 'Finds a contact by e-mail address or name.',
	},
	operation: {
		inputFields: [
			contactField('email'),
			contactField('name', {
				helpText:
					'Name of the contact, or a part of it. Of several contacts, one with exactly this name comes first.',
			}),
			exactName,
		],
		perform,
		sample: { ...contact },
		outputFields: outputFields(schemas.contact),
	},
});

async function perform(z: ZObject, bundle: Bundle): Promise<Contact[]> {
	const [email, q] = [bundle.inputData.email, bundle.inputData.name].map(term) as [string, string];
	needOne(z, { Email: email, 'Contact Name': q });
	const isBest = (candidate: Contact) => q === '' || isExactly(candidate, q);
	const contacts = await found<Contact>(z, bundle, '/api-contacts', { email, q }, isBest);
	return bestContacts(ofExactName(contacts, q, bundle.inputData.exact_name), q);
}
