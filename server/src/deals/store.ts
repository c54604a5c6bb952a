import type { Company } from '../../../contract/types';
import { type ChangedCompany, versionOf } from '../companies/store';
import { findIdsByEmail } from '../contacts/store';
import type { Reader, Transaction } from '../database/database';
import { atMost, nothing, oneOf, sql, type Statement } from '../database/sql';
import { lookedUpBy } from '../database/lookedUpBy';
import type { LookUp } from '../database/lookUp';
import type { LoadedPipeline } from '../pipelines/store';
import { emailKey } from '../values/email';
import {
	type DealAhead,
	dealsAhead,
	dealsByExternalId,
	dealsById,
	MOST_OPEN_AHEAD,
	openDealsByEmail,
	SHOWN,
	WITH_PARTIES,
} from './ahead';
import { columns, columnValues, type DealRow } from './columns';
import { dealUpdate } from './dealUpdate';
import { forgetLookups, keepLookups, LOOKUP_COLUMNS, lookedUp, lookupValues } from './lookups';
import { type Joined, storedDeal, type StoredDeal } from './joined';

export type { StoredDeal };

/** What turns a stored deal into the object of answers and events. */
export type DealView = { pipelines: LoadedPipeline[]; publicUrl: string; now: Date };

/** Texts around the values, one object for all new deals: by it the statement is recognised. So it has no parts. */
const INSERT = [
	`insert into deals (${[...columns, ...LOOKUP_COLUMNS].join(', ')}, workspace_id, company_version) values (`,
	...[...columns, ...LOOKUP_COLUMNS].map(() => ', '),
	', coalesce((select version from companies where id = ',
	'), 0))',
];

