import { schemas } from '../../../contract/schemas';
import type { CustomFieldType } from '../../../contract/types';
import { sentenceCase } from '../html/sentenceCase';

/** A field every form can ask, whatever the pipeline. */
export type BuiltIn = {
	/** What the owner reads. */
	title: string;
	/** What a visitor reads unless the owner writes something else. */
	label: string;
	type: CustomFieldType;
	/** For the browser, which offers what it has stored about its user (HTML, autofill field names). */
	autocomplete: string;
	maxLength: number;
};

type Property = { title: string; maxLength?: number };

const contact = schemas.contactInput.properties;
const company = schemas.companyInput.properties;
const deal = schemas.dealInput.properties;

/** Longest number that is written out. */
const NUMBER_LENGTH = 20;

/** The built-in fields by name, in the order they are offered. */
export const builtIns: Record<string, BuiltIn> = {
	name: builtIn(contact.name, 'Name', 'text', 'name'),
	first_name: builtIn(contact.first_name, 'First name', 'text', 'given-name'),
	last_name: builtIn(contact.last_name, 'Last name', 'text', 'family-name'),
	email: builtIn(contact.email, 'Email', 'email', 'email'),
	phone: builtIn(contact.phone, 'Phone', 'phone', 'tel'),
	title: builtIn(contact.title, 'Job title', 'text', 'organization-title'),
	linkedin_url: builtIn(contact.linkedin_url, 'LinkedIn profile', 'url', 'off'),
	company: builtIn(company.name, 'Company', 'text', 'organization'),
	company_domain: builtIn(company.domain, 'Company website', 'url', 'url'),
	value: builtIn(deal.value, 'Budget', 'number', 'off'),
	message: builtIn(deal.note, 'Message', 'long_text', 'off'),
};

/** The built-in fields that describe the contact, named as in the contract. */
export const contactNames = [
	'name',
	'first_name',
	'last_name',
	'email',
	'phone',
	'title',
	'linkedin_url',
] as const;

function builtIn(
	property: Property,
	label: string,
	type: CustomFieldType,
	autocomplete: string,
): BuiltIn {
	const { title, maxLength = NUMBER_LENGTH } = property;
	return { title: sentenceCase(title), label, type, autocomplete, maxLength };
}
