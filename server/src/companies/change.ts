import type { Company } from '../../../contract/types';
import { findContactsOfCompany, updateContact } from '../contacts/store';
import { contactChanges } from '../deals/changes';
import { retellDeal } from '../deals/retell';
import { findDealsOfCompany } from '../deals/store';
import { type Occasion, publishContact } from '../events/publish';
import { momentText } from '../moment';
import { pipelinesOf } from '../pipelines/store';
import { updateCompany } from './store';

/** The deal and the contact through which a company is changed: their own events tell of it. */
type Through = { dealId?: string; contactId?: string | undefined };

/** Writes a company's new name or domain; every other contact and deal that shows it tells of the change. */
export async function changeCompany(
	occasion: Occasion & { publicUrl: string },
	company: Company,
	through: Through,
): Promise<void> {
	const { transaction, workspaceId, now } = occasion;
	const at = momentText(now);
	const contacts = await findContactsOfCompany(transaction, workspaceId, company.id);
	const deals = await findDealsOfCompany(transaction, workspaceId, company.id);
	await updateCompany(transaction, workspaceId, company, at);

	for (const before of contacts.filter(({ id }) => id !== through.contactId)) {
		const after = { ...before, company, updated_at: at };
		await updateContact(transaction, workspaceId, after);
		await publishContact(occasion, 'contact.updated', after, contactChanges(before, after));
	}
	const view = { ...occasion, pipelines: await pipelinesOf(transaction, workspaceId) };
	for (const before of deals.filter(({ row }) => row.id !== through.dealId)) {
		const isOfCompany = before.contact?.company?.id === company.id;
		const contact = before.contact && isOfCompany ? { ...before.contact, company } : before.contact;
		await retellDeal(occasion, view, before, { ...before, company, contact });
	}
}
