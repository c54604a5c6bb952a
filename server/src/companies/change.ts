import type { Company } from '../../../contract/types';
import type { WriteContext } from '../context';
import { momentText } from '../values/moment';
import { updateCompany } from './store';

/** Writes a company's new name or domain. Every contact and deal that shows it publishes that at the end of the change. */
export async function changeCompany(
	{ transaction, workspaceId, now, changedCompanies }: WriteContext,
	company: Company,
): Promise<void> {
	await updateCompany(transaction, workspaceId, company, momentText(now));
	changedCompanies.add(company.id);
}
