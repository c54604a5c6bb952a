import type { DatabaseSync } from 'node:sqlite';
import { nameKey } from '../../../../contract/identity';
import { webDomainKey } from '../../values/webDomain';
import { emailKey } from '../../values/email';

/**
 * Contacts and companies are found by the key of their address, domain and name. Several that are older may share one,
 * so none of these indexes is unique: new ones do not, because each is looked for in the transaction that makes it. A
 * deal is found by its contact or company alone, where the planner would rather walk all deals of the workspace.
 */
export function identity(connection: DatabaseSync): void {
	connection.exec(`
		drop index contacts_by_email;
		drop index companies_by_domain;
		drop index companies_by_name;
		alter table companies add column domain_key text;
		update companies set domain_key = domain;
	`);
	for (const { table, of, key, keyOf } of KEYS) rewrite(connection, table, of, key, keyOf);
	connection.exec(`
		create index contacts_by_email on contacts (workspace_id, email_key, id) where email_key is not null;
		create index contacts_by_company on contacts (workspace_id, company_id, id) where company_id is not null;
		create index companies_by_domain on companies (workspace_id, domain_key, id) where domain_key is not null;
		create index companies_by_name on companies (workspace_id, name_key, id);
		drop index deals_by_contact;
		create index deals_by_contact on deals (workspace_id, contact_id, id) where contact_id is not null;
		create index deals_by_company on deals (workspace_id, company_id, id) where company_id is not null;
		create index submissions_by_contact on submissions (workspace_id, contact_id) where contact_id is not null;
	`);
}

const KEYS = [
	{ table: 'contacts', of: 'email', key: 'email_key', keyOf: emailKey },
	{ table: 'companies', of: 'domain', key: 'domain_key', keyOf: webDomainKey },
	{ table: 'companies', of: 'name', key: 'name_key', keyOf: nameKey },
];

type Keyed = { id: string; text: string; known: string };

/** Most rows have the key already that was their text in small letters. */
function rewrite(
	connection: DatabaseSync,
	table: string,
	of: string,
	key: string,
	keyOf: (text: string) => string,
): void {
	const rows = connection.prepare(
		`select id, ${of} as text, ${key} as known from ${table} where ${of} is not null`,
	);
	const write = connection.prepare(`update ${table} set ${key} = ? where id = ?`);
	const stale: Keyed[] = [];
	for (const row of rows.iterate() as Iterable<Keyed>)
		if (keyOf(row.text) !== row.known) stale.push(row);
	for (const { id, text } of stale) write.run(keyOf(text), id);
}
