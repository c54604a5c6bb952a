import { completed } from '../../../../../contract/reading';
import type { LeadFormField, LeadForm } from '../../../forms/form';
import { NEW_FORM } from '../../../forms/newForm';
import { type Posted, textIn, textsIn } from '../../../forms/posted';
import type { AvailableField } from '../../../forms/questions';

/** A form as it stands in the builder, whether it can be saved or not: lists are text with a line for each entry. */
export type Draft = {
	name: string;
	heading: string;
	stage_id: string;
	fields: LeadFormField[];
	consent_text: string;
	button_text: string;
	thank_you: string;
	redirect_url: string;
	redirect_hosts: string;
	allowed_origins: string;
	takes_plain: boolean;
};

const FIRST_FIELDS = ['name', 'email', 'company', 'message'];
const FIRST_REQUIRED = ['name', 'email'];

/** Returns what a new form begins with. */
export function newDraft(stageId: string, availableFields: AvailableField[]): Draft {
	const known = FIRST_FIELDS.flatMap((name) =>
		availableFields.filter((field) => field.name === name),
	);
	return {
		name: '',
		heading: NEW_FORM.heading,
		stage_id: stageId,
		fields: known.map((field) => ({
			...newField(field),
			required: FIRST_REQUIRED.includes(field.name),
		})),
		consent_text: '',
		button_text: NEW_FORM.button_text,
		thank_you: NEW_FORM.thank_you,
		redirect_url: '',
		redirect_hosts: '',
		allowed_origins: '',
		takes_plain: NEW_FORM.takes_plain,
	};
}

/** Returns a field as it is when it is added. */
export function newField({ name, label, required }: AvailableField): LeadFormField {
	return { name, label, help: '', placeholder: '', required };
}

/** Returns a stored form as the builder shows it. */
export function draftOf(form: LeadForm, availableFields: AvailableField[]): Draft {
	const known = new Set(availableFields.map(({ name }) => name));
	return {
		...form,
		fields: form.fields.filter(({ name }) => known.has(name)),
		consent_text: form.consent_text ?? '',
		redirect_url: form.redirect_url ?? '',
		redirect_hosts: form.redirect_hosts.join('\n'),
		allowed_origins: form.allowed_origins.join('\n'),
	};
}

/** Returns what stands in the builder. The order of the inputs is the order of the fields. */
export function readDraft(posted: Posted): Draft {
	const names = [...new Set(textsIn(posted, 'field'))];
	return {
		name: textIn(posted, 'name'),
		heading: textIn(posted, 'heading'),
		stage_id: textIn(posted, 'stage_id'),
		fields: names.map((name) => ({
			name,
			label: textIn(posted, `label:${name}`),
			help: textIn(posted, `help:${name}`),
			placeholder: textIn(posted, `placeholder:${name}`),
			required: textIn(posted, `required:${name}`) !== '',
		})),
		consent_text: textIn(posted, 'consent_text'),
		button_text: textIn(posted, 'button_text'),
		thank_you: textIn(posted, 'thank_you').replaceAll('\r\n', '\n'),
		redirect_url: completed(textIn(posted, 'redirect_url')),
		redirect_hosts: textIn(posted, 'redirect_hosts'),
		allowed_origins: textIn(posted, 'allowed_origins'),
		takes_plain: textIn(posted, 'takes_plain') !== '',
	};
}

/** Returns the entries of a list that was written with a line for each. */
export function optionLines(text: string): string[] {
	const lines = text.split(/[\s,]+/).filter((line) => line !== '');
	return [...new Set(lines)];
}
