import { nameKey } from '../../../contract/identity';
import type { Company } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';
import { webDomainKey } from '../values/webDomain';

/** Returns the company with the domain, else the one with the name, the oldest of several, or undefined. */
export async function findCompany(
	reader: Reader,
	workspaceId: string,
	{ name, domain }: { name?: string; domain?: string | null },
): Promise<Company | undefined> {
	const byDomain = domain
		? await reader.get<Company>(sql`
			select id, name, domain from companies
			where workspace_id = ${workspaceId} and domain_key = ${webDomainKey(domain)} order by id limit 1`)
		: undefined;
	if (byDomain || name === undefined) return byDomain;
	const byName = await reader.all<Company>(sql`
		select id, name, domain from companies
		where workspace_id = ${workspaceId} and name_key = ${nameKey(name)} order by id`);
	// The same name at another domain is another company.
	return byName.find((company) => !domain || company.domain === null);
}

/** Returns the company with the id, or undefined. */
export function getCompany(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<Company | undefined> {
	return reader.get<Company>(
		sql`select id, name, domain from companies where workspace_id = ${workspaceId} and id = ${id}`,
	);
}

/** Writes a new company. */
export function insertCompany(
	transaction: Transaction,
	workspaceId: string,
	company: Company,
	now: string,
): Promise<number> {
	return transaction.run(sql`
		insert into companies (id, workspace_id, name, name_key, domain, domain_key, created_at, updated_at)
		values (${company.id}, ${workspaceId}, ${company.name}, ${nameKey(company.name)}, ${company.domain},
			${keyOf(company.domain)}, ${now}, ${now})`);
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
		set name = ${company.name}, name_key = ${nameKey(company.name)}, domain = ${company.domain},
			domain_key = ${keyOf(company.domain)}, updated_at = ${now}
		where workspace_id = ${workspaceId} and id = ${company.id}`);
}

/** Removes a company that no contact and no deal has any more. */
export async function removeCompany(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
	await transaction.run(
		sql`delete from companies where workspace_id = ${workspaceId} and id = ${id}`,
	);
}

function keyOf(domain: string | null): string | null {
	return domain === null ? null : webDomainKey(domain);
}
