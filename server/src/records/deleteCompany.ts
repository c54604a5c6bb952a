import type { Company, CompanyDeletion } from '../../../contract/types';
import { getCompany } from '../companies/get';
import { removeCompany } from '../companies/store';
import { publishContactIfChanged } from '../contacts/publishContactIfChanged';
import { findContactsOfCompany } from '../contacts/store';
import type { WriteContext, Writes } from '../context';
import { publishDealIfChanged } from '../deals/publishDealIfChanged';
import { findDealsOfCompany } from '../deals/store';
import { limits } from '../limits';
import { listPipelines } from '../pipelines/store';
import { recordDeletion } from '../runs/record';

/**
 * Deletes a company, and returns how many deals and contacts had it. They stay, without it; each records an event. Many lose
 * it in parts, each in a transaction of its own: when it is interrupted, the same again does the rest.
 *
 * @throws company_not_found
 */
export async function deleteCompany(
	{ write }: Writes,
	workspaceId: string,
	id: string,
): Promise<CompanyDeletion> {
	for (let deals = 0, contacts = 0; ; ) {
		const part = await write(workspaceId, (context) => deletePart(context, id));
		deals += part.deals;
		contacts += part.contacts;
		if (part.isLast) return { company: part.company, deals, contacts };
	}
}

async function deletePart(context: WriteContext, id: string) {
	const { transaction, workspaceId } = context;
	const company = await getCompany(transaction, workspaceId, id);
	// Deals first: what they show of their contacts before still has the company.
	const deals = await leaveDeals(context, company);
	const contacts = deals < limits.recordsAtOnce ? await leaveContacts(context, company) : 0;
	const isLast = deals < limits.recordsAtOnce && contacts < limits.recordsAtOnce;
	if (isLast) {
		await removeCompany(transaction, workspaceId, id);
		await recordDeletion(context, id);
	}
	return { company, deals, contacts, isLast };
}

async function leaveDeals(context: WriteContext, { id }: Company): Promise<number> {
	const { transaction, workspaceId } = context;
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	const deals = await findDealsOfCompany(transaction, workspaceId, id, limits.recordsAtOnce);
	for (const before of deals) {
		const row = { ...before.row, company_id: null };
		const isOfCompany = before.contact?.company?.id === id;
		const contact =
			before.contact && isOfCompany ? { ...before.contact, company: null } : before.contact;
		await publishDealIfChanged(context, view, before, { ...before, row, company: null, contact });
	}
	return deals.length;
}

async function leaveContacts(context: WriteContext, { id }: Company): Promise<number> {
	const { transaction, workspaceId } = context;
	const contacts = await findContactsOfCompany(transaction, workspaceId, id, limits.recordsAtOnce);
	for (const before of contacts)
		await publishContactIfChanged(context, before, { ...before, company: null });
	return contacts.length;
}
