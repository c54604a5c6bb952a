import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Schema } from '../../contract/bundle';
import { fields, type Field } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import {
	choiceOptions,
	collection,
	fieldsToClear,
	groupOf,
	propertyFor,
	sortedByName,
} from './fields';
import { pipelineLocator, stageLocator } from './locators';

/** Where each field of a deal stands in the node. */
export type DealFields = {
	/** Beside the pickers. */
	top: Field[];
	/** Contact, company, reminder: a group each. */
	groups: Field[];
	/** Under Additional Fields. */
	additional: Field[];
	/** Under Options. */
	options: Field[];
};

/** What the pipeline and stage pickers and the mapper of custom fields stand for. */
const PICKED = ['pipeline_id', 'pipeline', 'stage_id', 'stage', 'custom_fields', 'on_create'];
const TOP = ['name', 'match_on', 'id', 'external_id'];
const OPTIONS = ['mode', 'contact_rule'];

/** Returns the places of a deal's fields: one the node does not know by name goes under Additional Fields. */
export function dealFields(schema: Schema = schemas.dealInput as unknown as Schema): DealFields {
	const all = fields(schema).filter(({ key }) => !PICKED.includes(key));
	const isNamed = ({ key }: Field) => TOP.includes(key) || OPTIONS.includes(key);
	const rest = all.filter((field) => !isNamed(field));
	return {
		top: TOP.flatMap((name) => all.filter(({ key }) => key === name)),
		options: all.filter(({ key }) => OPTIONS.includes(key)),
		groups: rest.filter((field) => field.fields.length > 0),
		additional: rest.filter((field) => field.fields.length === 0),
	};
}

/** Returns the properties for creating or updating a deal. */
export function dealProperties(schema?: Schema): INodeProperties[] {
	const { top, groups, additional, options } = dealFields(schema);
	return [
		...top.map((field) => ({ ...propertyFor(field), ...exceptions[field.key] })),
		pipelineLocator(
			'Pipeline of the deal. When empty, a new deal goes to the first pipeline and another stays where it is. By Name suits a template for several workspaces.',
		),
		stageLocator(
			'Stage',
			'stage',
			'Stage of the deal. When empty, a new deal starts in the first stage and another stays where it is.',
		),
		...groups.map(propertyFor),
		customFieldMapper,
		groupOf('Additional Fields', 'additionalFields', additional),
		collection('Options', 'options', [
			...options.map(propertyFor),
			...clearProperties(schema),
			dryRun,
		]),
	];
}

const exceptions: Record<string, Partial<INodeProperties>> = {
	name: { placeholder: 'e.g. Acme website' },
	external_id: { placeholder: 'e.g. smartlead-4711' },
	// Not required: n8n shows it for every expression in Match On, and could not run without it then.
	id: { displayOptions: { show: { match_on: ['id'] } } },
	match_on: {
		default: '',
		options: sortedByName([
			{ name: 'Automatic', value: '' },
			...choiceOptions(
				fields(schemas.dealInput).find(({ key }) => key === 'match_on')?.choices ?? [],
			),
		]),
	},
};

const customFieldMapper: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'resourceMapper',
	default: { mappingMode: 'defineBelow', value: null },
	description:
		'Fields of the pipeline chosen above, or of all while none is. One left empty stays unchanged.',
	noDataExpression: true,
	typeOptions: {
		loadOptionsDependsOn: ['pipeline.value', 'pipeline.mode'],
		resourceMapper: {
			resourceMapperMethod: 'getCustomFields',
			valuesLabel: 'Custom Fields',
			mode: 'add',
			fieldWords: { singular: 'custom field', plural: 'custom fields' },
			addAllFields: true,
			supportAutoMap: true,
			hideNoDataError: true,
			noFieldsError: 'There are no custom fields here yet.',
		},
	},
};

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	noDataExpression: true,
	description: 'Whether to check everything and answer as usual but save nothing, to try a mapping',
};

function clearProperties(schema?: Schema): INodeProperties[] {
	return [
		fieldsToClear(clearableFields(schema)),
		{
			displayName: 'Custom Fields to Clear Names or IDs',
			name: 'clearCustomFields',
			type: 'multiOptions',
			default: [],
			description:
				'Custom fields to empty where the item has no value for them. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			typeOptions: {
				loadOptionsMethod: 'getCustomFieldKeys',
				loadOptionsDependsOn: ['pipeline.value', 'pipeline.mode'],
			},
		},
	];
}

/** What Fluid takes only beside the company's name and the reminder's time. */
const NOT_ALONE = ['company.domain', 'reminder.note'];

/** Returns the fields that can be emptied by themselves, those of a group as `contact.phone`. */
export function clearableFields(schema?: Schema): INodePropertyOptions[] {
	const { top, groups, additional } = dealFields(schema);
	const plain = [...top, ...additional, ...groups].filter(({ isClearable }) => isClearable);
	const inside = groups.flatMap((group) =>
		group.fields
			.filter(({ key, isClearable }) => isClearable && !NOT_ALONE.includes(`${group.key}.${key}`))
			.map(({ key, label }) => ({
				name: label.startsWith(group.label) ? label : `${group.label} ${label}`,
				value: `${group.key}.${key}`,
			})),
	);
	return sortedByName([...plain.map(({ key, label }) => ({ name: label, value: key })), ...inside]);
}
