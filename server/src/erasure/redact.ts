import type { Contact, Deal, Event, Submission } from '../../../contract/types';
import type { ErasedFields } from './chosenFields';
import { ERASED, withoutAddresses } from './mentions';
import { isAddress, isPerson, type Person } from './person';

type Values = Record<string, unknown>;

/** Returns an event without what it says about a person; its ids, type and sequence stay. */
export function redactedEvent(event: Event, person: Person, erased: ErasedFields): Event {
	const { deal, contact, submission } = event.data;
	const isItsDeal = isPersonsDeal(deal, event.previous as Partial<Deal> | null, person);
	let previous = event.previous as Values | null;
	if (isItsDeal) previous = previous && (redactedDeal(previous, person, erased) as Values);
	if (isPerson(person, contact)) previous = previous && emptyContact(previous);
	const data = redactedValue(event.data, person, erased) as Event['data'];
	return withoutNamed(person, {
		...event,
		data: {
			...data,
			...(isItsDeal && deal && { deal: redactedDeal(deal, person, erased) as Deal }),
			...(submission && { submission: redactedSubmission(submission, person) }),
		},
		previous,
	}) as Event;
}

/** Returns whether a deal was the person's when it was written down. */
function isPersonsDeal(
	deal: Partial<Deal> | undefined,
	previous: Partial<Deal> | null,
	person: Person,
): boolean {
	return isPerson(person, deal?.contact) || (!!deal && isPerson(person, previous?.contact));
}

/** Returns anything that was answered, without what it says about a person: deals and contacts are known by their ids. */
export function redactedAnswer(answer: unknown, person: Person, erased: ErasedFields): unknown {
	return withoutNamed(person, redactedValue(answer, person, erased));
}

function redactedValue(value: unknown, person: Person, erased: ErasedFields): unknown {
	if (Array.isArray(value)) return value.map((entry) => redactedValue(entry, person, erased));
	if (typeof value !== 'object' || value === null) return value;
	const object = value as Values;
	const kind = typeof object.id === 'string' ? object.id.split('_', 1)[0] : undefined;
	if (kind === 'con' && isPerson(person, object as Partial<Contact>)) return emptyContact(object);
	if (kind === 'deal' && isPerson(person, object.contact as Partial<Contact> | null))
		return redactedDeal(object, person, erased);
	return Object.fromEntries(
		Object.entries(object).map(([name, inner]) => [name, redactedValue(inner, person, erased)]),
	);
}

/** What of a contact says nothing about a person. */
const KEPT = ['id', 'company', 'created_at', 'updated_at'];

/** Returns a contact, or what a contact had before, of which nothing but its id is left. */
export function emptyContact<T extends object>(contact: T): T {
	return Object.fromEntries(
		Object.entries(contact).map(([name, value]) => [name, KEPT.includes(name) ? value : null]),
	) as T;
}

/** Also of what a deal had before, which has some of its fields. */
function redactedDeal(
	deal: object,
	person: Person,
	{ fields, customFields }: ErasedFields,
): object {
	const left: Values = { ...deal };
	for (const field of fields) {
		if (field === 'reminder_note') left.reminder &&= { ...(left.reminder as object), note: null };
		else if (field in left) left[field] = EMPTY[field] ?? null;
	}
	if (left.custom_fields)
		left.custom_fields = Object.fromEntries(
			Object.entries(left.custom_fields).map(([key, value]) => [
				key,
				customFields.has(key) ? null : value,
			]),
		);
	if (isPerson(person, left.contact as Contact | null))
		left.contact = emptyContact(left.contact as Contact);
	return left;
}

/** What takes the place of a field that cannot be null. */
const EMPTY: Values = { name: ERASED, notes: [], labels: [], conversation_links: [] };

/** Returns a submission without what was entered and where its visitor came from, if it is the person's. */
function redactedSubmission(submission: Submission, person: Person): Submission {
	if (!isPersonsSubmission(submission, person)) return submission;
	const { id, form_id, deal_id, contact_id, submitted_at } = submission;
	const empty = Object.fromEntries(Object.keys(submission).map((name) => [name, null]));
	const kept = { id, form_id, deal_id, contact_id, submitted_at };
	return { ...empty, ...kept, fields: {} } as unknown as Submission;
}

/** Returns whether the person has sent something with a form. */
export function isPersonsSubmission(
	{ contact_id, fields }: Pick<Submission, 'contact_id' | 'fields'>,
	person: Person,
): boolean {
	return (
		(contact_id !== null && person.ids.has(contact_id)) ||
		Object.values(fields).some((value) => isAddress(person, value))
	);
}

/** Addresses in whatever other text; who is responsible for a deal is a colleague. */
function withoutNamed(person: Person, value: unknown, name = ''): unknown {
	if (typeof value === 'string') {
		if (name === 'owner_email') return value;
		if (name === 'email') return isAddress(person, value) ? ERASED : value;
		return withoutAddresses(person, value);
	}
	if (Array.isArray(value)) return value.map((entry) => withoutNamed(person, entry));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key, withoutNamed(person, inner, key)]),
	);
}
