import type { DatabaseSync } from 'node:sqlite';
import { nameKey } from '../../../../contract/identity';
import { emailKey } from '../../values/email';
import { addSearchText } from '../addSearchText';
import { contactTexts, dealTexts, indexedText, type TextIndex } from '../textIndex';
import { flatten, SQLITE } from '../sql';

/**
 * Finds deals and contacts by text, by whose and when, and in any stage and status, among a million. Deals and contacts get a
 * number of their own, which the indexes of texts know them by; what the stages come to is added up as it changes.
 */
export function reads(connection: DatabaseSync): void {
	connection.exec(`
		alter table deals add column owner_key text;
		alter table deals add column closed_at text;
	`);
	for (const table of ['deals', 'contacts']) number(connection, table);
	connection.function('email_key', { deterministic: true }, (text) => emailKey(String(text)));
	connection.exec(`
		update deals set owner_key = email_key(owner_email) where owner_email is not null;
		update deals set closed_at = coalesce((select max(timestamp) from events
			where deal_id = deals.id and type in ('deal.won', 'deal.lost')), updated_at) where status <> 'open';
		${INDEXES}
		create table stage_totals (
			workspace_id text not null,
			stage_id text not null,
			status text not null,
			currency text not null,
			deals integer not null,
			value double precision not null,
			primary key (workspace_id, stage_id, status, currency)
		) without rowid;
		insert into stage_totals select workspace_id, stage_id, status, currency, count(*), total(value) from deals
			group by workspace_id, stage_id, status, currency;
	`);
	label(connection);
	addSearchText(connection);
	for (const index of [dealTexts, contactTexts]) indexTexts(connection, index);
}

/** Behind the indexes that lists went by before, wider or narrower. */
const INDEXES = `
	drop index deals_by_stage;
	drop index deals_by_workspace;
	drop index deals_on_board;
	create index deals_by_stage on deals (stage_id, status, id);
	create index deals_by_workspace on deals (workspace_id, id, stage_id, status, updated_at, reminder_at, closed_at);
	create index deals_on_board on deals (stage_id, status, updated_at, id);
	create index deals_due_on_board on deals (stage_id, status, reminder_at, id) where reminder_at is not null;
	create index deals_by_reminder on deals (workspace_id, reminder_at, id) where reminder_at is not null;
	create index deals_by_owner on deals (workspace_id, owner_key, id) where owner_key is not null;
	create index deals_by_closing on deals (workspace_id, closed_at, id) where closed_at is not null;
`;

/** SQLite gives the rows of a table without a number of its own other ones when it writes the file anew. */
function number(connection: DatabaseSync, table: string): void {
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
	const numbered = sql
		.replace(/^create table \W?\w+\W?\s*\(/i, `create table numbered_${table} (`)
		.replace('id text primary key', 'number integer primary key, id text not null');
	connection.exec(`
		${numbered};
		insert into numbered_${table} (${names}) select ${names} from ${table} order by id;
		drop table ${table};
		alter table numbered_${table} rename to ${table};
		create unique index ${table}_id on ${table} (id);
		${indexes.map((index) => `${index.sql};`).join('\n')}
	`);
}

function label(connection: DatabaseSync): void {
	connection.function('label_key', { deterministic: true }, (text) => nameKey(String(text)));
	connection.exec(`
		create table deal_labels (
			workspace_id text not null,
			label_key text not null,
			deal_id text not null,
			label text not null,
			primary key (workspace_id, label_key, deal_id)
		) without rowid;
		insert or ignore into deal_labels
		select workspace_id, label_key(each.value), deals.id, each.value from deals, json_each(deals.labels) as each
		where labels <> '[]';
	`);
}

function indexTexts(connection: DatabaseSync, searchable: TextIndex): void {
	const { table } = searchable;
	const index = table === 'deals' ? 'deal_index' : 'contact_index';
	connection.exec(`
		create virtual table ${index} using fts5(
			text, content = '', contentless_delete = 1, detail = 'none', tokenize = 'trigram case_sensitive 1');
		create table ${table}_to_index (number integer primary key);
		insert into ${index} (rowid, text) select number, ${flatten(indexedText(searchable), SQLITE).text} from ${table};
	`);
}
