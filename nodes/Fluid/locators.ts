import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';

/** Something of Fluid's that the user picks from a list, or gives by id or by name. */
type Locator = {
	displayName: string;
	name: string;
	description: string;
	/** The list's method, see dropdowns.ts. */
	search: string;
	/** The parameter that decides what the list holds. */
	dependsOn?: string;
	placeholder: { id: string; name: string };
	idStart: string;
};

/** Returns the property for picking something from a list, by id, or by name, which suits another workspace as well. */
export function locator(given: Locator): INodeProperties {
	const { displayName, name, description, search, dependsOn, placeholder, idStart } = given;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description,
		...(dependsOn === undefined
			? {}
			: { typeOptions: { loadOptionsDependsOn: [`${dependsOn}.value`] } }),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: search, searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: `e.g. ${placeholder.name}`,
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${placeholder.id}`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `^\\s*(${idStart}_[0-9a-z]{26})?\\s*$`,
							errorMessage: `An ID starts with ${idStart}_ and has 26 characters after it`,
						},
					},
				],
			},
		],
	};
}

/** Returns the property for a pipeline. */
export function pipelineLocator(description: string): INodeProperties {
	return locator({
		displayName: 'Pipeline',
		name: 'pipeline',
		description,
		search: 'searchPipelines',
		placeholder: { id: 'pip_01k9m6t0x4e8bvq2c7n5r3y1hd', name: 'Sales' },
		idStart: 'pip',
	});
}

/** Returns the property for a stage of the pipeline chosen beside it. */
export function stageLocator(
	displayName: string,
	name: string,
	description: string,
): INodeProperties {
	return locator({
		displayName,
		name,
		description,
		search: 'searchStages',
		dependsOn: 'pipeline',
		placeholder: { id: 'stg_01k9m6t0x5f2w8zj4d6s9b3k7m', name: 'New lead' },
		idStart: 'stg',
	});
}

/** What the user picked: an id or a name; nothing when the field is empty. */
export type Choice = { id: string } | { name: string } | undefined;

/**
 * Returns what was picked. n8n turns a list into "By ID" when an expression is dropped on it, so a value that has not
 * the form of an id is taken for a name there.
 */
export function chosen(given: unknown): Choice {
	const { mode = 'name', value = given } = (given ?? {}) as Partial<INodeParameterResourceLocator>;
	const text = value === null || typeof value === 'object' ? '' : String(value ?? '').trim();
	if (text === '') return undefined;
	return mode !== 'name' && ID.test(text) ? { id: text } : { name: text };
}

const ID = /^[a-z]{2,5}_[0-9a-z]{26}$/;
