import type { Reader } from '../database/database';
import { sql, type Statement } from '../database/sql';

/** A contact or company that shares its key with others, and what hangs on it. */
export type Duplicate = {
	id: string;
	/** Name, address or domain as it was first written. */
	name: string | null;
	/** E-mail address or domain as it was first written. */
	address: string | null;
	deals: number;
	created_at: string;
};

/** What several contacts or companies share, and who they are, the oldest first. */
export type Group = { key: string; entries: Duplicate[] };

/** What can be there twice. */
export type Kind = 'contacts' | 'companies';

/** How many groups, and how many of each, a page shows: the others come up as these are merged. */
export const MOST_GROUPS = 50;
const MOST_OF_GROUP = 20;

/** Returns contacts that share an e-mail address, or companies that share a domain or a name. */
export async function findDuplicates(
	reader: Reader,
	workspaceId: string,
	kind: Kind,
): Promise<Group[]> {
	const groups: Group[] = [];
	for (const { key, isShared } of sharedKeys[kind](workspaceId)) {
		const rows = await reader.all<{ key: string }>(
			sql`${key} order by key limit ${MOST_GROUPS - groups.length}`,
		);
		for (const { key } of rows) {
			const isMeant = sql`workspace_id = ${workspaceId} and ${isShared(key)}`;
			const entries = await listed[kind](
				reader,
				sql`${isMeant} order by id limit ${MOST_OF_GROUP}`,
			);
			groups.push({ key, entries });
		}
	}
	return groups;
}

/** Returns two contacts or companies by their ids, the oldest first; fewer where one does not exist. */
export function findTwo(
	reader: Reader,
	workspaceId: string,
	kind: Kind,
	ids: [string, string],
): Promise<Duplicate[]> {
	const isMeant = sql`workspace_id = ${workspaceId} and id in (${ids[0]}, ${ids[1]})`;
	return listed[kind](reader, sql`${isMeant} order by id`);
}

/** Which keys are there twice, and what is true of those that have one. */
type Shared = { key: Statement; isShared: (key: string) => Statement };

const sharedKeys: Record<Kind, (workspaceId: string) => Shared[]> = {
	contacts: (workspaceId) => [
		{
			key: sql`select email_key as key from contacts
				where workspace_id = ${workspaceId} and email_key is not null
				group by email_key having count(*) > 1`,
			isShared: (key) => sql`email_key = ${key}`,
		},
	],
	companies: (workspaceId) => [
		{
			key: sql`select domain_key as key from companies
				where workspace_id = ${workspaceId} and domain_key is not null
				group by domain_key having count(*) > 1`,
			isShared: (key) => sql`domain_key = ${key}`,
		},
		{
			// The same name at another domain is another company; at none it may be the same.
			key: sql`select name_key as key from companies where workspace_id = ${workspaceId}
				group by name_key having count(*) > 1 and count(domain_key) < count(*)`,
			isShared: (key) => sql`name_key = ${key}`,
		},
	],
};

const listed: Record<Kind, (reader: Reader, condition: Statement) => Promise<Duplicate[]>> = {
	contacts: (reader, condition) =>
		reader.all<Duplicate>(sql`
			select id, name, email as address, created_at, (select count(*) from deals
				where deals.workspace_id = contacts.workspace_id and contact_id = contacts.id) as deals
			from contacts where ${condition}`),
	companies: (reader, condition) =>
		reader.all<Duplicate>(sql`
			select id, name, domain as address, created_at, (select count(*) from deals
				where deals.workspace_id = companies.workspace_id and company_id = companies.id) as deals
			from companies where ${condition}`),
};
