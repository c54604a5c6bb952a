import type {
	INodeParameterResourceLocator,
	INodeProperties,
	INodePropertyMode,
} from 'n8n-workflow';

/** Something of Fluid's that the user picks from a list, or names in another way. */
type Locator = {
	displayName: string;
	name: string;
	description: string;
	/** The list's method, see dropdowns.ts. */
	search: string;
	/** The parameter that decides what the list holds. */
	dependsOn?: string;
	/** The other ways. */
	modes: INodePropertyMode[];
	required?: boolean;
};

/** Returns the property for picking something from a list or in other ways. */
export function locator(given: Locator): INodeProperties {
	const { search, dependsOn, modes, ...rest } = given;
	return {
		...rest,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
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
			...modes,
		],
	};
}

/** Returns a way of picking by a text: by name, by email address. */
export function byTextMode(displayName: string, name: string, example: string): INodePropertyMode {
	const type = 'string';
	return { displayName, name, type, placeholder: `e.g. ${example}` };
}

/** Returns the way of picking by an ID. */
export function byIdMode(example: string): INodePropertyMode {
	const [start] = example.split('_');
	return {
		...byTextMode('By ID', 'id', example),
		validation: [
			{
				type: 'regex',
				properties: {
					regex: `^\\s*(${start}_[0-9a-z]{26})?\\s*$`,
					errorMessage: `An ID starts with ${start}_ and has 26 characters after it`,
				},
			},
		],
	};
}

/** Returns the ways of picking what has a name: by name suits another workspace as well. */
export function byNameOrIdModes(example: { name: string; id: string }): INodePropertyMode[] {
	return [byTextMode('By Name', 'name', example.name), byIdMode(example.id)];
}

/** Returns the property for a pipeline. */
export function pipelineLocator(description: string): INodeProperties {
	return locator({
		displayName: 'Pipeline',
		name: 'pipeline',
		description,
		search: 'searchPipelines',
		modes: byNameOrIdModes({ name: 'Sales', id: 'pip_01k9m6t0x4e8bvq2c7n5r3y1hd' }),
	});
}

/** Returns the property for a stage of the pipeline chosen beside it. */
export function stageLocator(
	displayName: string,
	name: string,
	description: string,
	pipeline = 'pipeline',
): INodeProperties {
	return locator({
		displayName,
		name,
		description,
		search: pipeline === 'pipeline' ? 'searchStages' : 'searchNewDealStages',
		dependsOn: pipeline,
		modes: byNameOrIdModes({ name: 'New lead', id: 'stg_01k9m6t0x5f2w8zj4d6s9b3k7m' }),
	});
}

/** What the user picked: an id or a name; nothing when the field is empty. */
export type LocatorChoice = { id: string } | { name: string } | undefined;

/**
 * Returns what was picked. n8n turns a list into "By ID" when an expression is dropped on it, so a value that has not
 * the form of an id is taken for a name there.
 */
export function chosen(given: unknown): LocatorChoice {
	const { mode = 'name', value = given } = (given ?? {}) as Partial<INodeParameterResourceLocator>;
	const text = value === null || typeof value === 'object' ? '' : String(value ?? '').trim();
	if (text === '') return undefined;
	return mode !== 'name' && ID.test(text) ? { id: text } : { name: text };
}

const ID = /^[a-z]{2,5}_[0-9a-z]{26}$/;
