import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { publishContactIfChanged } from './publishContactIfChanged';
import { findContactsOfCompany } from '../contacts/store';
import { publishDealIfChanged } from './publishDealIfChanged';
import { findDealsOfCompany } from '../deals/store';
import type { PublishedSnapshots } from '../deals/publishedSnapshots';
import { listPipelines } from '../pipelines/store';
import type { WriteContext } from '../context';

/** The context of many changes. */
export type BulkWriteContext = WriteContext & { publicUrl: string; snapshots: PublishedSnapshots };

/** Notes how the contacts and deals of a company show it, before the first of many changes of it. */
export async function deferCompanyEvents(
	{ transaction, workspaceId, snapshots }: BulkWriteContext,
	companyId: string,
): Promise<void> {
	if (snapshots.companies.has(companyId)) return;
	snapshots.companies.set(companyId, true);
	for (const contact of await findContactsOfCompany(transaction, workspaceId, companyId)) {
		if (!snapshots.contacts.has(contact.id)) snapshots.contacts.set(contact.id, contact);
	}
	for (const deal of await findDealsOfCompany(transaction, workspaceId, companyId)) {
		if (!snapshots.deals.has(deal.row.id)) snapshots.deals.set(deal.row.id, deal);
	}
}

/** When many changes are done: each contact and deal of a company they changed tells what it has not told yet. */
export async function publishDeferred(context: BulkWriteContext): Promise<void> {
	const { transaction, workspaceId, snapshots } = context;
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	const yieldIfDue = yieldingRegularly();
	for (const companyId of snapshots.companies.ids()) {
		for (const contact of await findContactsOfCompany(transaction, workspaceId, companyId)) {
			await publishContactIfChanged(
				context,
				snapshots.contacts.get(contact.id) ?? contact,
				contact,
			);
			await yieldIfDue();
		}
		for (const deal of await findDealsOfCompany(transaction, workspaceId, companyId)) {
			await publishDealIfChanged(context, view, snapshots.deals.get(deal.row.id) ?? deal, deal);
			await yieldIfDue();
		}
	}
}
