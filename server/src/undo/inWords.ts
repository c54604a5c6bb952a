import type { Run, UndoCounts } from '../../../contract/types';
import { parseMoment } from '../values/moment';

/** Whether undoing is still to happen or has happened. */
type Tense = 'will_be' | 'was';

/** Returns what undoing a run comes to, a sentence for each thing; an empty list where there is nothing. */
export function undoInWords(counts: UndoCounts, tense: Tense): string[] {
	const deleted = [
		counted(counts.deals_deleted, 'deal', 'deals'),
		counted(counts.contacts_deleted, 'contact', 'contacts'),
		counted(counts.companies_deleted, 'company', 'companies'),
	].filter((text) => text !== undefined);
	const count = counts.deals_deleted + counts.contacts_deleted + counts.companies_deleted;
	return [
		...(deleted.length > 0 ? [`${listed(deleted)} ${verb(count, tense)} deleted.`] : []),
		...sentence(counts.updates_undone, 'update', 'updates', `taken back`, tense),
		...sentence(counts.notes_removed, 'note', 'notes', 'removed', tense),
		...(counts.kept > 0 ? [keptInWords(counts.kept, tense)] : []),
	];
}

/** What follows where all of a run is gone. */
export const SENT_AGAIN =
	'What it had sent can be sent again at once, e.g. the same file be imported.';

/** A run that has changed something so recently may be going on. */
const GOING_ON_MS = 30_000;

/** Returns what to think of before a run is undone that may still be going on; undefined for any other. */
export function goingOnInWords(lastChangeAt: string, now: Date): string | undefined {
	const last = parseMoment(lastChangeAt) as Date;
	if (now.getTime() - last.getTime() > GOING_ON_MS) return undefined;
	return 'The run may still be going on: it has changed something within the last half minute. Stop it first; what it changes while it is undone stays, until it is undone once more.';
}

/** Returns when a run was undone, or how far that has come; nothing where nobody wants it undone. */
export function undoneInWords({ undo }: Pick<Run, 'undo'>, moment: (at: string) => string): string {
	if (!undo) return '';
	if (undo.finished_at) return moment(undo.finished_at);
	return ['Under way.', ...undoInWords(undo.counts, 'was')].join(' ');
}

/** Returns how many deliveries undoing will cause, as a sentence. */
export function deliveriesInWords(deliveries: number): string {
	if (deliveries === 0)
		return 'No delivery will be sent: no webhook that wants these events asks for undone changes.';
	return `${counted(deliveries, 'delivery', 'deliveries')} will be sent to webhooks that ask for undone changes.`;
}

/** Returns what made a run. */
export function madeByInWords({ made_by }: Run): string {
	if (made_by === null) return 'Unknown';
	if (made_by.type === 'person') return 'By hand';
	if (made_by.type === 'command') return 'The fluid command';
	return made_by.name === null ? 'An API key' : `API key ${made_by.name}`;
}

function sentence(count: number, one: string, many: string, what: string, tense: Tense): string[] {
	const text = counted(count, one, many);
	return text === undefined ? [] : [`${text} ${verb(count, tense)} ${what}.`];
}

function keptInWords(kept: number, tense: Tense): string {
	const text = counted(kept, 'record', 'records') as string;
	const stays = tense === 'will_be' ? 'will stay' : kept === 1 ? 'stays' : 'stay';
	const them = kept === 1 ? 'it' : 'them';
	return `${text} ${stays}, in whole or in part: somebody has changed ${them} since, or something else needs ${them}.`;
}

function verb(count: number, tense: Tense): string {
	if (tense === 'will_be') return 'will be';
	return count === 1 ? 'was' : 'were';
}

function counted(count: number, one: string, many: string): string | undefined {
	return count === 0 ? undefined : `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

function listed(texts: string[]): string {
	const last = texts.at(-1) as string;
	return texts.length === 1 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
