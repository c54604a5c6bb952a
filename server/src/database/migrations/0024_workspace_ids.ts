import type { DatabaseSync } from 'node:sqlite';

/**
 * Every row says whose it is: the tables without `workspace_id` are made anew with it, so that nobody can leave it out.
 * Keys stay as narrow as they were where many rows are written; the others begin with it.
 */
export function workspaceIds(connection: DatabaseSync): void {
	for (const { table, of } of OWNERS) addOwner(connection, table, of);
	// What is left of a webhook that was just being removed, when neither its events nor itself are there any more.
	for (const { table } of OWNERS) connection.exec(`delete from ${table} where workspace_id = ''`);
	connection.exec(`
		drop index notes_by_deal;
		create index notes_by_deal on notes (workspace_id, deal_id, id);
		drop index spam_by_form;
		create index spam_by_form on spam (workspace_id, form_id, id);
	`);
}

/** Whose a row is. */
const OWNERS = [
	{ table: 'notes', of: '(select workspace_id from deals where id = old.deal_id)' },
	{
		table: 'deliveries',
		of: `(select workspace_id from webhooks where queue_id = old.queue_id),
			(select workspace_id from consumers where queue_id = old.queue_id),
			(select workspace_id from events where id = old.event_id)`,
	},
	{ table: 'attempts', of: '(select workspace_id from deliveries where id = old.delivery_id)' },
	{ table: 'spam', of: '(select workspace_id from forms where id = old.form_id)' },
	{
		table: 'removed_webhooks',
		of: '(select workspace_id from deliveries where queue_id = old.id limit 1)',
	},
	{
		table: 'former_companies',
		of: '(select workspace_id from companies where id = old.company_id)',
	},
	{ table: 'webhook_alerts', of: '(select workspace_id from webhooks where id = old.webhook_id)' },
];

/** Makes a table anew, its rows in the order in which they stand, with the workspace of each before its other columns. */
function addOwner(connection: DatabaseSync, table: string, of: string): void {
	const { sql } = connection
		.prepare(`select sql from sqlite_master where type = 'table' and name = ?`)
		.get(table) as { sql: string };
	const indexes = connection
		.prepare(
			`select sql from sqlite_master where type = 'index' and sql is not null and tbl_name = ?`,
		)
		.all(table) as Array<{ sql: string }>;
	const columns = connection.prepare('select name from pragma_table_info(?)').all(table);
	const names = columns.map(({ name }) => name).join(', ');
	connection.exec(`
		${sql.replace(/^create table \W?\w+\W?\s*\(/i, `create table owned_${table} (workspace_id text not null,`)};
		insert into owned_${table} (workspace_id, ${names}) select coalesce(${of}, ''), ${names} from ${table} as old;
		drop table ${table};
		alter table owned_${table} rename to ${table};
		${indexes.map((index) => `${index.sql};`).join('\n')}
	`);
}
