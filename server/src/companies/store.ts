import { nameKey } from '../../../contract/identity';
import type { Company } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { lookedUpBy } from '../database/lookedUpBy';
import type { LookUp } from '../database/lookUp';
import { atMost, isAmong, nothing, sql, type Statement } from '../database/sql';
import type { Maker } from '../runs/maker';
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
	const byName = await lookedUpBy<Company>(reader, companiesByName, workspaceId, nameKey(name));
	// The same name at another domain is another company.
	return byName
		.map(({ id, name, domain }) => ({ id, name, domain }))
		.find((company) => !domain || company.domain === null);
}

/** Companies by the key of their name, the oldest first. */
export const companiesByName: LookUp = {
	tables: ['companies'],
	one: (workspaceId, key) => sql`
		select id, name, domain from companies
		where workspace_id = ${workspaceId} and name_key = ${key} order by id`,
	many: (workspaceId, keys) => sql`
		select id, name, domain, name_key as looked_up from companies
		where workspace_id = ${workspaceId} and ${isAmong(sql`name_key`, keys)} order by id`,
};

/** Returns the company with the id, or undefined. */
export function findCompanyById(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<Company | undefined> {
	return reader.get<Company>(
		sql`select id, name, domain from companies where workspace_id = ${workspaceId} and id = ${id}`,
	);
}

/** Returns companies by their ids, in any order. */
export function findCompanies(
	reader: Reader,
	workspaceId: string,
	ids: string[],
): Promise<Company[]> {
	return reader.all<Company>(sql`
		select id, name, domain from companies where ${isAmong(sql`id`, ids)} and workspace_id = ${workspaceId}`);
}

/** What a list of companies is narrowed by. */
export type CompanySearch = { name?: string; domain?: string; cursor?: string; limit: number };

/** Returns companies, newest first, from behind the cursor (an id) on. */
export function listCompanies(
	reader: Reader,
	workspaceId: string,
	{ name, domain, cursor, limit }: CompanySearch,
): Promise<Company[]> {
	return reader.all<Company>(sql`
		select id, name, domain from companies where workspace_id = ${workspaceId}
		${name === undefined ? nothing : sql`and name_key = ${nameKey(name)}`}
		${domain === undefined ? nothing : sql`and domain_key = ${webDomainKey(domain)}`}
		${cursor === undefined ? nothing : sql`and id < ${cursor}`}
		order by id desc ${atMost(limit)}`);
}

/** Writes a new company. */
export function insertCompany(
	transaction: Transaction,
	workspaceId: string,
	company: Company,
	now: string,
): Promise<void> {
	return transaction.run(sql`
		insert into companies (id, workspace_id, name, name_key, domain, domain_key, created_at, updated_at)
		values (${company.id}, ${workspaceId}, ${company.name}, ${nameKey(company.name)}, ${company.domain},
			${keyOf(company.domain)}, ${now}, ${now})`);
}

/** Writes a company's new name and domain, and keeps the former ones for the contacts and deals that showed them. */
export async function updateCompany(
	transaction: Transaction,
	workspaceId: string,
	company: Company,
	now: string,
	{ by, run, isUndo }: Maker,
): Promise<void> {
	const isMeant = sql`workspace_id = ${workspaceId} and id = ${company.id}`;
	await transaction.run(sql`
		insert into former_companies (workspace_id, company_id, version, name, domain, made_by, run_id, undo)
		select workspace_id, id, version, name, domain, ${typedText(by)}, ${typedText(run)}, ${Number(isUndo)}
		from companies where ${isMeant}`);
	await transaction.run(sql`
		update companies
		set name = ${company.name}, name_key = ${nameKey(company.name)}, domain = ${company.domain},
			domain_key = ${keyOf(company.domain)}, updated_at = ${now}, version = version + 1
		where ${isMeant}`);
	await noteTwins(transaction, workspaceId, sql`name_key = ${nameKey(company.name)}`);
	if (company.domain !== null)
		await noteTwins(transaction, workspaceId, sql`domain_key = ${keyOf(company.domain)}`);
}

/** Has companies that share something know it. Only a change makes one like another: a new one would have been that one. */
async function noteTwins(
	transaction: Transaction,
	workspaceId: string,
	isShared: Statement,
): Promise<void> {
	await transaction.run(sql`
		update companies set has_twin = 1 where workspace_id = ${workspaceId} and ${isShared} and has_twin = 0
			and (select count(*) from (
				select 1 from companies where workspace_id = ${workspaceId} and ${isShared} limit 2) as two) = 2`);
}

/** A company that changed, the number of its latest change, and what made that. */
export type ChangedCompany = { id: string; workspace_id: string; version: number; maker: Maker };

type ChangedRow = Omit<ChangedCompany, 'maker'> & {
	made_by: string | null;
	run_id: string | null;
	undo: number | null;
};

const CHANGED = sql`
	select companies.id, companies.workspace_id, companies.version, former.made_by, former.run_id, former.undo
	from companies left join former_companies as former
		on former.company_id = companies.id and former.version = companies.version - 1`;

/** Returns companies, of one workspace or of all, of which contacts or deals may not have shown the latest change yet. */
export function listChangedCompanies(
	reader: Reader,
	limit: number,
	workspaceId?: string,
): Promise<ChangedCompany[]> {
	const isMeant = workspaceId === undefined ? nothing : sql`where workspace_id = ${workspaceId}`;
	return reader
		.all<ChangedRow>(
			sql`
		${CHANGED}
		where companies.id in (select distinct company_id from former_companies ${isMeant} order by company_id ${atMost(limit)})
		order by companies.id`,
		)
		.then((rows) => rows.map(changedCompany));
}

/** Returns what a company that changed is known by, or undefined. */
export async function getChangedCompany(
	reader: Reader,
	id: string,
): Promise<ChangedCompany | undefined> {
	const row = await reader.get<ChangedRow>(sql`${CHANGED} where companies.id = ${id}`);
	return row && changedCompany(row);
}

function changedCompany({ made_by, run_id, undo, ...company }: ChangedRow): ChangedCompany {
	return { ...company, maker: { by: made_by, run: run_id, isUndo: undo === 1 } };
}

/** Removes what a company was called before, once every contact and deal has shown what it is called now. */
export async function forgetFormerCompany(transaction: Transaction, id: string): Promise<void> {
	await transaction.run(sql`delete from former_companies where company_id = ${id}`);
}

/** Returns the number of a company's latest change, as a part of a statement that writes what shows the company. */
export function versionOf(companyId: string | null): Statement {
	return sql`coalesce((select version from companies where id = ${companyId}), 0)`;
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

/** PostgreSQL cannot tell of which type a value is that stands alone. */
function typedText(value: string | null): Statement {
	return sql`cast(${value} as text)`;
}

function keyOf(domain: string | null): string | null {
	return domain === null ? null : webDomainKey(domain);
}
