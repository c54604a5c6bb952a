import { publishDealIfChanged } from '../deals/publishDealIfChanged';
import { findDealsOfContact } from '../deals/store';
import { publishContact } from '../events/publish';
import { limits } from '../limits';
import { listPipelines } from '../pipelines/store';
import { getContact } from '../contacts/get';
import { removeContact } from '../contacts/store';
import type { WriteContext, Writes } from '../context';
import { recordDeletion } from '../runs/record';

/**
 * Deletes a contact. Its deals stay, without it; each of them records an event. Many lose it in parts, each in a transaction
 * of its own: when it is interrupted, the same again does the rest.
 *
 * @throws contact_not_found
 */
export async function deleteContact(
	{ write }: Writes,
	workspaceId: string,
	id: string,
): Promise<void> {
	for (let isDone = false; !isDone; )
		isDone = await write(workspaceId, (context) => deletePart(context, id));
}

async function deletePart(context: WriteContext, id: string): Promise<boolean> {
	const { transaction, workspaceId } = context;
	const contact = await getContact(transaction, workspaceId, id);
	const deals = await findDealsOfContact(transaction, workspaceId, id, limits.recordsAtOnce);
	const isLast = deals.length < limits.recordsAtOnce;
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	for (const before of deals) {
		const row = { ...before.row, contact_id: null };
		await publishDealIfChanged(context, view, before, { ...before, row, contact: null });
	}
	if (isLast) {
		await removeContact(transaction, workspaceId, id);
		await recordDeletion(context, id);
		await publishContact(context, 'contact.deleted', contact);
	}
	return isLast;
}
