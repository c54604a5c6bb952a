import type { Contact } from '../../../contract/types';
import type { Reader } from '../database/database';
import { problem } from '../problems/problems';
import { findContact } from './store';

/**
 * Returns the contact with the id.
 *
 * @throws contact_not_found
 */
export async function getContact(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<Contact> {
	const contact = await findContact(reader, workspaceId, id);
	if (!contact) throw problem('contact_not_found', undefined, { params: { id } });
	return contact;
}
