import type { BulkContactsInput, NewContact } from '../../../contract/types';
import { eachAlone } from '../bulk/eachAlone';
import { valid, validList } from '../problems/validation';
import { saveContact } from './save';
import type { BulkOptions, BulkOutcome, WriteContext } from '../context';

/**
 * Creates or updates each contact by itself, in order; one that is refused leaves the others alone.
 *
 * @throws invalid_input when the list itself is not one of 1 to 1,000 contacts, or, when atomic, if any is refused
 */
export function saveContacts(
	context: WriteContext,
	body: unknown,
	options: BulkOptions,
): Promise<BulkOutcome> {
	const { contacts } = validList<BulkContactsInput>('bulkContactsInput', body, 'contacts');
	const save = (item: WriteContext, input: unknown) =>
		saveContact(item, { mode: 'upsert', ...valid<NewContact>('newContact', input) });
	return eachAlone(context, 'contacts', contacts, save, options);
}
