import type { Note } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { nothing, sql } from '../database/sql';
import { newId } from '../values/ids';

/** How many notes a deal shows, and how many characters of each: what is told of a deal must stay small. */
const NOTES_SHOWN = 20;
const CHARACTERS_SHOWN = 1000;

/** A note with the id by which a list goes on. */
export type ListedNote = Note & { id: string };

/** Returns notes of a deal as they were written, newest first, from behind the cursor (an id) on. */
export function listNotes(
	reader: Reader,
	dealId: string,
	{ limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<ListedNote[]> {
	return reader.all<ListedNote>(sql`
		select id, text, length(text) as text_length, created_at from notes where deal_id = ${dealId}
		${cursor === undefined ? nothing : sql`and id < ${cursor}`}
		order by id desc limit ${limit}`);
}

/** Returns the newest notes of a deal as its object shows them, newest first. */
export function shownNotes(reader: Reader, dealId: string): Promise<Note[]> {
	return reader.all<Note>(sql`
		select substr(text, 1, ${CHARACTERS_SHOWN}) as text, length(text) as text_length, created_at
		from notes where deal_id = ${dealId} order by id desc limit ${NOTES_SHOWN}`);
}

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

/** Adds a note to a deal. */
export async function insertNote(
	transaction: Transaction,
	dealId: string,
	{ text, created_at }: Pick<Note, 'text' | 'created_at'>,
): Promise<void> {
	await transaction.run(sql`
		insert into notes (id, deal_id, text, created_at)
		values (${newId('note')}, ${dealId}, ${text}, ${created_at})`);
}
