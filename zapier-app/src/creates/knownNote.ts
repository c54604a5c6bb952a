import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Deal, DealInput, IngestResult, Note } from '../../../contract/types';
import { call, get } from '../request';
import { isTest } from '../unanswered';
import { hasRunId } from './runKey';

/** So long the same note counts as sent again. */
export const NOTE_WINDOW_MS = 24 * 60 * 60 * 1000;

/**
 * Returns what a step sends, without its note where the deal got the very same one within a day: all else that is sent
 * again sets the same values, but a note would stand there twice. Where the Run ID shows that it was sent (see
 * runKey.ts), nothing has to be looked up.
 */
export async function withoutKnownNote(
	z: ZObject,
	bundle: Bundle,
	body: DealInput,
	now: Date,
): Promise<DealInput> {
	const { note, ...rest } = body;
	if (note === undefined || body.mode === 'create' || hasRunId(bundle) || isTest(bundle))
		return body;
	const since = new Date(now.getTime() - NOTE_WINDOW_MS).toISOString();
	const kept = asKept(note);
	const isKnown = (await notesOf(z, bundle, rest, kept)).some(
		({ text, created_at }) => text === kept && created_at > since,
	);
	return isKnown ? rest : body;
}

/** Returns the notes of the deal that Fluid would change; none where it would create one. Asking it saves nothing. */
async function notesOf(z: ZObject, bundle: Bundle, body: DealInput, note: string) {
	const { data } = await call<IngestResult>(z, bundle, 'POST', '/api-ingest', {
		gives: ['action', 'deal'],
		query: { dry_run: 'true' },
		body,
	});
	return data.action === 'created' ? [] : wholeNotes(z, bundle, data.deal, note);
}

/**
 * A deal shows the beginning of a long note, and its length: where both are the same, the notes are read as they were
 * written, for the ends may differ.
 */
async function wholeNotes(z: ZObject, bundle: Bundle, { id, notes }: Deal, note: string) {
	const { length } = [...note];
	const mayBe = ({ text, text_length }: Note) =>
		text_length === length && text !== note && note.startsWith(text);
	if (!notes.some(mayBe)) return notes;
	const path = `/api-deals/${encodeURIComponent(id)}/notes`;
	const { data } = await get<{ data: Note[] }>(z, bundle, path, ['data'], { limit: notes.length });
	return data;
}

/** Returns a text as Fluid keeps it. */
const asKept = (text: string) => text.replaceAll('\0', '').toWellFormed();
