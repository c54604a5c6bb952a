import { publishContactIfChanged } from '../contacts/publishContactIfChanged';
import { listUnpublishedContacts } from '../contacts/store';
import { type ChangedCompany, forgetFormerCompany } from '../companies/store';
import type { WriteContext } from '../context';
import { publishDealIfChanged } from '../deals/publishDealIfChanged';
import { listUnpublishedDeals } from '../deals/store';
import { limits } from '../limits';
import { listPipelines } from '../pipelines/store';
import { yieldingRegularly } from '../timing/yieldToEventLoop';

/** How far the contacts and deals of a company have published a change of it: up to these ids. */
export type Progress = { company: ChangedCompany; contact: string; deal: string };

/**
 * Has contacts and deals of companies that changed publish what they show now, so many that nobody waits for them. Returns
 * how far it came, or undefined when none is left.
 *
 * @param context of a change in their workspace
 * @param from how far the part before this one came; without it the search begins anew
 */
export async function propagateSome(
	context: WriteContext,
	companies: ChangedCompany[],
	from?: Progress,
): Promise<Progress | undefined> {
	let left = limits.recordsAtOnce;
	for (const company of companies) {
		const { contact, deal } = from && isSameChange(from.company, company) ? from : START;
		const inConsequence = { ...context, maker: company.maker };
		const contacts = await publishContacts(inConsequence, company, contact, left);
		left -= contacts.length;
		const deals = left > 0 ? await publishDeals(inConsequence, company, deal, left) : [];
		left -= deals.length;
		if (left === 0)
			return {
				company,
				contact: contacts.at(-1)?.id ?? contact,
				deal: deals.at(-1)?.row.id ?? deal,
			};
		await forgetFormerCompany(context.transaction, company.id);
	}
	return undefined;
}

const START = { contact: '', deal: '' };

/** Another change concerns those again that have published this one. */
function isSameChange(a: ChangedCompany, b: ChangedCompany): boolean {
	return a.id === b.id && a.version === b.version;
}

async function publishContacts(
	context: WriteContext,
	company: ChangedCompany,
	after: string,
	limit: number,
) {
	const contacts = await listUnpublishedContacts(context.transaction, company, after, limit);
	const yieldIfDue = yieldingRegularly();
	for (const contact of contacts) {
		await publishContactIfChanged(context, contact, contact);
		await yieldIfDue();
	}
	return contacts;
}

async function publishDeals(
	context: WriteContext,
	company: ChangedCompany,
	after: string,
	limit: number,
) {
	const { transaction, workspaceId } = context;
	const deals = await listUnpublishedDeals(transaction, company, after, limit);
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	const yieldIfDue = yieldingRegularly();
	for (const deal of deals) {
		await publishDealIfChanged(context, view, deal, deal);
		await yieldIfDue();
	}
	return deals;
}
