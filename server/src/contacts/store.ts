import type { Company, Contact } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { atMost, nothing, sql, type Statement } from '../database/sql';
import { emailKey } from '../values/email';
import { inAddresses, inNames } from '../values/textSearch';

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

/** Returns the contact with the email address, the oldest of several, or undefined. */
export function findContactByEmail(
	reader: Reader,
	workspaceId: string,
	email: string,
): Promise<Contact | undefined> {
	return first(
		reader,
		sql`contacts.workspace_id = ${workspaceId} and contacts.email_key = ${emailKey(email)}
			order by contacts.id limit 1`,
	);
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
	const rows = await reader.all<{ id: string }>(sql`
		select id from contacts where workspace_id = ${workspaceId} and email_key = ${emailKey(email)} order by id`);
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
	const rows = await reader.all<ContactRow>(sql`
		select ${COLUMNS} from contacts left join companies on companies.id = contacts.company_id
		where contacts.workspace_id = ${workspaceId}
		${email === undefined ? nothing : sql`and contacts.email_key = ${emailKey(email)}`}
		${q === undefined ? nothing : sql`and ${contactMentions(q)}`}
		${cursor === undefined ? nothing : sql`and contacts.id < ${cursor}`}
		order by contacts.id desc limit ${limit}`);
	return rows.map(contact);
}

/** Returns what is true of a contact in whose name or email address a text occurs. */
export function contactMentions(text: string): Statement {
	return sql`(name_key(contacts.name) like ${inNames(text)} escape '~'
		or contacts.email_key like ${inAddresses(text)} escape '~')`;
}

/** Writes a new contact. */
export function insertContact(
	transaction: Transaction,
	workspaceId: string,
	row: Contact,
): Promise<number> {
	return transaction.run(sql`
		insert into contacts (id, workspace_id, company_id, name, first_name, last_name, email, email_key, phone,
			title, linkedin_url, created_at, updated_at)
		values (${row.id}, ${workspaceId}, ${row.company?.id ?? null}, ${row.name}, ${row.first_name},
			${row.last_name}, ${row.email}, ${keyOf(row.email)}, ${row.phone}, ${row.title}, ${row.linkedin_url},
			${row.created_at}, ${row.updated_at})`);
}

/** Writes a contact's values. */
export async function updateContact(
	transaction: Transaction,
	workspaceId: string,
	{ company, ...contactRow }: Contact,
): Promise<void> {
	await transaction.run(sql`
		update contacts set company_id = ${company?.id ?? null}, name = ${contactRow.name},
			first_name = ${contactRow.first_name}, last_name = ${contactRow.last_name}, email = ${contactRow.email},
			email_key = ${keyOf(contactRow.email)}, phone = ${contactRow.phone}, title = ${contactRow.title},
			linkedin_url = ${contactRow.linkedin_url}, updated_at = ${contactRow.updated_at}
		where workspace_id = ${workspaceId} and id = ${contactRow.id}`);
}

/** Removes a contact. */
export async function removeContact(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
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
