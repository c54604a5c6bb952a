import { customFieldTypeNames, hasOptions } from '../../../contract/customFieldTypes';
import type { Blueprint, InputError } from '../../../contract/types';
import { fieldKey } from '../pipelineEditing/fieldKey';
import { findRepeatedNames } from '../pipelineEditing/names';
import { MOST_OPTIONS } from '../pipelineEditing/options';
import { faults } from '../problems/validation';
import { storable } from '../values/storable';
import type { WantedForm } from './application';
import { BlueprintRefused } from './refused';

type BlueprintField = NonNullable<Blueprint['pipelines'][number]['custom_fields']>[number];

/**
 * Returns the blueprint a text holds.
 *
 * @throws BlueprintRefused with a sentence for each fault
 */
export function readBlueprint(text: string): Blueprint {
	const blueprint = parse(text);
	const wrongForm = faults('blueprint', blueprint).map(sentence);
	if (wrongForm.length > 0) throw new BlueprintRefused(wrongForm);
	const wrongSense = blueprintFaults(blueprint as Blueprint);
	if (wrongSense.length > 0) throw new BlueprintRefused(wrongSense);
	return blueprint as Blueprint;
}

function parse(text: string): unknown {
	let blueprint: unknown;
	try {
		blueprint = storable(JSON.parse(text.replace(/^\uFEFF/, '')));
	} catch (reason) {
		throw new BlueprintRefused([`It is not valid JSON: ${(reason as Error).message}.`]);
	}
	if (blueprint !== null && typeof blueprint === 'object' && !Array.isArray(blueprint))
		return blueprint;
	throw new BlueprintRefused([
		'It must be an object such as {"pipelines": [{"name": "Sales", "stages": ["New lead"]}]}.',
	]);
}

function sentence({ pointer, detail }: InputError): string {
	return `At ${pointer || 'the top'}: ${detail}`;
}

/** Returns what is wrong with a blueprint beyond its schema, a sentence for each fault. */
export function blueprintFaults({ pipelines, forms = [] }: Blueprint): string[] {
	const names = pipelines.map(({ name }) => name);
	return [
		...repeated(names).map((name) => `Pipeline ${name} appears twice. Combine the two.`),
		...pipelines.flatMap(({ name, stages, custom_fields = [] }) => [
			...[name, ...stages, ...custom_fields.map((field) => field.name)].flatMap((text) =>
				lineFaults(`The name ${JSON.stringify(text)}`, text),
			),
			...repeated(stages).map(
				(stage) => `Pipeline "${name}" has two stages named ${stage}. Rename one.`,
			),
			...fieldFaults(name, custom_fields),
			...custom_fields.flatMap((field) => optionFaults(name, field)),
		]),
		...repeated(forms.map(({ name }) => name)).map(
			(name) => `Lead form ${name} appears twice. Combine the two.`,
		),
		...forms.flatMap(formFaults),
	];
}

function formFaults({ name, fields }: WantedForm): string[] {
	return [
		...[name, ...fields.flatMap(({ label = [] }) => label)].flatMap((text) =>
			lineFaults(`The name ${JSON.stringify(text)}`, text),
		),
		...repeated(fields.map((field) => field.name)).map(
			(field) => `Lead form "${name}" asks for ${field} twice. Remove one.`,
		),
	];
}

/** The pages take each of them in one line, without the spaces around it. */
function lineFaults(what: string, text: string): string[] {
	if (text.trim() !== text) return [`${what} begins or ends with a space. Remove the space.`];
	return /[\r\n]/.test(text) ? [`${what} has a line break in it. Write it in one line.`] : [];
}

function optionFaults(pipeline: string, { name, options = [] }: BlueprintField): string[] {
	const field = `custom field "${name}" of "${pipeline}"`;
	const tooMany =
		options.length > MOST_OPTIONS
			? [
					`The ${field} has ${options.length} options, but a field has at most ${MOST_OPTIONS}. Shorten the list.`,
				]
			: [];
	return [
		...tooMany,
		...options.flatMap((option) =>
			lineFaults(`The option ${JSON.stringify(option)} of ${field}`, option),
		),
	];
}

const WITH_OPTIONS = customFieldTypeNames.filter(hasOptions).join(' or ');

function fieldFaults(pipeline: string, fields: BlueprintField[]): string[] {
	const keyless = fields.filter(({ name, key }) => (key ?? fieldKey(name)) === undefined);
	const keys = fields
		.map(({ name, key }) => key ?? fieldKey(name))
		.filter((key) => key !== undefined);
	const names = fields.map(({ name }) => name);
	return [
		...keyless.map(
			({ name }) =>
				`Custom field "${name}" of "${pipeline}" needs a key, because none can be made from its name. Add one such as "key": "industry".`,
		),
		...repeated(names).map(
			(name) => `Pipeline "${pipeline}" has two custom fields named ${name}. Rename one.`,
		),
		...repeated(keys).map(
			(key) => `Pipeline "${pipeline}" has two custom fields with the key ${key}. Change one.`,
		),
		...fields
			.filter(({ type, options }) => options?.length && !hasOptions(type))
			.map(
				({ name, type }) =>
					`Custom field "${name}" of "${pipeline}" has options, which a ${type} field cannot have. Make its type ${WITH_OPTIONS}, or remove the options.`,
			),
	];
}

/** Returns what stands twice, upper and lower case alike, in quotes. */
function repeated(names: string[]): string[] {
	const twice = findRepeatedNames(names).map(({ name, first }) =>
		first === name ? `"${name}"` : `"${name}" (also "${first}")`,
	);
	return [...new Set(twice)];
}
