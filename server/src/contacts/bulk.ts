import type { BulkContactsInput, NewContact } from '../../../contract/types';
import { eachAlone } from '../records/bulk';
import { valid, validList } from '../problems/validation';
import type { ContactWriteContext } from './change';
import { saveContact } from './save';
import type { BulkOptions, BulkOutcome } from '../context';

/**
 * Creates or updates each contact by itself, in order; one that is refused leaves the others alone.
 *
 * @throws invalid_input when the list itself is not one of 1 to 1,000 contacts, or, when atomic, if any is refused
 */
export function saveContacts(
	context: ContactWriteContext,
	body: unknown,
	options: BulkOptions,
): Promise<BulkOutcome> {
	const { contacts } = validList<BulkContactsInput>('bulkContactsInput', body, 'contacts');
	const save = (together: ContactWriteContext, input: unknown) =>
		saveContact(together, { mode: 'upsert', ...valid<NewContact>('newContact', input) });
	return eachAlone(context, 'contacts', contacts, save, options);
}
