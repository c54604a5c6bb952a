import { isWebAddress } from '../../../../../contract/reading';
import { schemas } from '../../../../../contract/schemas';
import type { InputError } from '../../../../../contract/types';
import type { LoadedPipeline, StageRow } from '../../../pipelines/store';
import type { LeadFormField, FormSettings } from '../../../forms/form';
import { availableFields } from '../../../forms/questions';
import { isSafeAddress } from '../../../forms/redirect';
import { type Draft, optionLines } from './draft';

/** What can be saved, or why it cannot: each fault at the name of its input, e.g. `/label:email`. */
export type Checked =
	| { settings: FormSettings; faults: [] }
	| { settings?: never; faults: InputError[] };

/** Returns the settings a draft means, or everything that is wrong with it. */
export function checkDraft(draft: Draft, pipelines: LoadedPipeline[]): Checked {
	const place = draftStage(draft, pipelines);
	const origins = optionLines(draft.allowed_origins).map(originIn);
	const hosts = optionLines(draft.redirect_hosts).map(hostIn);
	const faults = [
		...texts(draft),
		...(place ? fieldFaults(draft.fields, place.pipeline) : [NO_STAGE]),
		...addressFaults(draft),
		...listFaults('redirect_hosts', draft.redirect_hosts, hosts, 'www.example.com'),
		...listFaults('allowed_origins', draft.allowed_origins, origins, 'https://www.example.com'),
	];
	if (!place || faults.length > 0) return { faults };
	return {
		settings: {
			...draft,
			pipeline_id: place.pipeline.id,
			redirect_url: draft.redirect_url || null,
			redirect_hosts: hosts.filter((host) => host !== undefined),
			allowed_origins: origins.filter((origin) => origin !== undefined),
			consent_text: draft.consent_text || null,
		},
		faults: [],
	};
}

/** Returns the pipeline and the stage a draft's deals start in, if they are still there. */
export function draftStage(
	{ stage_id }: Pick<Draft, 'stage_id'>,
	pipelines: LoadedPipeline[],
): { pipeline: LoadedPipeline; stage: StageRow } | undefined {
	for (const pipeline of pipelines) {
		const stage = pipeline.stages.find(({ id }) => id === stage_id);
		if (stage) return { pipeline, stage };
	}
	return undefined;
}

const NO_STAGE: InputError = {
	pointer: '/stage_id',
	detail: 'This stage no longer exists. Choose another one.',
};

type TextRule = { title: string; most: number; isNeeded: (draft: Draft) => boolean };

const { properties: form } = schemas.blueprintForm;
const { properties: question } = form.fields.items;

const always = () => true;
const never = () => false;
const textRules: Partial<Record<keyof Draft, TextRule>> = {
	name: { title: 'Name', most: form.name.maxLength, isNeeded: always },
	heading: { title: 'Heading', most: form.heading.maxLength, isNeeded: never },
	consent_text: { title: 'Consent', most: form.consent_text.maxLength, isNeeded: never },
	button_text: { title: 'Button', most: form.button_text.maxLength, isNeeded: always },
	thank_you: {
		title: 'Thank-you text',
		most: form.thank_you.maxLength,
		isNeeded: ({ redirect_url }) => !redirect_url,
	},
	redirect_url: { title: 'Address', most: 500, isNeeded: never },
};

function texts(draft: Draft): InputError[] {
	return Object.entries(textRules).flatMap(([input, { title, most, isNeeded }]) =>
		textFault(input, title, draft[input as keyof Draft] as string, most, isNeeded(draft)),
	);
}

function textFault(
	input: string,
	title: string,
	text: string,
	most: number,
	isNeeded: boolean,
): InputError[] {
	if (text === '' && isNeeded)
		return [{ pointer: `/${input}`, detail: `"${title}" is empty. Fill it in.` }];
	if (text.length <= most) return [];
	return [
		{ pointer: `/${input}`, detail: `"${title}" is longer than ${most} characters. Shorten it.` },
	];
}

function fieldFaults(fields: LeadFormField[], pipeline: LoadedPipeline): InputError[] {
	if (fields.length === 0) {
		return [{ pointer: '/add', detail: 'A form needs at least one field. Add one.' }];
	}
	const known = new Set(availableFields(pipeline).map(({ name }) => name));
	return fields.flatMap((field) => {
		const { name, label, help, placeholder } = field;
		const unknown = `"${label || name}" is not a custom field of pipeline "${pipeline.name}". Remove it, or choose a stage of its pipeline.`;
		return [
			...(known.has(name) ? [] : [{ pointer: `/label:${name}`, detail: unknown }]),
			...textFault(`label:${name}`, 'Label', label, question.label.maxLength, true),
			...textFault(`help:${name}`, 'Help', help, question.help.maxLength, false),
			...textFault(
				`placeholder:${name}`,
				'Placeholder',
				placeholder,
				question.placeholder.maxLength,
				false,
			),
		];
	});
}

function addressFaults({ redirect_url }: Draft): InputError[] {
	if (redirect_url === '' || isSafeAddress(redirect_url)) return [];
	const detail = `"${redirect_url.slice(0, 80)}" is not an address that a visitor can be sent to. Write the whole address, beginning with https://, e.g. https://www.example.com/thanks.`;
	return [{ pointer: '/redirect_url', detail }];
}

function listFaults(
	input: string,
	text: string,
	read: Array<string | undefined>,
	example: string,
): InputError[] {
	const wrong = optionLines(text).find((_, index) => read[index] === undefined);
	if (wrong === undefined) return [];
	return [
		{
			pointer: `/${input}`,
			detail: `"${wrong.slice(0, 80)}" cannot be used. Write it like ${example}.`,
		},
	];
}

/** People paste a page's address, or only its name; what is meant is the origin. */
function originIn(text: string): string | undefined {
	const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
	return isWebAddress(address) && !/[;'"*]/.test(text) ? new URL(address).origin : undefined;
}

function hostIn(text: string): string | undefined {
	const origin = originIn(text);
	return origin && new URL(origin).host;
}
