import type { Company, CompanyChange } from '../../../contract/types';
import type { WriteContext } from '../context';
import { recordCreation, recordUpdate } from '../runs/record';
import { momentText } from '../values/moment';
import { companyExists } from './exists';
import { getCompany } from './get';
import { checkedDomain } from './plan';
import { findCompany, findCompanyById, insertCompany, updateCompany } from './store';

/** Writes a company that a change makes. */
export async function createCompany(context: WriteContext, company: Company): Promise<void> {
	const { transaction, workspaceId, now, change } = context;
	await insertCompany(transaction, workspaceId, company, momentText(now));
	change.madeCompanies.add(company.id);
	await recordCreation(context, company.id, () => company);
}

/** Writes a company's new name or domain. Every contact and deal that shows it publishes that at the end of the change. */
export async function changeCompany(context: WriteContext, company: Company): Promise<void> {
	const { transaction, workspaceId, now, changedCompanies, maker } = context;
	const before =
		maker.run === null ? undefined : await findCompanyById(transaction, workspaceId, company.id);
	await updateCompany(transaction, workspaceId, company, momentText(now), maker);
	changedCompanies.add(company.id);
	if (before) await recordUpdate(context, company.id, () => ({ before, after: company }));
}

/**
 * Changes a company as a person or a program asks for it, and returns it.
 *
 * @throws company_not_found; company_exists when another company is found by its new domain or name; invalid_input for a
 * domain that is none
 */
export async function editCompany(
	context: WriteContext,
	id: string,
	change: CompanyChange,
): Promise<Company> {
	const { transaction, workspaceId } = context;
	const before = await getCompany(transaction, workspaceId, id);
	const domain = change.domain ? checkedDomain(change.domain, '/domain') : change.domain;
	const company: Company = {
		id,
		name: change.name?.trim() ?? before.name,
		domain: domain === undefined ? before.domain : domain,
	};
	if (company.name === before.name && company.domain === before.domain) return before;
	const found = await findCompany(transaction, workspaceId, {
		...company,
		...(company.domain !== null && { name: undefined }),
	});
	if (found && found.id !== id) throw companyExists(found);
	await changeCompany(context, company);
	return company;
}
