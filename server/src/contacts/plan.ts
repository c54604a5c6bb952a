import type { Company, Contact, ContactInput, DealInput } from '../../../contract/types';
import type { Reader } from '../database/database';
import { isSameEmail } from '../values/email';
import { newId } from '../values/ids';
import { findContactByEmail } from './store';

/** What will become of a contact: nothing is written yet. `before` is what it was, if it was. */
export type ContactPlan = {
	contact: Contact;
	before: Contact | null;
	isNew: boolean;
	isChanged: boolean;
};

/**
 * Returns the contact an input means: the one with its email address; else the deal's own, unless that one has
 * another address; else a new one.
 *
 * @param current the contact the deal has so far
 * @param company the company the deal will have; a contact without one joins it
 * @param rule whether what is sent takes the place of what a known contact has, or only fills what it lacks
 */
export async function planContact(
	reader: Reader,
	workspaceId: string,
	input: ContactInput,
	current: Contact | null,
	company: Company | null,
	now: string,
	rule: DealInput['contact_rule'] = 'overwrite',
): Promise<ContactPlan> {
	const before = await contactMeant(reader, workspaceId, input.email, current);
	if (before) {
		const change = rule === 'fill' ? onlyLacking(before, input) : input;
		return changedContact(before, change, company, now);
	}

	const { name, first_name, last_name } = names(input, nobody);
	const contact: Contact = {
		id: newId('con'),
		name,
		first_name,
		last_name,
		email: input.email ?? null,
		phone: input.phone ?? null,
		title: input.title ?? null,
		linkedin_url: input.linkedin_url ?? null,
		company,
		created_at: now,
		updated_at: now,
	};
	return { contact, before: null, isNew: true, isChanged: false };
}

/** Of several contacts with the address, the deal's own stays its own. */
async function contactMeant(
	reader: Reader,
	workspaceId: string,
	email: string | null | undefined,
	current: Contact | null,
): Promise<Contact | null> {
	if (!email || (current && isSameEmail(email, current.email))) return current;
	const owner = await findContactByEmail(reader, workspaceId, email);
	return owner ?? (current?.email === null ? current : null);
}

/** Returns a contact as an input changes it. An email address that is only written in another way is not a change. */
export function changedContact(
	before: Contact,
	input: ContactInput,
	company: Company | null,
	now: string,
): ContactPlan {
	const contact: Contact = {
		...before,
		...names(input, before),
		email:
			input.email === undefined || isSameEmail(input.email, before.email)
				? before.email
				: input.email,
		phone: input.phone === undefined ? before.phone : input.phone,
		title: input.title === undefined ? before.title : input.title,
		linkedin_url: input.linkedin_url === undefined ? before.linkedin_url : input.linkedin_url,
		company: before.company && before.company.id !== company?.id ? before.company : company,
	};
	const isChanged = JSON.stringify(contact) !== JSON.stringify(before);
	return {
		contact: isChanged ? { ...contact, updated_at: now } : contact,
		before,
		isNew: false,
		isChanged,
	};
}

/** Returns a contact with what it lacks and another one has. */
export function filledContact(before: Contact, other: Contact, now: string): ContactPlan {
	const { name, first_name, last_name, email, phone, title, linkedin_url } = other;
	const input = { name, first_name, last_name, email, phone, title, linkedin_url };
	return changedContact(before, onlyLacking(before, input), other.company, now);
}

/** Returns of an input what the contact lacks. A full name that is its first and last name grows with them. */
function onlyLacking(before: Contact, input: ContactInput): ContactInput {
	const lacking = Object.entries(input).filter(
		([key, value]) => !isBlank(value) && isBlank(before[key as keyof ContactInput]),
	);
	const change = Object.fromEntries(lacking) as ContactInput;
	const addsName = change.first_name !== undefined || change.last_name !== undefined;
	const isOwnName = !isBlank(before.name) && before.name !== fullName(before);
	return addsName && isOwnName ? { ...change, name: before.name } : change;
}

type Names = Pick<Contact, 'name' | 'first_name' | 'last_name'>;

const nobody: Names = { name: null, first_name: null, last_name: null };

/** A full name is split at its first space; first and last name make a full name. */
function names(input: ContactInput, before: Names): Names {
	if (input.first_name !== undefined || input.last_name !== undefined) {
		const first_name = blankToNull(
			input.first_name === undefined ? before.first_name : input.first_name,
		);
		const last_name = blankToNull(
			input.last_name === undefined ? before.last_name : input.last_name,
		);
		const name = blankToNull(input.name ?? fullName({ first_name, last_name }));
		return { name, first_name, last_name };
	}
	if (input.name === undefined) {
		return { name: before.name, first_name: before.first_name, last_name: before.last_name };
	}
	const name = blankToNull(input.name);
	if (name === null) return nobody;
	const [first_name = null, ...rest] = name.split(/\s+/);
	return { name, first_name, last_name: blankToNull(rest.join(' ')) };
}

function fullName({ first_name, last_name }: Omit<Names, 'name'>): string {
	return [first_name, last_name].filter((part) => part !== null).join(' ');
}

function isBlank(text: string | null | undefined): boolean {
	return blankToNull(text) === null;
}

function blankToNull(text: string | null | undefined): string | null {
	const trimmed = text?.trim() ?? '';
	return trimmed === '' ? null : trimmed;
}
