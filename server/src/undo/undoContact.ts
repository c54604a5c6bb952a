import { loadContactAsPublished, removeContact, updateContact } from '../contacts/store';
import { asOwnChange, type WriteContext } from '../context';
import { contactChanges } from '../events/changes';
import { publishContact } from '../events/publish';
import type { UndoneContact } from './contactPlans';

/** Carries out what becomes of a contact, with its event. */
export async function undoContact(
	context: WriteContext,
	{ verdict, before, after }: UndoneContact,
): Promise<void> {
	if (!before) return;
	const { transaction, workspaceId } = context;
	const own = asOwnChange(context);
	if (verdict.does === 'delete') {
		await removeContact(transaction, workspaceId, before.id);
		await publishContact(own, 'contact.deleted', before);
	}
	if (verdict.does !== 'restore' || !after) return;
	const published = await loadContactAsPublished(transaction, before);
	await updateContact(transaction, workspaceId, after);
	const changes = contactChanges(published, after);
	if (changes.changed_fields.length > 0)
		await publishContact(own, 'contact.updated', after, changes);
}
