import type { Company } from '../../../contract/types';
import { publishContactIfChanged } from '../contacts/publishContactIfChanged';
import { findContactsOfCompany } from '../contacts/store';
import { publishDealIfChanged } from '../deals/publishDealIfChanged';
import { findDealsOfCompany } from '../deals/store';
import { limits } from '../limits';
import type { AppContext, WriteContext } from '../context';
import { type Merge, oneWay } from './oneWay';
import { listPipelines } from '../pipelines/store';
import { changeCompany } from '../companies/change';
import { findCompanyById, removeCompany } from '../companies/store';

/** What has moved to the company that stays. */
export type Moved = { company: Company; deals: number; contacts: number };

/**
 * Merges a company into another one, which gets its deals, its contacts and its domain where it has none; each of them
 * records an event. Many move in parts, each in a transaction of its own: when it is interrupted, the same again does the rest.
 * Returns undefined when one of the two does not exist (any more), or the one that stays is being merged itself.
 */
export function mergeCompanies(
	fluid: AppContext,
	workspaceId: string,
	merge: Merge,
): Promise<Moved | undefined> {
	return oneWay(
		merge,
		() => mergeInParts(fluid, workspaceId, merge),
		() => undefined,
	);
}

async function mergeInParts(
	fluid: AppContext,
	workspaceId: string,
	merge: Merge,
): Promise<Moved | undefined> {
	for (let deals = 0, contacts = 0; ; ) {
		const part = await fluid.write(workspaceId, (context) => mergePart(context, merge));
		if (!part) return undefined;
		deals += part.deals;
		contacts += part.contacts;
		if (part.isLast) return { company: part.company, deals, contacts };
	}
}

async function mergePart(context: WriteContext, { keptId, mergedId }: Merge) {
	const { transaction, workspaceId } = context;
	const kept = await findCompanyById(transaction, workspaceId, keptId);
	const merged = await findCompanyById(transaction, workspaceId, mergedId);
	if (!kept || !merged || keptId === mergedId) return undefined;
	const company = { ...kept, domain: kept.domain ?? merged.domain };
	if (company.domain !== kept.domain) await changeCompany(context, company);
	// Deals first: what they show of their contacts before is still the company that goes.
	const deals = await moveDeals(context, merged, company);
	const contacts = deals < limits.recordsAtOnce ? await moveContacts(context, merged, company) : 0;
	const isLast = deals < limits.recordsAtOnce && contacts < limits.recordsAtOnce;
	if (isLast) await removeCompany(transaction, workspaceId, mergedId);
	return { company, deals, contacts, isLast };
}

async function moveDeals(context: WriteContext, from: Company, company: Company): Promise<number> {
	const { transaction, workspaceId } = context;
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	const deals = await findDealsOfCompany(transaction, workspaceId, from.id, limits.recordsAtOnce);
	for (const before of deals) {
		const row = { ...before.row, company_id: company.id };
		const isOfCompany = before.contact?.company?.id === from.id;
		const contact = before.contact && isOfCompany ? { ...before.contact, company } : before.contact;
		await publishDealIfChanged(context, view, before, { ...before, row, company, contact });
	}
	return deals.length;
}

async function moveContacts(
	context: WriteContext,
	from: Company,
	company: Company,
): Promise<number> {
	const { transaction, workspaceId } = context;
	const contacts = await findContactsOfCompany(
		transaction,
		workspaceId,
		from.id,
		limits.recordsAtOnce,
	);
	for (const before of contacts)
		await publishContactIfChanged(context, before, { ...before, company });
	return contacts.length;
}
