import { searched, workspaceLetters } from '../values/searchText';
import type { Reader, SearchedTable, Transaction } from './database';
import { dialects, sql, type Statement } from './sql';

/**
 * An index of three letters each of what records are searched by (https://sqlite.org/fts5.html#the_trigram_tokenizer).
 * A change only notes the record's number; `indexSome` brings the index up to date, many at once, which takes a third of
 * the time that one by one would. Until then a search reads the noted records themselves.
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

/** So many noted records are read by a search: the index is rarely further behind, and never for long. */
const MOST_NOTED = 2_000;

/** Few enough that nobody waits for them, also where they are indexed anew, which takes twice as long. */
const AT_ONCE = 250;

/** Returns what is true of a record in whose text another one occurs. */
export function mentions({ table, texts }: TextIndex, q: string): Statement {
	const index = indexOf[table];
	const parts = searched(q).map((part) =>
		dialects(
			sql`is_mentioned(${part}, ${texts})`,
			sql`exists (select 1 from ${index} where rowid = ${tableOf[table]}.number and ${index}.text like ${containing(part)})`,
		),
	);
	return anyOf(parts);
}

/** Returns what a record is found by in the index, as a part of a statement that reads it. */
export function indexedText({ table, texts }: TextIndex): Statement {
	return sql`search_text(${tableOf[table]}.workspace_id, ${texts})`;
}

/** Returns what is true of the entries of an index that may mention a text, as `deal_index` or `contact_index` has them. */
export function indexMentions(index: TextIndex, workspaceId: string, q: string): Statement {
	const words = searched(q).map((text) => trigrams(text).map(quoted).join(' AND '));
	const either = words.map((all) => `(${all})`).join(' OR ');
	const own = indexOf[index.table];
	return dialects(
		sql`${own} match ${`${quoted(workspaceLetters(workspaceId))} AND (${either})`}`,
		sql`${own}.text like ${`${workspaceLetters(workspaceId)}%`} and ${anyOf(
			searched(q).map((part) => sql`${own}.text like ${containing(part)}`),
		)}`,
	);
}

function anyOf(parts: Statement[]): Statement {
	return parts.reduce((one, other) => sql`(${one} or ${other})`);
}

/** Returns the pattern of PostgreSQL for texts that hold a part. */
function containing(part: string): string {
	return `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** The index of each table, and where the numbers of its records are noted that it does not have as they are now. */
export const indexOf = { deals: sql`deal_index`, contacts: sql`contact_index` };
const notedOf = { deals: sql`deals_to_index`, contacts: sql`contacts_to_index` };
const tableOf = { deals: sql`deals`, contacts: sql`contacts` };

/** Returns the newest noted records, to stand behind `from`. */
export function noted({ table }: TextIndex): Statement {
	const records = tableOf[table];
	return dialects(
		sql`(select number as noted from ${notedOf[table]} order by number desc limit ${MOST_NOTED}) as late
			cross join ${records} on ${records}.number = late.noted`,
		// There, a change leaves none behind.
		sql`(select * from ${records} where false) as ${records}`,
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

/** Returns how many records are noted, of those that a search reads. */
export async function countNoted(reader: Reader, { table }: TextIndex): Promise<number> {
	const row = await reader.get<{ records: number }>(sql`
		select count(*) as records from (select 1 from ${notedOf[table]} limit ${MOST_NOTED}) as part_of_it`);
	return Number(row?.records ?? 0);
}

/** Brings some noted records into the index; returns how many. */
export async function indexSome(
	transaction: Transaction,
	searchable: TextIndex,
	most = AT_ONCE,
): Promise<number> {
	const { table } = searchable;
	const [index, notes, records] = [indexOf[table], notedOf[table], tableOf[table]];
	const last = await transaction.get<{ number: number }>(sql`
		select max(number) as number from (select number from ${notes} order by number limit ${most}) as part_of_it`);
	const isOneOf = sql`number in (select number from ${notes} where number <= ${last?.number ?? null})`;
	await transaction.run(sql`
		delete from ${index} where rowid in (select number from ${notes} where number <= ${last?.number ?? null})`);
	await transaction.run(sql`
		insert into ${index} (rowid, text) select number, ${indexedText(searchable)} from ${records} where ${isOneOf}`);
	return transaction.count(sql`delete from ${notes} where number <= ${last?.number ?? null}`);
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
