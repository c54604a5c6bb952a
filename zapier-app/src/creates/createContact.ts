import { type Bundle, defineCreate, type ZObject } from 'zapier-platform-core';
import { contact } from '../../../contract/examples';
import { schemas } from '../../../contract/schemas';
import type { Contact } from '../../../contract/types';
import { outputFields } from '../fields/outputFields';
import { call } from '../request';
import { contactFields } from './contactFields';
import { contactInput } from './contactInput';
import { runId } from './dealAction';
import { runKey } from './runKey';

export const createContact = defineCreate({
	key: 'create_contact',
	noun: schemas.contact.title,
	display: {
		label: 'Create Contact',
		description: 'Creates a contact, with its company but without a deal.',
	},
	operation: {
		inputFields: [...contactFields, runId],
		perform,
		sample: { ...contact },
		outputFields: outputFields(schemas.contact),
	},
});

async function perform(z: ZObject, bundle: Bundle): Promise<Contact> {
	const body = contactInput(bundle.inputData);
	const key = runKey(z, bundle, 'create_contact', body, true);
	const { data } = await call<Contact>(z, bundle, 'POST', '/api-contacts', {
		gives: ['id'],
		body,
		headers: key === undefined ? {} : { 'Idempotency-Key': key },
	});
	return data;
}
