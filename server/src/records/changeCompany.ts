import type { Company } from '../../../contract/types';
import { retellContact } from './publishContactIfChanged';
import { findContactsOfCompany } from '../contacts/store';
import { retellDeal } from './publishDealIfChanged';
import { findDealsOfCompany } from '../deals/store';
import type { Told } from '../deals/publishedSnapshots';
import { momentText } from '../values/moment';
import { pipelinesOf } from '../pipelines/store';
import { updateCompany } from '../companies/store';
import { tellLater } from './deferCompanyEvents';
import type { Occasion } from '../context';

/** The deal and the contact through which a company is changed: their own events tell of it. */
type Through = { dealId?: string; contactId?: string | undefined };

/**
 * Writes a company's new name or domain; every other contact and deal that shows it tells of the change, at once or
 * when many changes are done.
 */
export async function changeCompany(
	occasion: Occasion & { publicUrl: string; told?: Told },
	company: Company,
	through: Through,
): Promise<void> {
	const { transaction, workspaceId, now, told } = occasion;
	const at = momentText(now);
	if (told) {
		await tellLater({ ...occasion, told }, company.id);
		await updateCompany(transaction, workspaceId, company, at);
		return;
	}
	const contacts = await findContactsOfCompany(transaction, workspaceId, company.id);
	const deals = await findDealsOfCompany(transaction, workspaceId, company.id);
	await updateCompany(transaction, workspaceId, company, at);

	for (const before of contacts.filter(({ id }) => id !== through.contactId)) {
		await retellContact(occasion, before, { ...before, company });
	}
	const view = { ...occasion, pipelines: await pipelinesOf(transaction, workspaceId) };
	for (const before of deals.filter(({ row }) => row.id !== through.dealId)) {
		const isOfCompany = before.contact?.company?.id === company.id;
		const contact = before.contact && isOfCompany ? { ...before.contact, company } : before.contact;
		await retellDeal(occasion, view, before, { ...before, company, contact });
	}
}
