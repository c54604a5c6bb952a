import type { ConflictLabels } from '../../kit/conflictNote';
import type { Values } from '../../kit/merge';
import type { LoadedPipeline } from '../../../pipelines/store';
import type { LeadFormField } from '../../../forms/form';
import { draftStage } from './checkDraft';
import type { Draft } from './draft';

/** What the builder calls the parts of a draft. */
export const LABELS: Record<keyof Draft, string> = {
	name: 'Name',
	heading: 'Heading',
	stage_id: 'New deals start in',
	fields: 'Fields',
	consent_text: 'Consent',
	button_text: 'Button',
	thank_you: 'Thank-you text',
	redirect_url: 'Address after sending',
	redirect_hosts: 'Other hosts it may redirect to',
	allowed_origins: 'Only on these sites',
	takes_plain: 'Also accept the plain HTML form',
};

/** Returns a draft as values that can be compared: each field of the form as one text. */
export function draftValues(draft: Draft): Values {
	const { fields, takes_plain } = draft;
	const texts = Object.keys(LABELS).map((name) => [name, String(draft[name as keyof Draft])]);
	return {
		...Object.fromEntries(texts),
		fields: fields.map(({ name, label, help, placeholder, required }) =>
			JSON.stringify({ name, label, help, placeholder, required }),
		),
		takes_plain: takes_plain ? 'yes' : '',
	};
}

/** Returns the draft that values stand for. */
export function draftWith(values: Values): Draft {
	return {
		...(values as unknown as Draft),
		fields: [values.fields ?? []].flat().map((field) => JSON.parse(field) as LeadFormField),
		takes_plain: values.takes_plain === 'yes',
	};
}

/** Returns how the builder says what is in a draft. */
export function draftConflictLabels(pipelines: LoadedPipeline[]): ConflictLabels {
	return {
		label: (name) => LABELS[name as keyof Draft],
		say: (name, value = '') => {
			if (name === 'fields') return fieldNames([value].flat());
			if (name === 'takes_plain') return value === 'yes' ? 'Yes' : 'No';
			if (name === 'stage_id') return placeText(String(value), pipelines);
			return String(value);
		},
	};
}

function fieldNames(fields: string[]): string {
	return fields
		.map((field) => JSON.parse(field) as LeadFormField)
		.map(({ label, required }) => `${label}${required ? ' (required)' : ''}`)
		.join(', ');
}

function placeText(stageId: string, pipelines: LoadedPipeline[]): string {
	const place = draftStage({ stage_id: stageId }, pipelines);
	return place ? `${place.stage.name} (${place.pipeline.name})` : 'a stage that was deleted';
}
