import type { Contact } from '../../../contract/types';
import { findContact, findContactByEmail, findIdsByEmail } from '../contacts/store';
import { findMergedInto } from '../contacts/merged';
import type { Reader } from '../database/database';
import { emailKey } from '../values/email';

/** Whom to find: by the id of a contact, which may be gone by now, or by email address. */
export type SoughtPerson = { contact_id: string } | { email: string };

/** By what a person is recognised in whatever is stored. It grows while more is found. */
export type Person = {
	/** Ids of all contacts the person had. */
	ids: Set<string>;
	/** Every spelling of an address, and what they are compared by. */
	spellings: Set<string>;
	emailKeys: Set<string>;
	/** What is only looked for where a caller has written it by itself: a phone may be that of a whole office. */
	phones: Set<string>;
};

/** Returns the person with all contacts there are of them now, and those that were merged into them; nobody may be found. */
export async function findPerson(
	reader: Reader,
	workspaceId: string,
	wanted: SoughtPerson,
): Promise<Person> {
	const person: Person = {
		ids: new Set(),
		spellings: new Set(),
		emailKeys: new Set(),
		phones: new Set(),
	};
	if ('email' in wanted) addEmail(person, wanted.email);
	else person.ids.add(wanted.contact_id);
	const meant: Partial<Contact> | undefined =
		'email' in wanted ? wanted : await findContact(reader, workspaceId, wanted.contact_id);
	addPhone(person, meant);
	const { email } = meant ?? {};
	for (const id of email ? await findIdsByEmail(reader, workspaceId, email) : []) {
		person.ids.add(id);
		const contact = await findContact(reader, workspaceId, id);
		if (contact?.email) addEmail(person, contact.email);
		addPhone(person, contact);
	}
	await learnMerged(reader, workspaceId, person);
	return person;
}

/** Returns whether a contact, as it stands anywhere, is the person. */
export function isPerson(person: Person, contact: Partial<Contact> | null | undefined): boolean {
	if (!contact) return false;
	return (
		(typeof contact.id === 'string' && person.ids.has(contact.id)) ||
		isAddress(person, contact.email)
	);
}

/** Returns whether a value is an address of the person. */
export function isAddress({ emailKeys }: Person, value: unknown): boolean {
	return typeof value === 'string' && emailKeys.has(emailKey(value));
}

/**
 * Notes what a contact of the person, found in something that happened earlier, was known by. An address that another
 * contact has now is that one's.
 *
 * @returns whether anything of it was new
 */
export async function learn(
	reader: Reader,
	workspaceId: string,
	person: Person,
	contact: Partial<Contact>,
): Promise<boolean> {
	const before = person.ids.size + person.spellings.size;
	if (typeof contact.email === 'string' && !person.spellings.has(contact.email)) {
		const owner = await findContactByEmail(reader, workspaceId, contact.email);
		if (!owner || person.ids.has(owner.id)) addEmail(person, contact.email);
	}
	if (typeof contact.id === 'string' && !person.ids.has(contact.id)) {
		const other = await findContact(reader, workspaceId, contact.id);
		if (!other) person.ids.add(contact.id);
	}
	if (typeof contact.id === 'string' && person.ids.has(contact.id)) addPhone(person, contact);
	return person.ids.size + person.spellings.size > before;
}

/** Notes which contacts were merged into those of the person; returns whether any was new. */
export async function learnMerged(
	reader: Reader,
	workspaceId: string,
	{ ids }: Person,
): Promise<boolean> {
	const before = ids.size;
	for (let from = [...ids]; from.length > 0; ) {
		const merged = await findMergedInto(reader, workspaceId, from);
		from = merged.filter((id) => !ids.has(id));
		for (const id of from) ids.add(id);
	}
	return ids.size > before;
}

function addEmail(person: Person, email: string): void {
	person.spellings.add(email);
	person.emailKeys.add(emailKey(email));
}

function addPhone({ phones }: Person, contact: Partial<Contact> | undefined): void {
	if (typeof contact?.phone === 'string') phones.add(contact.phone);
}
