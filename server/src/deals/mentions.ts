import { contains } from '../contacts/store';
import { sql, type Statement } from '../database/sql';

/** Returns what is true of a deal in whose name, contact or company a text occurs, upper and lower case alike. */
export function mentions(workspaceId: string, text: string): Statement {
	const pattern = contains(text);
	return sql`(lower(deals.name) like ${pattern} escape '~'
		or deals.contact_id in (select id from contacts where workspace_id = ${workspaceId}
			and (lower(name) like ${pattern} escape '~' or email_key like ${pattern} escape '~'))
		or deals.company_id in (select id from companies where workspace_id = ${workspaceId}
			and name_key like ${pattern} escape '~'))`;
}
