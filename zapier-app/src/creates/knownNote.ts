import type { Bundle, ZObject } from 'zapier-platform-core';
import type { DealInput, IngestResult, Note } from '../../../contract/types';
import { call } from '../request';
import { isTest } from '../unanswered';
import { hasRunId } from './runKey';

/** So long the same note counts as sent again. */
export const NOTE_WINDOW_MS = 24 * 60 * 60 * 1000;

/**
 * Returns what a step sends, without its note where the deal got the very same one within a day: all else that is sent
 * again sets the same values, but a note would stand there twice. Where the Run ID tells that it was sent (see
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
	const isKnown = (await notesOf(z, bundle, rest)).some(
		(known) => isSame(known, asKept(note)) && known.created_at > since,
	);
	return isKnown ? rest : body;
}

/** Returns the notes of the deal that Fluid would change; none where it would create one. Asking it saves nothing. */
async function notesOf(z: ZObject, bundle: Bundle, body: DealInput) {
	const { data } = await call<IngestResult>(z, bundle, 'POST', '/api-ingest', {
		gives: ['action', 'deal'],
		query: { dry_run: 'true' },
		body,
	});
	return data.action === 'created' ? [] : data.deal.notes;
}

/** A note as a deal shows it: of a long one the beginning, with the length of the whole. */
type Shown = Note & { text_length?: number };

/** Two notes that begin alike for a thousand characters and are of one length are the same one. */
function isSame({ text, text_length = text.length }: Shown, note: string): boolean {
	const isCut = text_length > text.length;
	return isCut ? note.startsWith(text) && lengths(note).includes(text_length) : text === note;
}

/** An emoji is one character to people, and two to a computer. */
const lengths = (text: string) => [text.length, [...text].length];

/** Returns a text as Fluid keeps it. */
const asKept = (text: string) => text.replaceAll('\0', '').toWellFormed();
