import type { CustomField, CustomFieldValue, Deal, DealInput } from '../../../contract/types';

/** A form of a deal as it was filled in: text by the field's place, e.g. `contact.email`; lists of options as lists. */
export type DealForm = Record<string, string | string[]>;

const PLAIN = [
	'name',
	'value',
	'currency',
	'stage_id',
	'lost_reason',
	'owner_email',
	'source',
] as const;
const CONTACT = ['name', 'email', 'phone', 'title', 'linkedin_url'] as const;

/** Returns a deal as its form shows it. */
export function formOfDeal(deal: Deal, fields: CustomField[]): DealForm {
	const { contact, company, reminder } = deal;
	return {
		...Object.fromEntries(PLAIN.map((name) => [name, text(deal[name])])),
		...Object.fromEntries(CONTACT.map((name) => [`contact.${name}`, text(contact?.[name])])),
		'company.name': text(company?.name),
		'company.domain': text(company?.domain),
		'reminder.at': reminder ? reminder.at.slice(0, 16) : '',
		'reminder.note': text(reminder?.note),
		labels: deal.labels.join(', '),
		...Object.fromEntries(
			fields.map(({ key }) => [`custom_fields.${key}`, fieldText(deal.custom_fields[key] ?? null)]),
		),
	};
}

/**
 * Returns what a form that was sent means for a deal: what differs from the form as it was shown, and nothing else. A
 * text that is no number stays text, so that the contract's own check says what is wrong with it.
 */
export function inputOfForm(sent: DealForm, shown: DealForm, fields: CustomField[]): DealInput {
	const changed = (name: string) =>
		name in sent && JSON.stringify(same(sent[name])) !== JSON.stringify(same(shown[name]));
	const value = (name: string) => orNull(String(sent[name] ?? '').trim());
	const input: Record<string, unknown> = {};
	for (const name of PLAIN.filter(changed)) input[name] = value(name);
	if ('name' in input) input.name ??= '';
	if ('currency' in input) input.currency = String(input.currency ?? '').toUpperCase();
	if ('value' in input) input.value = number(input.value as string | null);
	if (changed('labels')) input.labels = labels(String(sent.labels ?? ''));
	if (CONTACT.some((name) => changed(`contact.${name}`))) input.contact = contact();
	if (changed('company.name') || changed('company.domain')) input.company = company();
	if (changed('reminder.at') || changed('reminder.note')) input.reminder = reminder();
	const values = fields
		.filter(({ key }) => changed(`custom_fields.${key}`))
		.map((field) => [field.key, fieldValue(sent[`custom_fields.${field.key}`] ?? '', field)]);
	if (values.length > 0) input.custom_fields = Object.fromEntries(values) as object;
	return input as DealInput;

	/** Another address is another person, of whom everything that was typed is told. */
	function contact(): Record<string, string | null> | null {
		const isEmpty = CONTACT.every((name) => value(`contact.${name}`) === null);
		if (isEmpty) return null;
		const isOther = changed('contact.email') && value('contact.email') !== null;
		const told = CONTACT.filter((name) =>
			isOther ? value(`contact.${name}`) !== null : changed(`contact.${name}`),
		);
		return Object.fromEntries(told.map((name) => [name, value(`contact.${name}`)]));
	}

	/** The domain of a company that was already known by another name is left alone. */
	function company(): Record<string, string | null> | null {
		const name = value('company.name');
		const domain = value('company.domain');
		if (name === null && domain === null) return null;
		return {
			...(name !== null && { name }),
			...((domain !== null || !changed('company.name')) && { domain }),
		};
	}

	function reminder(): Record<string, string | null> | null {
		const at = value('reminder.at');
		if (at === null && value('reminder.note') === null) return null;
		if (at === null && changed('reminder.at') && shown['reminder.at']) return null;
		return {
			...(changed('reminder.at') && at !== null && { at: `${at}:00Z` }),
			note: value('reminder.note'),
		};
	}
}

/** Line ends differ between what was shown and what a browser sends; no option chosen is sent as an empty one. */
function same(value: string | string[] | undefined): string | string[] {
	if (Array.isArray(value)) {
		const options = value.filter((option) => option !== '');
		return options.length === 0 ? '' : options;
	}
	return (value ?? '').replace(/\r\n/g, '\n').trim();
}

function text(value: string | number | null | undefined): string {
	return value === null || value === undefined ? '' : String(value);
}

function fieldText(value: CustomFieldValue): string | string[] {
	if (Array.isArray(value)) return value;
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	return text(value);
}

function fieldValue(sent: string | string[], { type }: CustomField): CustomFieldValue {
	if (type === 'multi_select') {
		const options = [sent].flat().filter((option) => option !== '');
		return options.length === 0 ? null : options;
	}
	const typed = String(sent).replace(/\r\n/g, '\n').trim();
	if (typed === '') return null;
	if (type === 'number') return number(typed);
	if (type === 'boolean') return typed === 'yes';
	return typed;
}

function number(typed: string | null): number | string | null {
	return typed === null || Number.isNaN(Number(typed)) ? typed : Number(typed);
}

function labels(typed: string): string[] {
	return typed
		.split(',')
		.map((label) => label.trim())
		.filter((label) => label !== '');
}

function orNull(typed: string): string | null {
	return typed === '' ? null : typed;
}
