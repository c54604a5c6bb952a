import { searched, workspaceLetters } from '../values/searchText';
import type { Reader, SearchedTable, Transaction } from './database';
import { atMost, dialects, joinByIndex, nothing, sql, type Statement } from './sql';

/**
 * An index of three letters each of what records are searched by (https://sqlite.org/fts5.html#the_trigram_tokenizer).
 * A change only notes the record's number, and a new record has a greater one than any in the index; `indexSome` brings the
 * index up to date, many at once, which takes a third of the time that one by one would. Until then a search reads these
 * records themselves.
 */
export type TextIndex = {
	/** Its records. */
	table: SearchedTable;
	/** Its texts, as a part of a statement that reads it. */
	texts: Statement;
};

/** Deals are searched by their own name and those of contact and company. */
export const dealTexts: TextIndex = {
	table: 'deals',
	texts: sql`deals.name,
		(select name from contacts where contacts.id = deals.contact_id),
		(select email_key from contacts where contacts.id = deals.contact_id),
		(select name from companies where companies.id = deals.company_id)`,
};

/** Contacts are searched by name and email address. */
export const contactTexts: TextIndex = {
	table: 'contacts',
	texts: sql`contacts.name, contacts.email_key`,
};

/** So many noted records, and as many new ones, are read by a search: the index is rarely further behind, and never for long. */
const MOST_LATE = 2_000;

/** So many new records are indexed together: each takes half as long as it does where they are 250, and nobody waits for them yet. */
const NEW_AT_ONCE = 1_000;

/** Records that are indexed anew take much longer: what was there of them has to be found. */
const CHANGED_AT_ONCE = 250;

/** Returns what is true of a record in whose text another one occurs. */
export function mentions({ table, texts }: TextIndex, q: string): Statement {
	const parts = searched(q).map((part) =>
		dialects(
			sql`is_mentioned(${part}, ${texts})`,
			sql`${writtenText(table)} like ${containing(part)}`,
		),
	);
	return eitherOf(parts);
}

/** Returns the text that PostgreSQL has of a record, as a part of a statement that reads it. */
export function writtenText(table: SearchedTable): Statement {
	const number = sql`${tableOf[table]}.number`;
	return sql`coalesce(
		(select text from ${notedOf[table]} as noted where noted.number = ${number}),
		(select text from ${indexOf[table]} where rowid = ${number}))`;
}

/** Returns what a record is found by in the index, as a part of a statement that reads it. */
export function indexedText({ table, texts }: TextIndex): Statement {
	return sql`search_text(${tableOf[table]}.workspace_id, ${texts})`;
}

/**
 * Returns what is true of the entries of an index that may mention a text, as `deal_index` or `contact_index` has them.
 *
 * @param asked which of the three letters of a text SQLite asks for, where not for all of them
 */
export function indexMentions(
	index: TextIndex,
	workspaceId: string,
	q: string,
	asked: (trigrams: string[]) => string[] = (all) => all,
): Statement {
	const either = searchedTrigrams(workspaceId, q).map((all) => asked(all).join(' AND '));
	const own = indexOf[index.table];
	return dialects(
		sql`${own} match ${either.map((all) => `(${all})`).join(' OR ')}`,
		isFound(own, workspaceId, q),
	);
}

/** Returns what is true of a row of PostgreSQL whose text is of a workspace and holds another one. */
function isFound(row: Statement, workspaceId: string, q: string): Statement {
	return sql`${row}.text like ${`${workspaceLetters(workspaceId)}%`} and ${eitherOf(
		searched(q).map((part) => sql`${row}.text like ${containing(part)}`),
	)}`;
}

/**
 * Returns the three letters that stand for a workspace and those of a text, for each spelling that is looked for: each as a
 * string of FTS5 (https://sqlite.org/fts5.html#fts5_strings).
 */
export function searchedTrigrams(workspaceId: string, q: string): string[][] {
	const own = workspaceLetters(workspaceId);
	return searched(q).map((text) => [...new Set([own, ...trigrams(text)])].map(quoted));
}

