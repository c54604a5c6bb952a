import type { Company } from '../../../contract/types';
import { publishContactIfChanged } from './publishContactIfChanged';
import { findContactsOfCompany } from '../contacts/store';
import { publishDealIfChanged } from './publishDealIfChanged';
import { findDealsOfCompany } from '../deals/store';
import type { PublishedSnapshots } from '../deals/publishedSnapshots';
import { momentText } from '../values/moment';
import { listPipelines } from '../pipelines/store';
import { updateCompany } from '../companies/store';
import { deferCompanyEvents } from './deferCompanyEvents';
import type { WriteContext } from '../context';

/** The deal and the contact through which a company is changed: their own events tell of it. */
type Through = { dealId?: string; contactId?: string | undefined };

/**
 * Writes a company's new name or domain; every other contact and deal that shows it tells of the change, at once or
 * when many changes are done.
 */
export async function changeCompany(
	context: WriteContext & { publicUrl: string; snapshots?: PublishedSnapshots },
	company: Company,
	through: Through,
): Promise<void> {
	const { transaction, workspaceId, now, snapshots } = context;
	const at = momentText(now);
	if (snapshots) {
		await deferCompanyEvents({ ...context, snapshots }, company.id);
		await updateCompany(transaction, workspaceId, company, at);
		return;
	}
	const contacts = await findContactsOfCompany(transaction, workspaceId, company.id);
	const deals = await findDealsOfCompany(transaction, workspaceId, company.id);
	await updateCompany(transaction, workspaceId, company, at);

	for (const before of contacts.filter(({ id }) => id !== through.contactId)) {
		await publishContactIfChanged(context, before, { ...before, company });
	}
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	for (const before of deals.filter(({ row }) => row.id !== through.dealId)) {
		const isOfCompany = before.contact?.company?.id === company.id;
		const contact = before.contact && isOfCompany ? { ...before.contact, company } : before.contact;
		await publishDealIfChanged(context, view, before, { ...before, company, contact });
	}
}
