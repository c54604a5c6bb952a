import type { Company, Contact, CustomFieldValue, Deal, Note } from '../../../contract/types';
import { findContact, findIdsByEmail } from '../contacts/store';
import type { Reader, Transaction } from '../database/database';
import { atMost, nothing, sql, type Statement } from '../database/sql';
import type { Pipeline } from '../pipelines/store';
import { dealMentions } from './mentions';
import { shownNotes } from './notes';

/** A deal as it is stored. */
export type DealRow = {
	id: string;
	external_id: string | null;
	name: string;
	value: number | null;
	currency: string;
	status: Deal['status'];
	lost_reason: string | null;
	pipeline_id: string;
	stage_id: string;
	contact_id: string | null;
	company_id: string | null;
	custom_fields: Record<string, CustomFieldValue>;
	reminder_at: string | null;
	reminder_note: string | null;
	labels: string[];
	owner_email: string | null;
	source: string | null;
	notes: number;
	created_at: string;
	updated_at: string;
};

/** A deal with what it refers to. */
export type StoredDeal = {
	row: DealRow;
	contact: Contact | null;
	company: Company | null;
	notes: Note[];
};

/** What turns a stored deal into the object of answers and events. */
export type DealView = { pipelines: Pipeline[]; publicUrl: string; now: Date };

const COLUMNS = sql`
	id, external_id, name, value, currency, status, lost_reason, pipeline_id, stage_id, contact_id, company_id,
	custom_fields, reminder_at, reminder_note, labels, owner_email, source, notes, created_at, updated_at`;

/** Returns the deal with the id, or undefined. */
export async function findDeal(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<StoredDeal | undefined> {
	const [deal] = await deals(
		reader,
		workspaceId,
		sql`workspace_id = ${workspaceId} and id = ${id}`,
	);
	return deal;
}

/** Returns the deal with the external id, or undefined. */
export async function findDealByExternalId(
	reader: Reader,
	workspaceId: string,
	externalId: string,
): Promise<StoredDeal | undefined> {
	const [deal] = await deals(
		reader,
		workspaceId,
		sql`workspace_id = ${workspaceId} and external_id = ${externalId}`,
	);
	return deal;
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
	const found: OpenDeals = { deals: [], count: 0 };
	for (const contactId of await findIdsByEmail(reader, workspaceId, email)) {
		const own = await findOpenDeals(reader, workspaceId, contactId, pipelineId, limit);
		found.deals.push(...own.deals);
		found.count += own.count;
	}
	return { deals: found.deals.sort(oldestFirst).slice(0, limit), count: found.count };
}

type OpenDeals = { deals: StoredDeal[]; count: number };

/** One contact at a time: asked for several, or for what else is true of them, the planner walks all deals by their id. */
async function findOpenDeals(
	reader: Reader,
	workspaceId: string,
	contactId: string,
	pipelineId: string | undefined,
	limit: number,
): Promise<OpenDeals> {
	const isMeant = sql`contact_id = ${contactId} and workspace_id = ${workspaceId}
		${when(pipelineId, (value) => sql`and pipeline_id = ${value}`)} and status = 'open'`;
	const found = await deals(reader, workspaceId, sql`${isMeant} order by id limit ${limit}`);
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
		workspaceId,
		sql`contact_id = ${contactId} and workspace_id = ${workspaceId} order by id ${atMost(limit)}`,
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
		workspaceId,
		sql`workspace_id = ${workspaceId} and company_id = ${companyId} order by id ${atMost(limit)}`,
	);
}

/** What a list of deals is narrowed by. */
export type DealSearch = {
	email?: string;
	external_id?: string;
	q?: string;
	pipeline_id?: string;
	stage_id?: string;
	status?: string;
	updated_since?: string;
	cursor?: string;
	limit: number;
};

/** Returns deals, newest first, from behind the cursor (an id) on. */
export async function listDeals(
	reader: Reader,
	workspaceId: string,
	{ email, ...search }: DealSearch,
): Promise<StoredDeal[]> {
	if (email === undefined) return listDealsOf(reader, workspaceId, search);
	const found: StoredDeal[] = [];
	for (const contact_id of await findIdsByEmail(reader, workspaceId, email))
		found.push(...(await listDealsOf(reader, workspaceId, { ...search, contact_id })));
	return found.sort((a, b) => oldestFirst(b, a)).slice(0, search.limit);
}