/** Returns the deal with the id, or undefined. */
export async function findDeal(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<StoredDeal | undefined> {
	if (reader.readAhead) return foundAhead(reader, dealsById, workspaceId, id);
	const [deal] = await deals(reader, sql`deals.workspace_id = ${workspaceId} and deals.id = ${id}`);
	return deal;
}

/** Returns the deal with the external id, or undefined. */
export async function findDealByExternalId(
	reader: Reader,
	workspaceId: string,
	externalId: string,
): Promise<StoredDeal | undefined> {
	if (reader.readAhead) return foundAhead(reader, dealsByExternalId, workspaceId, externalId);
	const [deal] = await deals(
		reader,
		sql`deals.workspace_id = ${workspaceId} and deals.external_id = ${externalId}`,
	);
	return deal;
}

/** What had to be read is kept for what else the change asks of the deal. */
async function foundAhead(
	reader: Reader,
	lookUp: LookUp,
	workspaceId: string,
	key: string,
): Promise<StoredDeal | undefined> {
	const [row] = await lookedUpBy<DealAhead>(reader, lookUp, workspaceId, key);
	return row && storedDeal(row);
}

/**
 * Returns the open deals of everybody with an email address, oldest first and in one pipeline if one is named, and how
 * many there are in all.
 */
export async function findOpenDealsByEmail(
	reader: Reader,
	workspaceId: string,
	email: string,
	pipelineId: string | undefined,
	limit: number,
): Promise<OpenDeals> {
	const ahead = reader.readAhead?.<DealAhead>(openDealsByEmail, emailKey(email));
	if (ahead && ahead.length <= MOST_OPEN_AHEAD) return openAmong(ahead, pipelineId, limit);
	const found: OpenDeals = { deals: [], count: 0 };
	for (const contactId of await findIdsByEmail(reader, workspaceId, email)) {
		const own = await findOpenDeals(reader, workspaceId, contactId, pipelineId, limit);
		found.deals.push(...own.deals);
		found.count += own.count;
	}
	return { deals: found.deals.sort(oldestFirst).slice(0, limit), count: found.count };
}

type OpenDeals = { deals: StoredDeal[]; count: number };

function openAmong(ahead: DealAhead[], pipelineId: string | undefined, limit: number): OpenDeals {
	const found = ahead
		.filter((row) => row.id !== null && (pipelineId ?? row.pipeline_id) === row.pipeline_id)
		.map(storedDeal);
	return { deals: found.sort(oldestFirst).slice(0, limit), count: found.length };
}

/** One contact at a time: asked for several, or for what else is true of them, the planner walks all deals by their id. */
async function findOpenDeals(
	reader: Reader,
	workspaceId: string,
	contactId: string,
	pipelineId: string | undefined,
	limit: number,
): Promise<OpenDeals> {
	const isMeant = sql`deals.contact_id = ${contactId} and deals.workspace_id = ${workspaceId}
		${pipelineId === undefined ? nothing : sql`and deals.pipeline_id = ${pipelineId}`} and deals.status = 'open'`;
	const found = await deals(reader, sql`${isMeant} order by deals.id ${atMost(limit)}`);
	if (found.length < limit) return { deals: found, count: found.length };
	const all = await reader.get<{ deals: number }>(
		sql`select count(*) as deals from deals where ${isMeant}`,
	);
	return { deals: found, count: all?.deals ?? 0 };
}

/** Returns the deals of a contact, oldest first, all unless a limit is given. */
export function findDealsOfContact(
	reader: Reader,
	workspaceId: string,
	contactId: string,
	limit?: number,
): Promise<StoredDeal[]> {
	return deals(
		reader,
		sql`deals.contact_id = ${contactId} and deals.workspace_id = ${workspaceId} order by deals.id ${atMost(limit)}`,
	);
}

/** Returns the deals of a company, oldest first, all unless a limit is given. */
export function findDealsOfCompany(
	reader: Reader,
	workspaceId: string,
	companyId: string,
	limit?: number,
): Promise<StoredDeal[]> {
	return deals(
		reader,
		sql`deals.workspace_id = ${workspaceId} and deals.company_id = ${companyId} order by deals.id ${atMost(limit)}`,
	);
}

/** Returns deals that have not published the latest change of their company, by their ids, from behind one on. */
export function listUnpublishedDeals(
	reader: Reader,
	{ id, workspace_id, version }: ChangedCompany,
	after: string,
	limit: number,
): Promise<StoredDeal[]> {
	return deals(
		reader,
		sql`deals.workspace_id = ${workspace_id} and deals.company_id = ${id}
			and deals.company_version < ${version} and deals.id > ${after}
			order by deals.id ${atMost(limit)}`,
	);
}

/** Returns a deal as its events last showed it: with what its company was called then. */
export async function loadDealAsPublished(reader: Reader, deal: StoredDeal): Promise<StoredDeal> {
	if (!deal.company) return deal;
	const company = await formerCompany(reader, deal.row);
	if (!company) return deal;
	const isOfCompany = deal.contact?.company?.id === company.id;
	return {
		...deal,
		company,
		contact: deal.contact && isOfCompany ? { ...deal.contact, company } : deal.contact,
	};
}

async function formerCompany(reader: Reader, row: DealRow): Promise<Company | undefined> {
	const [ahead] = reader.readAhead?.<DealAhead>(dealsById, row.id) ?? [];
	if (ahead && ahead.company_id === row.company_id)
		return ahead.former_name === null
			? undefined
			: {
					id: ahead.company_id as string,
					name: ahead.former_name as string,
					domain: ahead.former_domain as string | null,
				};
	return reader.get<Company>(sql`
		select company_id as id, former_companies.name, former_companies.domain
		from deals join former_companies using (company_id)
		where deals.id = ${row.id} and former_companies.version = deals.company_version`);
}

/** Notes that a deal shows of its company what its events have shown. */
export async function markDealPublished(transaction: Transaction, row: DealRow): Promise<void> {
	await transaction.run(sql`
		update deals set company_version = ${versionOf(row.company_id)} where id = ${row.id}`);
}

/** Returns deals by their ids, in the order of these. */
export async function findDeals(reader: Reader, ids: string[]): Promise<StoredDeal[]> {
	const found = await deals(reader, sql`deals.id in ${oneOf(ids)}`);
	const byId = new Map(found.map((deal) => [deal.row.id, deal]));
	return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Writes a new deal. */
export async function insertDeal(
	transaction: Transaction,
	workspaceId: string,
	{ row, contact, company }: StoredDeal,
): Promise<void> {
	const own = [...columnValues(row, columns), ...lookupValues(row, undefined)];
	const values = [...own, workspaceId, row.company_id];
	await transaction.run({ strings: INSERT, values });
	const ofContact = contact ? [contact.name, contact.email && emailKey(contact.email)] : [];
	const texts = [row.name, ...ofContact, ...(company ? [company.name] : [])];
	await transaction.textAdded('deals', { id: row.id, workspaceId, texts });
	await keepLookups(transaction, workspaceId, row.id, { before: undefined, after: row });
}

/** Writes what has changed of a deal's values. */
export async function updateDeal(
	transaction: Transaction,
	workspaceId: string,
	{ before, after }: { before: DealRow; after: DealRow },
): Promise<void> {
	const stored = await lookedUp(transaction, after);
	// What was read ahead is found by all that a deal has; and PostgreSQL itself sees which values change.
	const isWhole = transaction.readAhead !== undefined;
	await transaction.run(dealUpdate(workspaceId, { before, after, stored, isWhole }));
	await keepLookups(transaction, workspaceId, after.id, { before: stored, after });
}

/**
 * Removes a deal with its notes and its history.
 *
 * @param row of the deal, read in the same transaction: nothing else is waited for, so that many go together
 */
export async function removeDeal(
	transaction: Transaction,
	workspaceId: string,
	row: DealRow,
): Promise<void> {
	const { id } = row;
	await forgetLookups(transaction, workspaceId, row);
	await transaction.run(
		sql`delete from notes where workspace_id = ${workspaceId} and deal_id = ${id}`,
	);
	await transaction.run(
		sql`delete from deal_history where workspace_id = ${workspaceId} and deal_id = ${id}`,
	);
	await transaction.run(sql`delete from deals where workspace_id = ${workspaceId} and id = ${id}`);
}

/** One statement for all of them: a list of 200 would else ask for 400 contacts and companies. */
async function deals(reader: Reader, condition: Statement): Promise<StoredDeal[]> {
	if (!reader.learn) {
		const shown = sql`select ${SHOWN} from deals ${WITH_PARTIES} where ${condition}`;
		return (await reader.all<Joined>(shown)).map(storedDeal);
	}
	// Whoever changes them asks what each is looked up by and has published: one by one, that would be waited for.
	const rows = await reader.all<DealAhead>(dealsAhead(condition));
	for (const row of rows) reader.learn(dealsById, row.looked_up, [row]);
	return rows.map(storedDeal);
}

function oldestFirst({ row: a }: StoredDeal, { row: b }: StoredDeal): number {
	return a.id < b.id ? -1 : 1;
}
