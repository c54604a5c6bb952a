import { type Bundle, defineSearch, type ZObject } from 'zapier-platform-core';
import { contact } from '../../../contract/examples';
import { schemas } from '../../../contract/schemas';
import type { Contact } from '../../../contract/types';
import { contactField } from '../fields/inputFields';
import { outputFields } from '../fields/outputFields';
import { get } from '../request';
import { bestContacts } from './best';
import { MOST_RESULTS, needOne, term } from './search';

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
		],
		perform,
		sample: { ...contact },
		outputFields: outputFields(schemas.contact),
	},
});

async function perform(z: ZObject, bundle: Bundle): Promise<Contact[]> {
	const [email, q] = [bundle.inputData.email, bundle.inputData.name].map(term) as [string, string];
	needOne(z, { Email: email, 'Contact Name': q });
	const { data } = await get<{ data: Contact[] }>(z, bundle, '/api-contacts', ['data'], {
		email,
		q,
		limit: MOST_RESULTS,
	});
	return bestContacts(data, q);
}
