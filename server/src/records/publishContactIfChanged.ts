import type { Contact } from '../../../contract/types';
import { contactChanges } from '../events/changes';
import { publishContact } from '../events/publish';
import { momentText } from '../values/moment';
import { updateContact } from '../contacts/store';
import type { WriteContext } from '../context';

/** Writes a contact that shows something else because its company changed, and tells so; not where it shows the same. */
export async function publishContactIfChanged(
	context: WriteContext,
	before: Contact,
	current: Contact,
): Promise<void> {
	const changes = contactChanges(before, current);
	if (changes.changed_fields.length === 0) return;
	const after = { ...current, updated_at: momentText(context.now) };
	await updateContact(context.transaction, context.workspaceId, after);
	await publishContact(context, 'contact.updated', after, changes);
}
