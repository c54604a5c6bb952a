import { findByAnyName } from '../../../contract/formerNames';
import type { LeadForm, LeadFormField } from '../forms/form';
import { nameOfCustomField } from '../forms/names';
import { availableFields, type AvailableField } from '../forms/questions';
import type { LoadedPipeline } from '../pipelines/store';
import type { Application, WantedForm } from './application';
import { inWantedOrder } from './order';

type WantedField = WantedForm['fields'][number];

/**
 * Returns what a lead form asks by a blueprint: its questions in its order, and those that the blueprint does not name where
 * they stand, unless these are to go. Undefined where it asks for something that there is not.
 */
export function formFieldsAfter(
	{ isDeleting, kept, refusals }: Pick<Application, 'isDeleting' | 'kept' | 'refusals'>,
	wanted: Pick<WantedForm, 'name' | 'fields'>,
	pipeline: LoadedPipeline,
	present: LeadForm | undefined,
): LeadFormField[] | undefined {
	const known = wanted.fields.map((field) => ({ field, asked: askedBy(field.name, pipeline) }));
	const unknown = known.filter(({ asked }) => !asked).map(({ field }) => `"${field.name}"`);
	if (unknown.length > 0) {
		refusals.push(
			`Lead form "${wanted.name}" asks for ${unknown.join(', ')}, which "${pipeline.name}" has no custom field for. Add it to custom_fields in the file, or take it out of the form.`,
		);
		return undefined;
	}
	const given = known.map(({ field, asked }) =>
		fieldAfter(field, asked as AvailableField, present),
	);
	const names = given.map(({ name }) => name);
	const available = availableFields(pipeline).map(({ name }) => name);
	const left = (present?.fields ?? []).filter(
		({ name }) => available.includes(name) && !names.includes(name),
	);
	if (isDeleting) return given;
	kept.push(...left.map(({ label }) => `question "${label}" of lead form "${wanted.name}"`));
	const all = new Map([...given, ...left].map((field) => [field.name, field]));
	const before = (present?.fields ?? []).map(({ name }) => name).filter((name) => all.has(name));
	const order = inWantedOrder([...new Set([...before, ...names])], names);
	return order.map((name) => all.get(name) as LeadFormField);
}

/** What is asked: a field of every form, or a custom field by its key, else by the name it has or had. */
function askedBy(name: string, pipeline: LoadedPipeline): AvailableField | undefined {
	const fields = availableFields(pipeline);
	const named = findByAnyName(name, pipeline.fields).found;
	const [custom] = named.length === 1 ? named : [];
	return fields.find(
		(field) => field.name === name || (custom && field.name === nameOfCustomField(custom.key)),
	);
}

function fieldAfter(
	wanted: WantedField,
	asked: AvailableField,
	present: LeadForm | undefined,
): LeadFormField {
	const before = present?.fields.find(({ name }) => name === asked.name);
	return {
		name: asked.name,
		label: wanted.label ?? before?.label ?? asked.label,
		help: wanted.help ?? before?.help ?? '',
		placeholder: wanted.placeholder ?? before?.placeholder ?? '',
		required: wanted.required ?? before?.required ?? asked.required,
	};
}
