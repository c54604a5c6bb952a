import { schemas } from '../../../contract/schemas';
import type { ContactInput, CustomFieldValue, DealInput } from '../../../contract/types';
import { contactNames } from './builtIns';
import { cut } from './cut';
import type { LeadForm } from './form';
import type { Question } from './questions';

type Values = Record<string, CustomFieldValue>;

const longest = schemas.dealInput.properties;

/**
 * Returns what a submission means for the deals: a change of the visitor's open deal, which keeps its name and stage,
 * or a new deal named after the company, else the person, else the form. Of a text that is longer than the deal's field
 * takes it has the beginning; the submission keeps the whole.
 *
 * @param openDealId the one deal that the visitor has open; undefined: a new one is made
 */
export function dealInputOf(
	form: LeadForm,
	questions: Question[],
	answers: Values,
	openDealId: string | undefined,
): DealInput {
	const values = fitting(questions, answers);
	const asked = {
		...contactAndCompany(values),
		...(values.value !== undefined && { value: values.value as number }),
		...(values.message !== undefined && { note: values.message as string }),
		custom_fields: customFields(questions, values),
	};
	if (openDealId !== undefined) return { ...asked, id: openDealId };
	return {
		...asked,
		name: dealName(form, values),
		pipeline_id: form.pipeline_id,
		stage_id: form.stage_id,
		source: cut(`Form: ${form.name}`, longest.source.maxLength),
		match_on: 'none',
	};
}

function fitting(questions: Question[], values: Values): Values {
	const lengths = new Map(questions.map(({ name, maxLength }) => [name, maxLength]));
	const entries = Object.entries(values).map(([name, value]) => [
		name,
		typeof value === 'string' ? cut(value, lengths.get(name) as number) : value,
	]);
	return Object.fromEntries(entries) as Values;
}

function contactAndCompany(values: Values): Pick<DealInput, 'contact' | 'company'> {
	const given = contactNames.filter((name) => values[name] !== undefined);
	const contact = Object.fromEntries(given.map((name) => [name, values[name]])) as ContactInput;
	const { company: name, company_domain: domain } = values as Record<string, string | undefined>;
	return {
		...(given.length > 0 && { contact }),
		...((name ?? domain) !== undefined && {
			company: { ...(name !== undefined && { name }), ...(domain !== undefined && { domain }) },
		}),
	};
}

function customFields(questions: Question[], values: Values): Values {
	const entries = questions.flatMap(({ key, name }) =>
		key !== undefined && values[name] !== undefined ? [[key, values[name]] as const] : [],
	);
	return Object.fromEntries(entries);
}

function dealName(form: LeadForm, values: Values): string {
	const { company, company_domain, name, first_name, last_name, email, phone } = values as Record<
		string,
		string | undefined
	>;
	const person = name ?? [first_name, last_name].filter(Boolean).join(' ');
	const found = [company, person, company_domain, email, phone].find(Boolean);
	return cut(found ?? form.name, longest.name.maxLength);
}