/** Returns what is true where one of some parts is. */
export function eitherOf(parts: Statement[]): Statement {
	return parts.reduce((one, other) => sql`(${one} or ${other})`);
}

/** Returns the pattern of PostgreSQL for texts that hold a part. */
export function containing(part: string): string {
	return `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** The index of each table, and where the numbers of its records are noted that it does not have as they are now. */
export const indexOf = { deals: sql`deal_index`, contacts: sql`contact_index` };
export const notedOf = { deals: sql`deals_to_index`, contacts: sql`contacts_to_index` };
/** The table of each index. */
export const tableOf = { deals: sql`deals`, contacts: sql`contacts` };

/** The number of the last record that an index has: those behind it are new. */
export const lastIndexed = {
	deals: sql`(select up_to from text_indexes where name = 'deals')`,
	contacts: sql`(select up_to from text_indexes where name = 'contacts')`,
};

/**
 * Joins the record of a table that has a number.
 *
 * @param isMet what else has to be true of it, beginning with `and`
 */
export function recordOf(
	table: SearchedTable,
	number: Statement,
	isMet: Statement = nothing,
): Statement {
	return joinByIndex(tableOf[table], sql`${tableOf[table]}.number = ${number} ${isMet}`);
}

/**
 * So far the numbers of a workspace's records may be in another order than their ids: processes on two machines make ids
 * by clocks of their own.
 */
const DISORDER = 100;

/**
 * Returns the greatest number that a record of a workspace below an id can have, or 0. Records of several workspaces get
 * theirs in any order.
 */
export async function greatestNumber(
	reader: Reader,
	{ table }: TextIndex,
	workspaceId: string,
	below = '~',
): Promise<number> {
	const row = await reader.get<{ number: number | null }>(sql`
		select max(number) as number from (
			select number from ${tableOf[table]} where workspace_id = ${workspaceId} and id < ${below}
			order by id desc ${atMost(DISORDER)}) as newest`);
	return Number(row?.number ?? 0);
}

/** Returns how many records are to be read by their numbers for so many to be the first by their ids, too. */
export function inDisorder(reader: Reader, limit: number): number {
	return reader.isRemote ? limit + DISORDER : limit;
}

/** Returns whether the records of a table are searched by their texts. */
export function isSearched(table: string | undefined): table is SearchedTable {
	return table === 'deals' || table === 'contacts';
}

/**
 * What has to follow where records were removed: SQLite gives a new one the number behind the last that is left, and with a
 * number up to which the index has them all, nobody would ever index it.
 */
export const numbersFreed: Record<SearchedTable, Statement> = {
	deals: freed('deals'),
	contacts: freed('contacts'),
};

function freed(table: SearchedTable): Statement {
	const last = sql`coalesce((select max(number) from ${tableOf[table]}), 0)`;
	return sql`update text_indexes set up_to = ${last} where name = ${table} and up_to > ${last}`;
}

/** Returns what is true of a record that the index does not have as it is now. */
export function isLate({ table }: TextIndex): Statement {
	const number = sql`${tableOf[table]}.number`;
	return dialects(
		sql`(${number} > ${lastIndexed[table]} or ${number} in (select number from ${notedOf[table]}))`,
		sql`exists (select 1 from ${notedOf[table]} as noted where noted.number = ${number})`,
	);
}

/**
 * Returns the newest records that the index does not have as they are now, to stand behind `from`.
 *
 * @param isMet what else has to be true of them, beginning with `and`
 */
export function lateRecords(
	{ table }: TextIndex,
	workspaceId: string,
	q: string,
	isMet: Statement,
): Statement {
	const records = tableOf[table];
	return dialects(
		sql`(select number from (select number from ${notedOf[table]} order by number desc ${atMost(MOST_LATE)})
				union select number from (select number from ${records} where number > ${lastIndexed[table]}
					order by number desc ${atMost(MOST_LATE)})) as late
			${recordOf(table, sql`late.number`, isMet)}`,
		sql`(select number from ${notedOf[table]} as noted where ${isFound(sql`noted`, workspaceId, q)}) as late
			${recordOf(table, sql`late.number`, isMet)}`,
	);
}

/** Returns what notes records of the embedded database for its index, of which something is true. */
export function noting(table: SearchedTable, which: Statement): Statement {
	return sql`
		insert into ${notedOf[table]} (number)
		select number from ${tableOf[table]} where ${which} on conflict do nothing`;
}

/** Returns what notes one of them, by its id. Each change of one does: by a statement that needs no putting together. */
export const notingOne: Record<SearchedTable, (id: string) => Statement> = {
	deals: (id) =>
		sql`insert into deals_to_index (number) select number from deals where id = ${id} on conflict do nothing`,
	contacts: (id) =>
		sql`insert into contacts_to_index (number) select number from contacts where id = ${id} on conflict do nothing`,
};

/** Returns how many records at most the index does not have as they are now, of those that a search reads. */
export async function countLate(reader: Reader, { table }: TextIndex): Promise<number> {
	const row = await reader.get<{ noted: number; added: number }>(sql`
		select (select count(*) from (select 1 from ${notedOf[table]} ${atMost(MOST_LATE)}) as part_of_it) as noted,
			coalesce((select max(number) from ${tableOf[table]}), 0) - ${lastIndexed[table]} as added`);
	return Number(row?.noted ?? 0) + Math.max(0, Number(row?.added ?? 0));
}

/** Brings some records into the index as they are now: those that changed before those that are new. */
export async function indexSome(transaction: Transaction, searchable: TextIndex): Promise<void> {
	const changed = await indexChanged(transaction, searchable);
	if (changed === 0) await indexNew(transaction, searchable);
}

/** Returns how many were noted. A record that was noted while it was new comes with those. */
async function indexChanged(transaction: Transaction, searchable: TextIndex): Promise<number> {
	const { table } = searchable;
	const [index, notes, records] = [indexOf[table], notedOf[table], tableOf[table]];
	const last = await lastOf(
		transaction,
		sql`select number from ${notes} order by number ${atMost(CHANGED_AT_ONCE)}`,
	);
	if (last === null) return 0;
	const some = sql`(select number from ${notes} where number <= ${last})`;
	await transaction.run(sql`delete from ${index} where rowid in ${some}`);
	await transaction.run(sql`
		insert into ${index} (rowid, text) select number, ${indexedText(searchable)} from ${records}
		where number in ${some} and number <= ${lastIndexed[table]}`);
	const changed = await transaction.count(sql`delete from ${notes} where number <= ${last}`);
	return changed;
}

/** To be called when none is noted. */
async function indexNew(transaction: Transaction, searchable: TextIndex): Promise<void> {
	const { table } = searchable;
	const [index, records] = [indexOf[table], tableOf[table]];
	const isNew = sql`number > ${lastIndexed[table]}`;
	const last = await lastOf(
		transaction,
		sql`select number from ${records} where ${isNew} order by number ${atMost(NEW_AT_ONCE)}`,
	);
	if (last === null) return;
	await transaction.run(sql`
		insert into ${index} (rowid, text) select number, ${indexedText(searchable)} from ${records}
		where ${isNew} and number <= ${last}`);
	await transaction.run(sql`update text_indexes set up_to = ${last} where name = ${table}`);
}

async function lastOf(reader: Reader, numbers: Statement): Promise<number | null> {
	const row = await reader.get<{ number: number | null }>(
		sql`select max(number) as number from (${numbers}) as part_of_it`,
	);
	return row?.number ?? null;
}

function trigrams(text: string): string[] {
	const letters = [...text];
	return [
		...new Set(letters.slice(2).map((letter, at) => `${letters[at]}${letters[at + 1]}${letter}`)),
	];
}

function quoted(text: string): string {
	return `"${text.replaceAll('"', '""')}"`;
}
