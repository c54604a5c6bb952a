import { type Bundle, defineCreate, type ZObject } from 'zapier-platform-core';
import { contact } from '../../../contract/examples';
import { schemas } from '../../../contract/schemas';
import type { Contact } from '../../../contract/types';
import { chooseContact } from '../dropdowns/contacts';
import { filledIn } from '../fields/filledIn';
import { fieldsToClearInput } from '../fields/inputFields';
import { outputFields } from '../fields/outputFields';
import { call, get } from '../request';
import { contactFields } from './contactFields';
import { contactInput } from './contactInput';

export const updateContactAction = defineCreate({
	key: 'update_contact',
	noun: schemas.contact.title,
	display: {
		label: 'Update Contact',
		description: 'Updates an existing contact; fields you leave empty stay as they are.',
	},
	operation: {
		inputFields: [
			{
				key: 'contact_id',
				label: schemas.contact.title,
				helpText: 'Choose a contact, or map the ID of one from an earlier step.',
				type: 'string',
				required: true,
				...chooseContact,
			},
			...contactFields,
			fieldsToClearInput(schemas.contactChange),
		],
		perform,
		sample: { ...contact },
		outputFields: outputFields(schemas.contact),
	},
});

/**
 * Sets values, so that a step that is sent again changes nothing more. A step whose mapped values are all empty this
 * time leaves the contact as it is, and the Zap goes on.
 */
async function perform(z: ZObject, bundle: Bundle): Promise<Contact> {
	const id = filledIn(bundle.inputData.contact_id);
	if (id === undefined) throw new z.errors.Error('Fill in "Contact".', 'missing_field');
	const path = `/api-contacts/${encodeURIComponent(id)}`;
	const body = contactInput(z, bundle);
	if (Object.keys(body).length === 0) return get<Contact>(z, bundle, path, ['id']);
	return (await call<Contact>(z, bundle, 'PATCH', path, { gives: ['id'], body })).data;
}