function listDealsOf(
	reader: Reader,
	workspaceId: string,
	search: Omit<DealSearch, 'email'> & { contact_id?: string },
): Promise<StoredDeal[]> {
	const {
		contact_id,
		external_id,
		q,
		pipeline_id,
		stage_id,
		status,
		updated_since,
		cursor,
		limit,
	} = search;
	return deals(
		reader,
		workspaceId,
		sql`workspace_id = ${workspaceId}
			${when(contact_id, (value) => sql`and contact_id = ${value}`)}
			${when(external_id, (value) => sql`and external_id = ${value}`)}
			${when(q, (value) => sql`and ${dealMentions(workspaceId, value)}`)}
			${when(pipeline_id, (value) => sql`and pipeline_id = ${value}`)}
			${when(stage_id, (value) => sql`and stage_id = ${value}`)}
			${when(status, (value) => sql`and status = ${value}`)}
			${when(updated_since, (value) => sql`and updated_at >= ${value}`)}
			${when(cursor, (value) => sql`and id < ${value}`)}
			order by id desc limit ${limit}`,
	);
}

/** Writes a new deal. */
export function insertDeal(
	transaction: Transaction,
	workspaceId: string,
	row: DealRow,
): Promise<number> {
	return transaction.run(sql`
		insert into deals (id, workspace_id, external_id, name, value, currency, status, lost_reason, pipeline_id,
			stage_id, contact_id, company_id, custom_fields, reminder_at, reminder_note, labels, owner_email, source,
			notes, created_at, updated_at)
		values (${row.id}, ${workspaceId}, ${row.external_id}, ${row.name}, ${row.value}, ${row.currency},
			${row.status}, ${row.lost_reason}, ${row.pipeline_id}, ${row.stage_id}, ${row.contact_id},
			${row.company_id}, ${JSON.stringify(row.custom_fields)}, ${row.reminder_at}, ${row.reminder_note},
			${JSON.stringify(row.labels)}, ${row.owner_email}, ${row.source}, ${row.notes}, ${row.created_at},
			${row.updated_at})`);
}

/** Writes a deal's values. */
export async function updateDeal(
	transaction: Transaction,
	workspaceId: string,
	row: DealRow,
): Promise<void> {
	await transaction.run(sql`
		update deals set external_id = ${row.external_id}, name = ${row.name}, value = ${row.value},
			currency = ${row.currency}, status = ${row.status}, lost_reason = ${row.lost_reason},
			pipeline_id = ${row.pipeline_id}, stage_id = ${row.stage_id}, contact_id = ${row.contact_id},
			company_id = ${row.company_id}, custom_fields = ${JSON.stringify(row.custom_fields)},
			reminder_at = ${row.reminder_at}, reminder_note = ${row.reminder_note},
			labels = ${JSON.stringify(row.labels)}, owner_email = ${row.owner_email}, source = ${row.source},
			notes = ${row.notes}, updated_at = ${row.updated_at}
		where workspace_id = ${workspaceId} and id = ${row.id}`);
}

/** Removes a deal and its notes. */
export async function removeDeal(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
	await transaction.run(sql`delete from notes where deal_id = ${id}`);
	await transaction.run(sql`delete from deals where workspace_id = ${workspaceId} and id = ${id}`);
}

async function deals(
	reader: Reader,
	workspaceId: string,
	condition: Statement,
): Promise<StoredDeal[]> {
	const rows = await reader.all<Stored>(sql`select ${COLUMNS} from deals where ${condition}`);
	const found: StoredDeal[] = [];
	for (const stored of rows) found.push(await withReferences(reader, workspaceId, stored));
	return found;
}

function oldestFirst({ row: a }: StoredDeal, { row: b }: StoredDeal): number {
	return a.id < b.id ? -1 : 1;
}

async function withReferences(
	reader: Reader,
	workspaceId: string,
	stored: Stored,
): Promise<StoredDeal> {
	const { contact_id, company_id } = stored;
	const contact = contact_id ? await findContact(reader, workspaceId, contact_id) : undefined;
	const company = company_id
		? await reader.get<Company>(
				sql`select id, name, domain from companies where id = ${company_id}`,
			)
		: undefined;
	const notes = stored.notes > 0 ? await shownNotes(reader, stored.id) : [];
	return { row: dealRow(stored), contact: contact ?? null, company: company ?? null, notes };
}

type Stored = Omit<DealRow, 'custom_fields' | 'labels'> & { custom_fields: string; labels: string };

function dealRow(stored: Stored): DealRow {
	return {
		...stored,
		custom_fields: JSON.parse(stored.custom_fields) as DealRow['custom_fields'],
		labels: JSON.parse(stored.labels) as string[],
	};
}

function when(value: string | undefined, part: (value: string) => Statement): Statement {
	return value === undefined ? nothing : part(value);
}
