import { atMost, isAmong, sql, type Statement } from '../database/sql';
import type { LookUp } from '../database/lookUp';
import { columns } from './columns';
import { COMPANY, CONTACT, type Joined } from './joined';
import { SHOWN_NOTES } from './notes';

/** More open deals of one person are read by a change itself. */
export const MOST_OPEN_AHEAD = 10;

/** A deal as it is read before the changes of a group: with what it is looked up by, and what its events have shown. */
export type DealAhead = Joined & { looked_up: string };

const READ = ['deals', 'contacts', 'companies', 'notes', 'former_companies'];

const COLUMNS: Statement = {
	strings: [columns.map((name) => `deals.${name}`).join(', ')],
	values: [],
};

/** A deal with its contact and company, as objects and events show them: a part of a statement that reads deals. */
export const SHOWN: Statement = sql`${COLUMNS}, ${CONTACT}, ${COMPANY},
	case when deals.notes > 0 then ${SHOWN_NOTES} end as shown_notes`;

/** What stands beside it behind `from`. */
export const WITH_PARTIES: Statement = sql`left join contacts on contacts.id = deals.contact_id
	left join companies as employers on employers.id = contacts.company_id
	left join companies on companies.id = deals.company_id`;

const MORE: Statement = sql`deals.closed_at, deals.company_version, coalesce(companies.version, 0) as new_company_version,
	former_companies.name as former_name, former_companies.domain as former_domain`;

const WITH_FORMER: Statement = sql`left join former_companies
	on former_companies.company_id = deals.company_id and former_companies.version = deals.company_version`;

/** Returns what reads deals as they are read ahead, of which something is true; each is looked up by its id unless by another column. */
export function dealsAhead(condition: Statement, column = sql`deals.id`): Statement {
	return sql`
		select ${SHOWN}, ${MORE}, ${column} as looked_up from deals ${WITH_PARTIES} ${WITH_FORMER} where ${condition}`;
}

/** Deals by their ids. */
export const dealsById: LookUp = by(sql`deals.id`);

/** Deals by their external ids. */
export const dealsByExternalId: LookUp = {
	...by(sql`deals.external_id`),
	also: { lookUp: dealsById, column: 'id' },
};

/**
 * Open deals by the key of their contact's email address, the oldest first; a contact without any is a row without a deal,
 * so that what makes it one has this row forgotten.
 */
export const openDealsByEmail: LookUp = {
	tables: READ,
	one: (workspaceId, key) => openDeals(workspaceId, [key]),
	many: openDeals,
	isIndirect: true,
	also: { lookUp: dealsById, column: 'id' },
};

function by(column: Statement): LookUp {
	const read = (workspaceId: string, isMeant: Statement) =>
		dealsAhead(sql`deals.workspace_id = ${workspaceId} and ${isMeant}`, column);
	return {
		tables: READ,
		one: (workspaceId, key) => read(workspaceId, sql`${column} = ${key}`),
		many: (workspaceId, keys) => read(workspaceId, isAmong(column, keys)),
	};
}

/** Only PostgreSQL reads ahead. */
function openDeals(workspaceId: string, keys: readonly string[]): Statement {
	return sql`
		select ${SHOWN}, ${MORE}, contacts.email_key as looked_up
		from contacts left join lateral (
				select * from deals where deals.workspace_id = contacts.workspace_id and deals.contact_id = contacts.id
					and deals.status = 'open' order by deals.id ${atMost(MOST_OPEN_AHEAD + 1)}) as deals on true
			left join companies as employers on employers.id = contacts.company_id
			left join companies on companies.id = deals.company_id
			${WITH_FORMER}
		where contacts.workspace_id = ${workspaceId} and ${isAmong(sql`contacts.email_key`, keys)}
		order by contacts.id, deals.id`;
}
