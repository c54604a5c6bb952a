import type { CustomField, CustomFieldType } from '../../../contract/types';
import { invalidInput, problem } from '../problems/problems';
import { getPipeline, type WorkspaceWrite } from './changes';
import { fieldKey } from './fieldKey';
import { renamedInPlace } from '../pipelines/formerNames';
import { assertNameAvailable } from './names';
import { checkedOptions } from './options';
import { reordered } from './order';
import { type LoadedPipeline, listPipelines } from '../pipelines/store';
import { changeCustomField, createCustomField, moveCustomField } from './store';

/** What a person says of a custom field. */
export type CustomFieldSettings = {
	name: string;
	type: CustomFieldType;
	options: string[];
	required: boolean;
	/** Empty to have it made from the name. */
	key: string;
};

const KEY_PATTERN = /^[a-z][a-z0-9_]{0,59}$/;

/**
 * Makes a custom field behind the pipeline's others; returns its key.
 *
 * @throws invalid_input for a name or key that is taken or cannot be, and for options that are missing
 */
export async function addCustomField(
	{ transaction, workspaceId }: WorkspaceWrite,
	pipelineId: string,
	settings: CustomFieldSettings,
): Promise<string> {
	const { fields } = getPipeline(await listPipelines(transaction, workspaceId), pipelineId);
	assertNameAvailable(settings.name, fields, 'custom field');
	const keys = fields.map(({ key }) => key);
	const key = settings.key === '' ? keyFrom(settings.name, keys) : checkedKey(settings.key, keys);
	const options = checkedOptions(settings.type, settings.options);
	const { name, type, required } = settings;
	const field = { key, name, type, options, required, pipeline_id: pipelineId };
	await createCustomField(transaction, workspaceId, field);
	return key;
}

/**
 * Gives a custom field another name, other options, or makes it required or not. An option that stands in the place of
 * another is that one under a new name.
 *
 * @throws invalid_input for a name that is taken and for options that are missing; custom_field_not_found
 */
export async function changeField(
	{ transaction, workspaceId }: WorkspaceWrite,
	id: string,
	settings: Omit<CustomFieldSettings, 'type' | 'key'>,
): Promise<void> {
	const { pipeline, field } = getField(await listPipelines(transaction, workspaceId), id);
	const others = pipeline.fields.filter((other) => other !== field);
	const options = checkedOptions(field.type, settings.options);
	await changeCustomField(transaction, workspaceId, field, {
		name: assertNameAvailable(settings.name, others, 'custom field'),
		options,
		required: settings.required,
		renamed: renamedInPlace(field.options, options),
	});
}

/** Puts a custom field at a position from 1 on; returns it. */
export async function placeField(
	{ transaction, workspaceId }: WorkspaceWrite,
	id: string,
	position: number,
): Promise<CustomField> {
	const { pipeline, field } = getField(await listPipelines(transaction, workspaceId), id);
	const ids = pipeline.fields.map((each) => each.id);
	for (const [index, each] of reordered(ids, id, position).entries()) {
		await moveCustomField(transaction, workspaceId, each, index + 1);
	}
	return field;
}

/**
 * Returns the custom field with the id, and its pipeline.
 *
 * @throws custom_field_not_found
 */
export function getField(
	pipelines: LoadedPipeline[],
	id: string,
): { pipeline: LoadedPipeline; field: CustomField } {
	for (const pipeline of pipelines) {
		const field = pipeline.fields.find((candidate) => candidate.id === id);
		if (field) return { pipeline, field };
	}
	throw problem('custom_field_not_found');
}

/** A second "Size" in other words gets the key size_2. */
function keyFrom(name: string, keys: string[]): string {
	const key = fieldKey(name);
	if (key === undefined) {
		const detail = `No key can be made from "${name}". Type one yourself below, e.g. industry.`;
		throw invalidInput([{ pointer: '/key', detail }]);
	}
	for (let number = 1; ; number += 1) {
		const tail = number === 1 ? '' : `_${number}`;
		const candidate = `${key.slice(0, 60 - tail.length)}${tail}`;
		if (!keys.includes(candidate)) return candidate;
	}
}

function checkedKey(key: string, keys: string[]): string {
	const fault = keys.includes(key)
		? `This pipeline has a custom field with the key "${key}" already. Choose another key.`
		: 'A key begins with a small letter and has up to 60 small letters, digits and underscores, e.g. deal_size.';
	if (keys.includes(key) || !KEY_PATTERN.test(key)) {
		throw invalidInput([{ pointer: '/key', detail: fault }]);
	}
	return key;
}
