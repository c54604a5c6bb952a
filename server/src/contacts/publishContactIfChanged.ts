import type { Contact } from '../../../contract/types';
import { contactChanges } from '../events/changes';
import { publishContact } from '../events/publish';
import { momentText } from '../values/moment';
import { loadContactAsPublished, markContactPublished, updateContact } from './store';
import { asOwnChange, type WriteContext } from '../context';

/**
 * Writes a contact that shows something else because its company changed, and publishes it; not where it shows the same.
 * That is a change by itself, in consequence of another one.
 */
export async function publishContactIfChanged(
	context: WriteContext,
	before: Contact,
	current: Contact,
): Promise<void> {
	const { transaction } = context;
	const changes = contactChanges(await loadContactAsPublished(transaction, before), current);
	if (changes.changed_fields.length === 0) return markContactPublished(transaction, current);
	const after = { ...current, updated_at: momentText(context.now) };
	await updateContact(transaction, context.workspaceId, after);
	await publishContact(asOwnChange(context), 'contact.updated', after, changes);
}
