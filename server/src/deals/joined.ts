import type { Company, Contact, Note } from '../../../contract/types';
import { sql, type SqlValue } from '../database/sql';
import { type DealRow, fromColumns } from './columns';

/** A deal with what it refers to. */
export type StoredDeal = {
	row: DealRow;
	contact: Contact | null;
	company: Company | null;
	notes: Note[];
};

/** A deal's contact with its company (`employers`), and the deal's own company, beside the columns of the deal. */
export const CONTACT = sql`
	contacts.id as contact, contacts.name as contact_name, contacts.first_name, contacts.last_name, contacts.email,
	contacts.phone, contacts.title, contacts.linkedin_url, contacts.created_at as contact_created_at,
	contacts.updated_at as contact_updated_at,
	employers.id as employer, employers.name as employer_name, employers.domain as employer_domain`;
export const COMPANY = sql`
	companies.id as company, companies.name as company_name, companies.domain as company_domain`;

type Text = string | null;

/** What a statement with these columns answers; null where there is no contact, company or note. */
export type Joined = Record<string, SqlValue>;

/** Returns the deal that was read with what it refers to. */
export function storedDeal(joined: Joined): StoredDeal {
	return {
		row: fromColumns(joined),
		contact: contactIn(joined),
		company: companyOf(joined.company, joined.company_name, joined.company_domain),
		notes: JSON.parse((joined.shown_notes as Text) ?? '[]') as Note[],
	};
}

function contactIn(joined: Joined): Contact | null {
	if (joined.contact === null) return null;
	return {
		id: joined.contact as string,
		name: joined.contact_name as Text,
		first_name: joined.first_name as Text,
		last_name: joined.last_name as Text,
		email: joined.email as Text,
		phone: joined.phone as Text,
		title: joined.title as Text,
		linkedin_url: joined.linkedin_url as Text,
		company: companyOf(joined.employer, joined.employer_name, joined.employer_domain),
		created_at: joined.contact_created_at as string,
		updated_at: joined.contact_updated_at as string,
	};
}

function companyOf(id?: SqlValue, name?: SqlValue, domain?: SqlValue): Company | null {
	return id === null ? null : { id: id as string, name: name as string, domain: domain as Text };
}
