import { newBreath } from '../timing/yieldToEventLoop';
import { retellContact } from './publishContactIfChanged';
import { findContactsOfCompany } from '../contacts/store';
import { retellDeal } from './publishDealIfChanged';
import { findDealsOfCompany } from '../deals/store';
import type { Told } from '../deals/publishedSnapshots';
import { pipelinesOf } from '../pipelines/store';
import type { Occasion } from '../context';

/** The occasion of many changes. */
export type Together = Occasion & { publicUrl: string; told: Told };

/** Notes how the contacts and deals of a company show it, before the first of many changes of it. */
export async function tellLater(
	{ transaction, workspaceId, told }: Together,
	companyId: string,
): Promise<void> {
	if (told.companies.has(companyId)) return;
	told.companies.set(companyId, true);
	for (const contact of await findContactsOfCompany(transaction, workspaceId, companyId)) {
		if (!told.contacts.has(contact.id)) told.contacts.set(contact.id, contact);
	}
	for (const deal of await findDealsOfCompany(transaction, workspaceId, companyId)) {
		if (!told.deals.has(deal.row.id)) told.deals.set(deal.row.id, deal);
	}
}

/** When many changes are done: each contact and deal of a company they changed tells what it has not told yet. */
export async function tellNow(occasion: Together): Promise<void> {
	const { transaction, workspaceId, told } = occasion;
	const view = { ...occasion, pipelines: await pipelinesOf(transaction, workspaceId) };
	const breathe = newBreath();
	for (const companyId of told.companies.ids()) {
		for (const contact of await findContactsOfCompany(transaction, workspaceId, companyId)) {
			await retellContact(occasion, told.contacts.get(contact.id) ?? contact, contact);
			await breathe();
		}
		for (const deal of await findDealsOfCompany(transaction, workspaceId, companyId)) {
			await retellDeal(occasion, view, told.deals.get(deal.row.id) ?? deal, deal);
			await breathe();
		}
	}
}
