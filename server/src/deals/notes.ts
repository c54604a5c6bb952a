import type { Note } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { atMost, dialects, isAmong, nothing, sql, type Statement } from '../database/sql';
import { newId } from '../values/ids';

/** How many notes a deal shows, and how many characters of each: answers and events about a deal must stay small. */
const NOTES_SHOWN = 20;
const CHARACTERS_SHOWN = 1000;

/** A note with the id by which a list goes on. */
export type ListedNote = Note & { id: string };

/** Returns notes of a deal as they were written, newest first, from behind the cursor (an id) on. */
export function listNotes(
	reader: Reader,
	workspaceId: string,
	dealId: string,
	{ limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<ListedNote[]> {
	return reader.all<ListedNote>(sql`
		select id, text, length(text) as text_length, created_at from notes
		where workspace_id = ${workspaceId} and deal_id = ${dealId}
		${cursor === undefined ? nothing : sql`and id < ${cursor}`}
		order by id desc ${atMost(limit)}`);
}

/** Returns at which of some times a note was written that the deal still has. */
export async function listNoteTimes(
	reader: Reader,
	workspaceId: string,
	dealId: string,
	times: string[],
): Promise<Set<string>> {
	const rows = await reader.all<{ created_at: string }>(sql`
		select created_at from notes
		where workspace_id = ${workspaceId} and deal_id = ${dealId} and ${isAmong(sql`created_at`, times)}`);
	return new Set(rows.map(({ created_at }) => created_at));
}

const ALL_AS_JSON = dialects(
	sql`json_group_array(json_object('text', text, 'text_length', text_length, 'created_at', created_at))`,
	sql`coalesce(json_agg(json_build_object('text', text, 'text_length', text_length, 'created_at', created_at))::text, '[]')`,
);

/** The newest notes of a deal as its object shows them, newest first, as JSON: a part of a statement that reads deals. */
export const SHOWN_NOTES: Statement = sql`(select ${ALL_AS_JSON}
		from (select substr(text, 1, ${CHARACTERS_SHOWN}) as text, length(text) as text_length, created_at
			from notes where notes.workspace_id = deals.workspace_id and deal_id = deals.id
			order by notes.id desc ${atMost(NOTES_SHOWN)}) as shown)`;

/** Returns what a deal shows once a note is added to those it shows. */
export function withNote(shown: Note[], text: string | undefined, created_at: string): Note[] {
	if (text === undefined) return shown;
	// Characters, as the database counts them: an emoji has a length of two.
	const characters = [...text];
	const note = {
		text: characters.slice(0, CHARACTERS_SHOWN).join(''),
		text_length: characters.length,
		created_at,
	};
	return [note, ...shown].slice(0, NOTES_SHOWN);
}

/** Adds a note to a deal, and returns its id. */
export async function insertNote(
	transaction: Transaction,
	workspaceId: string,
	dealId: string,
	{ text, created_at }: Pick<Note, 'text' | 'created_at'>,
): Promise<string> {
	const id = newId('note');
	await transaction.run(sql`
		insert into notes (workspace_id, id, deal_id, text, created_at)
		values (${workspaceId}, ${id}, ${dealId}, ${text}, ${created_at})`);
	return id;
}
