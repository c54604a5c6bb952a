import { fields } from '../../../../contract/fields';
import { schemas } from '../../../../contract/schemas';
import { type Link, linksText } from '../../../../contract/reading';
import type {
	Company,
	Contact,
	CustomField,
	Deal,
	Event,
	Note,
	Reminder,
} from '../../../../contract/types';
import { sentenceCase } from '../../html/sentenceCase';
import type { HistoricChange } from '../../events/history';
import { exactTime } from '../kit/time';
import { formatMoney } from '../kit/formatMoney';

/** What happened to a deal at a moment: a heading, and what changed from what to what. */
export type HistoryEntry = { at: string; title: string; changes: HistoryChange[] };

/**
 * Returns a change in words, in short where its event is gone.
 *
 * @param noteTimes when the notes were written that the deal still has
 */
export function historicEntry(
	change: HistoricChange,
	customFields: CustomField[],
	noteTimes: Set<string>,
): HistoryEntry {
	if ('event' in change) return historyEntry(change.event, customFields, noteTimes);
	const { type, timestamp: at, changed_fields } = change.kept;
	return { at, title: titleOfKept(type, changed_fields, customFields), changes: [] };
}

function titleOfKept(type: string, changedFields: string[], customFields: CustomField[]): string {
	if (type === 'deal.created') return 'Created';
	if (type === 'form.submitted') return 'Lead form submitted';
	const labels = changedFields
		.filter((field) => !SAID_BY_NAME.includes(field))
		.map((field) => labelOf(field, customFields));
	return labels.length === 0 ? 'Changed' : `Changed: ${labels.join(', ')}`;
}

function labelOf(field: string, customFields: CustomField[]): string {
	const key = field.replace(/^custom_fields\./, '');
	if (key !== field) return customFields.find((each) => each.key === key)?.name ?? key;
	return shows[field as keyof Deal]?.label ?? LABELS.get(field) ?? field;
}

/** One value that changed; null is none. */
export type HistoryChange = {
	label: string;
	from: string | null;
	to: string | null;
	/**
	 * Whether it is a note, which is shown as it is written: a custom field may be called "Note" too. The text of one that
	 * was removed is shown no more.
	 */
	isNote?: boolean;
};

/** Returns an event in words. */
export function historyEntry(
	event: Event,
	customFields: CustomField[],
	noteTimes: Set<string>,
): HistoryEntry {
	const at = event.timestamp;
	if (event.type === 'form.submitted') {
		return { at, title: `Lead form "${event.data.form?.name ?? ''}" submitted`, changes: [] };
	}
	const deal = event.data.deal as Deal;
	if (event.type === 'deal.created') {
		const source = deal.source ? ` from ${deal.source}` : '';
		return { at, title: `Created in "${deal.stage_name}"${source}`, changes: [] };
	}
	const changes = changesOf(event, deal, customFields).map((one) =>
		one.isNote && !noteTimes.has(deal.updated_at) ? { ...one, to: null } : one,
	);
	return { at, title: titleOf(event, deal), changes };
}

function titleOf({ changed_fields, undo }: Event, deal: Deal): string {
	if (changed_fields.includes('status')) {
		return deal.status === 'open' ? 'Reopened' : `Marked as ${deal.status}`;
	}
	if (changed_fields.includes('stage_id')) return `Moved to "${deal.stage_name}"`;
	const isOnlyNotes = changed_fields.every((field) => field === 'notes');
	if (!isOnlyNotes) return 'Changed';
	return undo ? 'Note removed' : 'Note added';
}

const LABELS = labelsOf(schemas.deal);
const CONTACT_LABELS = labelsOf(schemas.contact);

/** The names that go with these ids say the same in words. */
const SAID_BY_NAME = ['pipeline_id', 'stage_id'];

function changesOf(
	{ changed_fields, previous }: Event,
	deal: Deal,
	customFields: CustomField[],
): HistoryChange[] {
	const old = (previous ?? {}) as Partial<Deal>;
	return changed_fields
		.filter((field) => !SAID_BY_NAME.includes(field))
		.flatMap((field): HistoryChange | HistoryChange[] => {
			if (field === 'contact') return contactChanges(old.contact, deal.contact);
			const key = field.replace(/^custom_fields\./, '');
			if (key !== field) {
				const label = customFields.find((each) => each.key === key)?.name ?? key;
				const { [key]: from } = old.custom_fields ?? {};
				return { label, from: plain(from), to: plain(deal.custom_fields[key]) };
			}
			const name = field as keyof Deal;
			const { label, text } = shows[name] ?? { label: LABELS.get(field) ?? field, text: plain };
			if (name === 'notes') return { label, from: null, to: text(deal[name], deal), isNote: true };
			return { label, from: text(old[name], { ...deal, ...old }), to: text(deal[name], deal) };
		});
}

/** Of the same person, shows what changed; of another one, who it is. */
function contactChanges(from: Contact | null | undefined, to: Contact | null): HistoryChange[] {
	if (!from || from.id !== to?.id) {
		return [{ label: 'Contact', from: contactText(from ?? null), to: contactText(to) }];
	}
	return CONTACT_FIELDS.filter((name) => from[name] !== to[name]).map((name) => ({
		label: CONTACT_LABELS.get(name) ?? name,
		from: from[name],
		to: to[name],
	}));
}

const CONTACT_FIELDS = ['name', 'email', 'phone', 'title', 'linkedin_url'] as const;

function labelsOf(schema: typeof schemas.deal | typeof schemas.contact): Map<string, string> {
	return new Map(fields(schema).map(({ key, label }) => [key, sentenceCase(label)]));
}

type Show = { label: string; text: (value: unknown, deal: Deal) => string | null };

const shows: Partial<Record<keyof Deal, Show>> = {
	stage_name: { label: 'Stage', text: (value) => plain(value) },
	pipeline_name: { label: 'Pipeline', text: (value) => plain(value) },
	value: {
		label: 'Value',
		text: (value, { currency }) =>
			typeof value === 'number' ? formatMoney(value, currency) : null,
	},
	company: {
		label: 'Company',
		text: (value) => {
			const company = value as Company | null;
			return company && [company.name, company.domain].filter(Boolean).join(', ');
		},
	},
	reminder: {
		label: 'Reminder',
		text: (value) => {
			const reminder = value as Reminder | null;
			return reminder && [exactTime(reminder.at), reminder.note].filter(Boolean).join(': ');
		},
	},
	notes: {
		label: 'Note',
		// A note is added, never changed: the new one is what there is to say.
		text: (value, deal) => newestNote(value as Note[], deal),
	},
};

function newestNote(notes: Note[], { updated_at }: Deal): string | null {
	const [newest] = notes;
	if (newest?.created_at !== updated_at) return null;
	// An event shows the beginning of a long one; it stands in full among the notes.
	return [...newest.text].length < newest.text_length ? `${newest.text}...` : newest.text;
}

function contactText(contact: Contact | null): string | null {
	if (!contact) return null;
	return [contact.name, contact.email].filter(Boolean).join(', ');
}

function entryText(entry: string | Link): string {
	return typeof entry === 'string' ? entry : linksText([entry]);
}

function plain(value: unknown): string | null {
	if (value === null || value === undefined || value === '') return null;
	if (typeof value === 'boolean') return value ? 'Yes' : 'No';
	if (Array.isArray(value)) return value.length === 0 ? null : value.map(entryText).join(', ');
	return String(value);
}
