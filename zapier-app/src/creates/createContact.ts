import { type Bundle, defineCreate, type ZObject } from 'zapier-platform-core';
import { contact } from '../../../contract/examples';
import { schemas } from '../../../contract/schemas';
import type { Contact } from '../../../contract/types';
import { outputFields, repeatedField } from '../fields/outputFields';
import { contactFields } from './contactFields';
import { contactInput } from './contactInput';
import { DONE_EACH_TIME, MAKES_ANOTHER, runIdField } from './runId';
import { type Repeated, sendOnce } from './sendOnce';

export const createContactAction = defineCreate({
	key: 'create_contact',
	noun: schemas.contact.title,
	display: {
		label: 'Create Contact',
		description: `Creates a contact, with its company but without a deal. ${MAKES_ANOTHER}`,
	},
	operation: {
		inputFields: [...contactFields, runIdField(DONE_EACH_TIME)],
		perform,
		sample: { ...contact, repeated: false },
		outputFields: [...outputFields(schemas.contact), repeatedField],
	},
});

async function perform(z: ZObject, bundle: Bundle): Promise<Contact & Repeated> {
	const { answer, repeated } = await sendOnce<Contact>(z, bundle, {
		action: 'create_contact',
		path: '/api-contacts',
		body: contactInput(z, bundle),
		gives: ['id'],
		canDouble: true,
	});
	return { ...answer, repeated };
}
