import type { Contact } from '../../../contract/types';
import { contactChanges } from '../events/changes';
import { publishContact } from '../events/publish';
import { momentText } from '../values/moment';
import { updateContact } from '../contacts/store';
import type { Occasion } from '../context';

/** Writes a contact that shows something else because its company changed, and tells so; not where it shows the same. */
export async function retellContact(
	occasion: Occasion,
	before: Contact,
	current: Contact,
): Promise<void> {
	const changes = contactChanges(before, current);
	if (changes.changed_fields.length === 0) return;
	const after = { ...current, updated_at: momentText(occasion.now) };
	await updateContact(occasion.transaction, occasion.workspaceId, after);
	await publishContact(occasion, 'contact.updated', after, changes);
}
