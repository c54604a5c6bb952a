import { contactMentions } from '../contacts/store';
import { sql, type Statement } from '../database/sql';
import { inNames } from '../values/textSearch';

/** Returns what is true of a deal in whose name, contact or company a text occurs. */
export function dealMentions(workspaceId: string, text: string): Statement {
	const pattern = inNames(text);
	return sql`(name_key(deals.name) like ${pattern} escape '~'
		or deals.contact_id in (select id from contacts where workspace_id = ${workspaceId}
			and ${contactMentions(text)})
		or deals.company_id in (select id from companies where workspace_id = ${workspaceId}
			and name_key like ${pattern} escape '~'))`;
}
