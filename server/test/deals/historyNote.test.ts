import { expect, test } from 'vitest';
import type { CustomField, Event } from '../../../contract/types';
import { historyEntry } from '../../src/ui/deal/history';

const at = '2026-11-24T09:00:00.000Z';
const noteField = { key: 'note', name: 'Note' } as CustomField;
const changed = (field: string, previous: object, deal: object, noteTimes = new Set([at])) =>
	historyEntry(
		{
			type: 'deal.updated',
			timestamp: at,
			changed_fields: [field],
			previous,
			data: { deal: { updated_at: at, custom_fields: {}, ...deal } },
		} as unknown as Event,
		[noteField],
		noteTimes,
	).changes;

test('a custom field called "Note" is shown with its old value', () => {
	const previous = { custom_fields: { note: 'Call in spring' } };
	const deal = { custom_fields: { note: 'Call in autumn' } };
	expect(changed('custom_fields.note', previous, deal)).toEqual([
		{ label: 'Note', from: 'Call in spring', to: 'Call in autumn' },
	]);
});

test('a note is shown as it is written', () => {
	const deal = { notes: [{ text: 'Sounds interesting', created_at: at }] };
	expect(changed('notes', { notes: [] }, deal)).toEqual([
		{ label: 'Note', from: null, to: 'Sounds interesting', isNote: true },
	]);
});

test('the text of a note that was removed since is shown no more', () => {
	const deal = { notes: [{ text: 'By a wrong mapping', created_at: at }] };
	expect(changed('notes', { notes: [] }, deal, new Set())).toEqual([
		{ label: 'Note', from: null, to: null, isNote: true },
	]);
});
