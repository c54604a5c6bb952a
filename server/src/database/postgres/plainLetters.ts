import type { Pool } from 'pg';
import { PLAIN_LETTERS, searchTextAnew } from '../../values/searchText';

/** What statements are sent by. */
type Asked = Pick<Pool, 'query'>;

const AT_ONCE = 500;

/**
 * Brings the texts into plain letters that a version before has written, a few at a time beside the work of others: until
 * then they are found by the letters they have. Those in ASCII are so already; letters for private use stand for workspaces.
 */
export async function indexInPlainLetters(pool: Asked, stopping: AbortSignal): Promise<void> {
	for (const index of ['deal_index', 'contact_index']) {
		const name = `${index} ${PLAIN_LETTERS}`;
		const { rows } = await pool.query('select 1 from plain_texts where name = $1', [name]);
		if (rows.length > 0) continue;
		for (let after: string | undefined = '0'; after !== undefined; )
			after = stopping.aborted ? undefined : await indexSome(pool, index, after);
		if (stopping.aborted) return;
		await pool.query('insert into plain_texts values ($1) on conflict do nothing', [name]);
	}
}

/** Returns the last number it has looked at, or undefined when no more are left. */
async function indexSome(pool: Asked, index: string, after: string): Promise<string | undefined> {
	const { rows } = await pool.query<{ rowid: string; text: string }>(
		`select rowid, text from ${index} where rowid > $1 and text ~ '[^\\u0001-\\u007f\\ue000-\\uefff]'
		order by rowid limit ${AT_ONCE}`,
		[after],
	);
	const others = rows
		.map(({ rowid, text }) => ({ rowid, before: text, anew: searchTextAnew(text) }))
		.filter(({ before, anew }) => anew !== before);
	// What was written meanwhile is newer.
	await pool.query(
		`update ${index} as entries set text = anew.text from unnest($1::bigint[], $2::text[], $3::text[]) as anew (number, before, text)
		where entries.rowid = anew.number and entries.text = anew.before`,
		[
			others.map(({ rowid }) => rowid),
			others.map(({ before }) => before),
			others.map(({ anew }) => anew),
		],
	);
	return rows.length < AT_ONCE ? undefined : rows.at(-1)?.rowid;
}
