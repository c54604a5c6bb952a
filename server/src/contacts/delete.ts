import { publishDealIfChanged } from '../records/publishDealIfChanged';
import { findDealsOfContact } from '../deals/store';
import { publishContact } from '../events/publish';
import { listPipelines } from '../pipelines/store';
import { problem } from '../problems/problems';
import { findContact, removeContact } from './store';
import type { WriteContext } from '../context';

/**
 * Deletes a contact. Its deals stay, without it; each of them tells so.
 *
 * @throws contact_not_found
 */
export async function deleteContact(
	context: WriteContext & { publicUrl: string },
	id: string,
): Promise<void> {
	const { transaction, workspaceId } = context;
	const contact = await findContact(transaction, workspaceId, id);
	if (!contact) throw problem('contact_not_found', undefined, { params: { id } });
	const deals = await findDealsOfContact(transaction, workspaceId, id);
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	await removeContact(transaction, workspaceId, id);
	for (const before of deals) {
		const row = { ...before.row, contact_id: null };
		await publishDealIfChanged(context, view, before, { ...before, row, contact: null });
	}
	await publishContact(context, 'contact.deleted', contact);
}
