import { plainDealFields } from '../../../../contract/plainDealFields';
import {
	type Link,
	linksText,
	type Reading,
	readCustomField,
	readField,
} from '../../../../contract/reading';
import type {
	Contact,
	CustomField,
	CustomFieldValue,
	Deal,
	DealInput,
	InputError,
} from '../../../../contract/types';
import { comparable } from '../kit/merge';
import { invalidInput } from '../../problems/problems';
import { sentenceCase } from '../../html/sentenceCase';
import { fieldAt } from './controls';
import type { DealForm } from './filledForm';

/** What another system knows a deal by is not a person's to change. */
const own = plainDealFields.filter(({ key }) => key !== 'external_id');

/** Fields that stand by themselves. */
const ALONE = [
	'name',
	'currency',
	'stage_id',
	'lost_reason',
	...own.map(({ key }) => key),
] as const;
const CONTACT = ['name', 'email', 'phone', 'title', 'linkedin_url'] as const;

/** Returns one name for fields that mean something only together: a value and its currency, a person, a company. */
export function together(name: string): string {
	if (name === 'currency') return 'value';
	return name.startsWith('custom_fields.') ? name : (name.split('.')[0] as string);
}

/** Returns a deal as its form shows it. */
export function formOfDeal(deal: Deal, fields: CustomField[]): DealForm {
	const { contact, company, reminder } = deal;
	return {
		...Object.fromEntries(ALONE.map((name) => [name, plainText(deal[name])])),
		...Object.fromEntries(CONTACT.map((name) => [`contact.${name}`, text(contact?.[name])])),
		'company.name': text(company?.name),
		'company.domain': text(company?.domain),
		'reminder.at': reminder ? reminder.at.slice(0, 16) : '',
		'reminder.note': text(reminder?.note),
		...Object.fromEntries(
			fields.map(({ key }) => [`custom_fields.${key}`, fieldText(deal.custom_fields[key] ?? null)]),
		),
	};
}

/**
 * Returns what a form that was sent means for a deal: what differs from the form as it was shown, and nothing else.
 *
 * @throws invalid_input with the place of each value that cannot be read
 */
export function inputOfForm(sent: DealForm, shown: DealForm, fields: CustomField[]): DealInput {
	const changed = (name: string) =>
		name in sent && comparable(sent[name]) !== comparable(shown[name]);
	const errors: InputError[] = [];
	const isEmpty = (name: string) => String(sent[name] ?? '').trim() === '';
	const value = (name: string) => readText(sent, name, errors);
	const input: Record<string, unknown> = {};
	for (const name of ALONE.filter(changed))
		input[name] = value(name) ?? (fieldAt(name).isClearable ? null : '');
	if (CONTACT.some((name) => changed(`contact.${name}`))) input.contact = contact();
	if (changed('company.name') || changed('company.domain')) input.company = company();
	if (changed('reminder.at') || changed('reminder.note')) input.reminder = reminder();
	const values = fields
		.filter(({ key }) => changed(`custom_fields.${key}`))
		.map((field) => [field.key, customValue(sent, field, errors)]);
	if (values.length > 0) input.custom_fields = Object.fromEntries(values) as object;
	if (errors.length > 0) throw invalidInput(errors);
	return input as DealInput;

	/** Another address is another person, of whom everything that was typed is sent. */
	function contact(): Record<string, unknown> | null {
		if (CONTACT.every((name) => isEmpty(`contact.${name}`))) return null;
		const isOther = changed('contact.email') && !isEmpty('contact.email');
		const given = CONTACT.filter((name) =>
			isOther ? !isEmpty(`contact.${name}`) : changed(`contact.${name}`),
		);
		return Object.fromEntries(given.map((name) => [name, value(`contact.${name}`)]));
	}

	/** The domain of a company that was already known by another name is left alone. */
	function company(): Record<string, unknown> | null {
		const name = value('company.name');
		const domain = value('company.domain');
		if (name === null && domain === null) return null;
		return {
			...(name !== null && { name }),
			...((domain !== null || !changed('company.name')) && { domain }),
		};
	}

	function reminder(): Record<string, unknown> | null {
		if (isEmpty('reminder.at') && isEmpty('reminder.note')) return null;
		if (isEmpty('reminder.at') && changed('reminder.at') && shown['reminder.at']) return null;
		return {
			...(changed('reminder.at') && !isEmpty('reminder.at') && { at: value('reminder.at') }),
			note: value('reminder.note'),
		};
	}
}

/** Returns a contact as its form shows it. */
export function formOfContact(contact: Contact): DealForm {
	return Object.fromEntries(CONTACT.map((name) => [`contact.${name}`, text(contact[name])]));
}

/**
 * Returns what a form that was sent means for a contact alone: what differs from the form as it was shown.
 *
 * @throws invalid_input with the place of each value that cannot be read, in the contact
 */
export function contactOfForm(sent: DealForm, shown: DealForm): Record<string, unknown> {
	const errors: InputError[] = [];
	const names = CONTACT.map((name) => `contact.${name}`).filter(
		(name) => name in sent && comparable(sent[name]) !== comparable(shown[name]),
	);
	const contact = names.map((name) => [
		name.slice('contact.'.length),
		readText(sent, name, errors),
	]);
	// The contact is the whole input here, and a part of it in the form.
	const own = errors.map(({ pointer, detail }) => ({
		pointer: pointer.slice('/contact'.length),
		detail,
	}));
	if (own.length > 0) throw invalidInput(own);
	return Object.fromEntries(contact) as Record<string, unknown>;
}

function text(value: string | number | null | undefined): string {
	return value === null || value === undefined ? '' : String(value);
}

function plainText(value: Deal[(typeof ALONE)[number]]): string {
	if (!Array.isArray(value)) return fieldText(value) as string;
	return isOfTexts(value) ? listText(value) : linksText(value);
}

function isOfTexts(entries: string[] | Link[]): entries is string[] {
	return entries.every((entry) => typeof entry === 'string');
}

function fieldText(value: CustomFieldValue): string | string[] {
	if (Array.isArray(value)) return value;
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	return text(value);
}

/** A comma within a label is distinguished from those between them. */
function listText(entries: string[]): string {
	if (entries.some((entry) => /[;\n]/.test(entry))) return JSON.stringify(entries);
	return entries.some((entry) => entry.includes(','))
		? entries.map((entry) => `${entry};`).join(' ')
		: entries.join(', ');
}

/** Returns what was typed into a field of the contract, e.g. `contact.email`; null where nothing was. */
function readText(sent: DealForm, name: string, errors: InputError[]): unknown {
	const typed = String(sent[name] ?? '').trim();
	if (typed === '') return null;
	const field = fieldAt(name);
	// The page shows and takes times of UTC, and says so.
	return valueOf(readField(field, typed, { zone: 'UTC' }), name, sentenceCase(field.label), errors);
}

function customValue(sent: DealForm, field: CustomField, errors: InputError[]): CustomFieldValue {
	const name = `custom_fields.${field.key}`;
	const given = sent[name] ?? '';
	const typed = Array.isArray(given)
		? given.filter((option) => option !== '')
		: given.replace(/\r\n/g, '\n').trim();
	if (typed.length === 0) return null;
	return valueOf(readCustomField(field, typed), name, field.name, errors) ?? null;
}

function valueOf<T>(
	reading: Reading<T>,
	name: string,
	label: string,
	errors: InputError[],
): T | undefined {
	if ('value' in reading) return reading.value;
	errors.push({ pointer: `/${name.replaceAll('.', '/')}`, detail: `${label}: ${reading.fault}` });
	return undefined;
}
