import type { Company } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';

/** Returns the company with the domain, else the one with the name, or undefined. */
export async function findCompany(
	reader: Reader,
	workspaceId: string,
	{ name, domain }: { name?: string; domain?: string | null },
): Promise<Company | undefined> {
	const byDomain = domain
		? await reader.get<Company>(sql`
			select id, name, domain from companies where workspace_id = ${workspaceId} and domain = ${domain}`)
		: undefined;
	if (byDomain || name === undefined) return byDomain;
	const byName = await reader.all<Company>(sql`
		select id, name, domain from companies
		where workspace_id = ${workspaceId} and name_key = ${nameKey(name)} order by id`);
	// The same name at another domain is another company.
	return byName.find((company) => !domain || company.domain === null);
}

/** Writes a new company. */
export function insertCompany(
	transaction: Transaction,
	workspaceId: string,
	company: Company,
	now: string,
): Promise<number> {
	return transaction.run(sql`
		insert into companies (id, workspace_id, name, name_key, domain, created_at, updated_at)
		values (${company.id}, ${workspaceId}, ${company.name}, ${nameKey(company.name)}, ${company.domain}, ${now}, ${now})`);
}

/** Writes a company's name and domain. */
export async function updateCompany(
	transaction: Transaction,
	workspaceId: string,
	company: Company,
	now: string,
): Promise<void> {
	await transaction.run(sql`
		update companies
		set name = ${company.name}, name_key = ${nameKey(company.name)}, domain = ${company.domain}, updated_at = ${now}
		where workspace_id = ${workspaceId} and id = ${company.id}`);
}

/** Returns a domain as it is compared: `https://www.Acme.example/about` is acme.example. */
export function normalDomain(domain: string): string {
	const host = domain
		.trim()
		.toLowerCase()
		.replace(/^[a-z][a-z\d+.-]*:\/\//, '')
		.replace(/[/?#].*$/, '');
	return host
		.replace(/^www\./, '')
		.replace(/:\d+$/, '')
		.replace(/\.$/, '');
}

/** Returns whether two names mean the same company: upper and lower case are alike, as are blanks around it. */
export function isSameName(a: string, b: string): boolean {
	return nameKey(a) === nameKey(b);
}

function nameKey(name: string): string {
	return name.trim().toLowerCase();
}
