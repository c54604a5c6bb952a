import type { Company, Contact } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { type Statement, nothing, sql } from '../database/sql';

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

/** Returns the contact with the e-mail address, upper and lower case alike, or undefined. */
export function findContactByEmail(
	reader: Reader,
	workspaceId: string,
	email: string,
): Promise<Contact | undefined> {
	return first(
		reader,
		sql`contacts.workspace_id = ${workspaceId} and contacts.email_key = ${emailKey(email)}`,
	);
}

/** Returns every contact of a company, oldest first. */
export async function findContactsOfCompany(
	reader: Reader,
	workspaceId: string,
	companyId: string,
): Promise<Contact[]> {
	const rows = await reader.all<ContactRow>(sql`
		select ${COLUMNS} from contacts join companies on companies.id = contacts.company_id
		where contacts.workspace_id = ${workspaceId} and contacts.company_id = ${companyId} order by contacts.id`);
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
	const pattern = q === undefined ? '' : contains(q);
	const rows = await reader.all<ContactRow>(sql`
		select ${COLUMNS} from contacts left join companies on companies.id = contacts.company_id
		where contacts.workspace_id = ${workspaceId}
		${email === undefined ? nothing : sql`and contacts.email_key = ${emailKey(email)}`}
		${q === undefined ? nothing : sql`and (lower(contacts.name) like ${pattern} escape '~' or contacts.email_key like ${pattern} escape '~')`}
		${cursor === undefined ? nothing : sql`and contacts.id < ${cursor}`}
		order by contacts.id desc limit ${limit}`);
	return rows.map(contact);
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
			${row.last_name}, ${row.email}, ${emailKey(row.email)}, ${row.phone}, ${row.title}, ${row.linkedin_url},
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
			email_key = ${emailKey(contactRow.email)}, phone = ${contactRow.phone}, title = ${contactRow.title},
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

/** Returns a pattern for `like ... escape '~'` that finds the text anywhere, upper and lower case alike. */
export function contains(text: string): string {
	return `%${text.toLowerCase().replace(/[~%_]/g, '~$&')}%`;
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

function emailKey(email: string | null): string | null {
	return email === null ? null : email.toLowerCase();
}
