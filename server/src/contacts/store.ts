import type { Company, Contact } from '../../../contract/types';
import { type ChangedCompany, versionOf } from '../companies/store';
import type { Reader, Transaction } from '../database/database';
import { lookedUpBy } from '../database/lookedUpBy';
import type { LookUp } from '../database/lookUp';
import { atMost, isAmong, nothing, sql, type Statement, wholeNumber } from '../database/sql';
import { mayBeFound } from '../database/rarestTrigrams';
import {
	contactTexts,
	greatestNumber,
	inDisorder,
	lateRecords,
	mentions,
	recordOf,
} from '../database/textIndex';
import { emailKey } from '../values/email';

const COLUMNS = sql`
	contacts.id, contacts.name, contacts.first_name, contacts.last_name, contacts.email, contacts.phone,
	contacts.title, contacts.linkedin_url, contacts.created_at, contacts.updated_at,
	companies.id as company_id, companies.name as company_name, companies.domain as company_domain`;

/** Returns the contact with the id, or undefined. */
export function findContact(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<Contact | undefined> {
	return first(reader, sql`contacts.workspace_id = ${workspaceId} and contacts.id = ${id}`);
}

/** Returns contacts by their ids, in any order. */
export async function findContacts(
	reader: Reader,
	workspaceId: string,
	ids: string[],
): Promise<Contact[]> {
	const rows = await reader.all<ContactRow>(sql`
		select ${COLUMNS} from contacts left join companies on companies.id = contacts.company_id
		where ${isAmong(sql`contacts.id`, ids)} and contacts.workspace_id = ${workspaceId}`);
	return rows.map(contact);
}

/** Returns the contact with the email address, the oldest of several, or undefined. */
export async function findContactByEmail(
	reader: Reader,
	workspaceId: string,
	email: string,
): Promise<Contact | undefined> {
	const [row] = await rowsByEmail(reader, workspaceId, email);
	return row && contact(row);
}

/** Contacts by the key of their email address, the oldest first. */
export const contactsByEmail: LookUp = {
	tables: ['contacts', 'companies'],
	one: (workspaceId, key) => sql`
		select ${COLUMNS} from contacts left join companies on companies.id = contacts.company_id
		where contacts.workspace_id = ${workspaceId} and contacts.email_key = ${key} order by contacts.id`,
	many: (workspaceId, keys) => sql`
		select ${COLUMNS}, contacts.email_key as looked_up
		from contacts left join companies on companies.id = contacts.company_id
		where contacts.workspace_id = ${workspaceId} and ${isAmong(sql`contacts.email_key`, keys)}
		order by contacts.id`,
};

async function rowsByEmail(
	reader: Reader,
	workspaceId: string,
	email: string,
): Promise<ContactRow[]> {
	const rows = await lookedUpBy<ContactRow & { looked_up?: string }>(
		reader,
		contactsByEmail,
		workspaceId,
		emailKey(email),
	);
	return rows.map(({ looked_up: _key, ...row }) => row);
}

/**
 * Returns the ids of the contacts with the email address, oldest first. Only those that were made before addresses
 * were compared by their key can be several.
 */
export async function findIdsByEmail(
	reader: Reader,
	workspaceId: string,
	email: string,
): Promise<string[]> {
	const key = emailKey(email);
	const rows =
		reader.readAhead?.<{ id: string }>(contactsByEmail, key) ??
		(await reader.all<{ id: string }>(sql`
			select id from contacts where workspace_id = ${workspaceId} and email_key = ${key} order by id`));
	return rows.map(({ id }) => id);
}

/** Returns the contacts of a company, oldest first, all unless a limit is given. */
export async function findContactsOfCompany(
	reader: Reader,
	workspaceId: string,
	companyId: string,
	limit?: number,
): Promise<Contact[]> {
	const rows = await reader.all<ContactRow>(sql`
		select ${COLUMNS} from contacts join companies on companies.id = contacts.company_id
		where contacts.workspace_id = ${workspaceId} and contacts.company_id = ${companyId}
		order by contacts.id ${atMost(limit)}`);
	return rows.map(contact);
}

/** What a list of contacts is narrowed by. */
export type ContactSearch = { email?: string; q?: string; cursor?: string; limit: number };

/** Returns contacts, newest first, from behind the cursor (an id) on. */
export async function listContacts(
	reader: Reader,
	workspaceId: string,
	{ email, q, cursor, limit }: ContactSearch,
): Promise<Contact[]> {
	const isBelow = cursor === undefined ? nothing : sql`and contacts.id < ${cursor}`;
	const isMeant = sql`contacts.workspace_id = ${workspaceId} ${isBelow}
		${email === undefined ? nothing : sql`and contacts.email_key = ${emailKey(email)}`}
		${q === undefined ? nothing : sql`and ${mentions(contactTexts, q)}`}`;
	if (q === undefined || email !== undefined) {
		const rows = await reader.all<ContactRow>(sql`
			select ${COLUMNS} from contacts left join companies on companies.id = contacts.company_id
			where ${isMeant} order by contacts.id desc ${atMost(limit)}`);
		return rows.map(contact);
	}
	const rows = await reader.all<ContactRow>(sql`
		select ${COLUMNS} from contacts left join companies on companies.id = contacts.company_id
		where contacts.id in (
			select id from (select contacts.id from contact_index
				${recordOf('contacts', sql`contact_index.rowid`, sql`and ${isMeant}`)}
				where ${await mayBeFound(reader, contactTexts, workspaceId, q)}
					and contact_index.rowid <= ${wholeNumber(await greatestNumber(reader, contactTexts, workspaceId, cursor))}
				order by contact_index.rowid desc ${atMost(inDisorder(reader, limit))}) as indexed
			union select contacts.id from ${lateRecords(contactTexts, workspaceId, q, sql`and ${isMeant}`)})
		order by contacts.id desc ${atMost(limit)}`);
	return rows.map(contact);
}

/** Returns contacts that have not published the latest change of their company, by their ids, from behind one on. */
export async function listUnpublishedContacts(
	reader: Reader,
	{ id, workspace_id, version }: ChangedCompany,
	after: string,
	limit: number,
): Promise<Contact[]> {
	const rows = await reader.all<ContactRow>(sql`
		select ${COLUMNS} from contacts join companies on companies.id = contacts.company_id
		where contacts.workspace_id = ${workspace_id} and contacts.company_id = ${id}
			and contacts.company_version < ${version} and contacts.id > ${after}
		order by contacts.id ${atMost(limit)}`);
	return rows.map(contact);
}

/** Returns a contact as its events last showed it: with what its company was called then. */
export async function loadContactAsPublished(reader: Reader, contact: Contact): Promise<Contact> {
	if (!contact.company) return contact;
	const company = await reader.get<Company>(sql`
		select company_id as id, former_companies.name, former_companies.domain
		from contacts join former_companies using (company_id)
		where contacts.id = ${contact.id} and former_companies.version = contacts.company_version`);
	return company ? { ...contact, company } : contact;
}

/** Notes that a contact shows of its company what its events have shown. */
export async function markContactPublished(transaction: Transaction, { id, company }: Contact) {
	await transaction.run(sql`
		update contacts set company_version = ${versionOf(company?.id ?? null)} where id = ${id}`);
}

/** Writes a new contact. */
export async function insertContact(
	transaction: Transaction,
	workspaceId: string,
	row: Contact,
): Promise<void> {
	await transaction.run(sql`
		insert into contacts (id, workspace_id, company_id, name, first_name, last_name, email, email_key, phone,
			title, linkedin_url, created_at, updated_at, company_version)
		values (${row.id}, ${workspaceId}, ${row.company?.id ?? null}, ${row.name}, ${row.first_name},
			${row.last_name}, ${row.email}, ${keyOf(row.email)}, ${row.phone}, ${row.title}, ${row.linkedin_url},
			${row.created_at}, ${row.updated_at},
			coalesce((select version from companies where id = ${row.company?.id ?? null}), 0))`);
	const texts = [row.name, keyOf(row.email)];
	await transaction.textAdded('contacts', { id: row.id, workspaceId, texts });
}

/** Writes a contact's values. */
export async function updateContact(
	transaction: Transaction,
	workspaceId: string,
	{ company, ...contactRow }: Contact,
): Promise<void> {
	const renamed = await transaction.get<{ id: string }>(sql`
		select id from contacts where id = ${contactRow.id}
			and (name is distinct from ${contactRow.name} or email_key is distinct from ${keyOf(contactRow.email)})`);
	await transaction.run(sql`
		update contacts set company_id = ${company?.id ?? null}, name = ${contactRow.name},
			first_name = ${contactRow.first_name}, last_name = ${contactRow.last_name}, email = ${contactRow.email},
			email_key = ${keyOf(contactRow.email)}, phone = ${contactRow.phone}, title = ${contactRow.title},
			linkedin_url = ${contactRow.linkedin_url}, updated_at = ${contactRow.updated_at},
			company_version = ${versionOf(company?.id ?? null)}
		where workspace_id = ${workspaceId} and id = ${contactRow.id}`);
	if (!renamed) return;
	await transaction.textChanged('contacts', contactRow.id);
	const isItsDeal = sql`workspace_id = ${workspaceId} and contact_id = ${contactRow.id}`;
	await transaction.textsChanged('deals', isItsDeal);
}

/** Removes a contact. */
export async function removeContact(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
	await transaction.textChanged('contacts', id);
	await transaction.run(
		sql`delete from contacts where workspace_id = ${workspaceId} and id = ${id}`,
	);
}

async function first(reader: Reader, condition: Statement): Promise<Contact | undefined> {
	const row = await reader.get<ContactRow>(sql`
		select ${COLUMNS} from contacts left join companies on companies.id = contacts.company_id
		where ${condition}`);
	return row && contact(row);
}

type ContactRow = Omit<Contact, 'company'> & {
	company_id: string | null;
	company_name: string | null;
	company_domain: string | null;
};

function contact({ company_id, company_name, company_domain, ...values }: ContactRow): Contact {
	const company = company_id
		? ({ id: company_id, name: company_name, domain: company_domain } as Company)
		: null;
	const { created_at, updated_at, ...rest } = values;
	return { ...rest, company, created_at, updated_at };
}

function keyOf(email: string | null): string | null {
	return email === null ? null : emailKey(email);
}
