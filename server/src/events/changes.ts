import type { Contact, Deal } from '../../../contract/types';

/** What changed of an object: the names of the fields, and their old values. */
export type Changes = { changed_fields: string[]; previous: Record<string, unknown> };

const NOT_COMPARED = ['id', 'url', 'notes_count', 'created_at', 'updated_at'];

/** Returns what differs between a deal before and after; custom fields one by one. */
export function dealChanges(before: Deal, after: Deal): Changes {
	const { custom_fields: oldValues, ...beforeRest } = before;
	const { custom_fields: newValues, ...afterRest } = after;
	const changes = differences(withoutState(beforeRest), withoutState(afterRest));
	const values = differences(oldValues, newValues);
	if (values.changed_fields.length > 0) {
		changes.changed_fields.push(...values.changed_fields.map((key) => `custom_fields.${key}`));
		changes.previous.custom_fields = values.previous;
	}
	if ('notes' in changes.previous) changes.previous.notes = before.notes;
	if ('reminder' in changes.previous) changes.previous.reminder = before.reminder;
	if ('contact' in changes.previous) changes.previous.contact = before.contact;
	return changes;
}

/** Returns what differs between a contact before and after. */
export function contactChanges(before: Contact, after: Contact): Changes {
	return differences(before, after);
}

/**
 * A reminder becomes due by the passing of time, and a contact may change and change back: that is no change of the
 * deal.
 */
function withoutState(deal: Omit<Deal, 'custom_fields'>): object {
	return {
		...deal,
		// A note is added, never changed, and a deal shows the newest ones only.
		notes: deal.notes_count,
		reminder: deal.reminder && { at: deal.reminder.at, note: deal.reminder.note },
		contact: deal.contact && { ...deal.contact, updated_at: null },
	};
}

function differences(before: object, after: object): Changes {
	const old = before as Record<string, unknown>;
	const current = after as Record<string, unknown>;
	const names = Object.keys({ ...old, ...current }).filter(
		(name) => !NOT_COMPARED.includes(name) && !isSame(valueOf(old, name), valueOf(current, name)),
	);
	return {
		changed_fields: names,
		previous: Object.fromEntries(names.map((name) => [name, valueOf(old, name)])),
	};
}

/** A custom field may be called "constructor": what every object inherits is no value. */
function valueOf(object: Record<string, unknown>, name: string): unknown {
	return Object.hasOwn(object, name) ? (object[name] ?? null) : null;
}

function isSame(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
	return JSON.stringify(a) === JSON.stringify(b);
}
