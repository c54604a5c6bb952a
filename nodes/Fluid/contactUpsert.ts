import type { BulkContact } from '../../contract/types';
import { type Bulk, sendInBulk } from './bulk';
import { readNewContact } from './contactChange';
import type { Operation } from './operation';

/** Creates the contacts of all items, or changes those that have their email addresses. */
export const upsertContacts: Operation = (context, fluid) =>
	sendInBulk(context, fluid, contacts, (item) => readNewContact(context, item));

const contacts: Bulk<BulkContact> = {
	path: '/api-contacts',
	list: 'contacts',
	output: ({ action, changed_fields, contact }) => ({ action, changed_fields, ...contact }),
};
