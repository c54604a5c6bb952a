import type { Reader } from '../database/database';
import { atMost, sql, type Statement } from '../database/sql';
import { repeatedKeys } from './repeatedKeys';

/** A contact or company that shares its key with others, and what hangs on it. */
export type Duplicate = {
	id: string;
	/** Name, address or domain as it was first written. */
	name: string | null;
	/** Email address or domain as it was first written. */
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

/** Returns contacts that share an email address, or companies that share a domain or a name. */
export async function findDuplicates(
	reader: Reader,
	workspaceId: string,
	kind: Kind,
): Promise<Group[]> {
	const groups: Group[] = [];
	for (const { keysFrom, isShared, areOne } of sharedKeys[kind](workspaceId)) {
		for await (const key of repeatedKeys(reader, keysFrom)) {
			const isMeant = sql`workspace_id = ${workspaceId} and ${isShared(key)}`;
			const entries = await listed[kind](
				reader,
				sql`${isMeant} order by id ${atMost(MOST_OF_GROUP)}`,
			);
			if (!areOne || areOne(entries)) groups.push({ key, entries });
			if (groups.length === MOST_GROUPS) return groups;
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

/** Where keys of those that have a twin stand, from one on, what is true of those that have one, and whether these can be one at all. */
type Shared = {
	keysFrom: (first: string) => Statement;
	isShared: (key: string) => Statement;
	areOne?: (entries: Duplicate[]) => boolean;
};

const sharedKeys: Record<Kind, (workspaceId: string) => Shared[]> = {
	contacts: (workspaceId) => [
		{
			keysFrom: (first) => sql`select email_key as key from contacts
				where workspace_id = ${workspaceId} and has_twin = 1 and email_key >= ${first} order by email_key`,
			isShared: (key) => sql`email_key = ${key}`,
		},
	],
	companies: (workspaceId) => [
		{
			keysFrom: (first) => sql`select domain_key as key from companies
				where workspace_id = ${workspaceId} and has_twin = 1 and domain_key >= ${first} order by domain_key`,
			isShared: (key) => sql`domain_key = ${key}`,
		},
		{
			keysFrom: (first) => sql`select name_key as key from companies
				where workspace_id = ${workspaceId} and has_twin = 1 and name_key >= ${first} order by name_key`,
			isShared: (key) => sql`name_key = ${key}`,
			// The same name at another domain is another company; at none it may be the same.
			areOne: (entries) => entries.some(({ address }) => address === null),
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
