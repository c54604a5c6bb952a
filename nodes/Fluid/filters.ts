import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { calls, type Parameter } from '../../contract/calls';
import { type Field, inWords } from '../../contract/fields';
import { collection, propertyFor, toTitleCase } from './fields';
import { type LocatorChoice, chosen } from './locators';
import { toFluid } from './values';
import { howFor } from './version';

/** What the pickers of pipeline and stage stand for. */
const PICKED = ['pipeline_id', 'stage_id'];
const LABELS: Record<string, string> = { q: 'Search' };

/** Returns the group of the filters that a list takes. */
export function filters(path: string): INodeProperties {
	const properties = parameters(path).map((parameter) => ({
		...propertyFor(fieldOf(parameter)),
		...(parameter.enum ? {} : { placeholder: `e.g. ${parameter.example}` }),
	}));
	return collection('Filters', 'filters', properties);
}

/**
 * Returns the filters of an item as Fluid takes them.
 *
 * @throws NodeOperationError for one that is empty for the item: everything would be found
 */
export function readFilters(context: IExecuteFunctions, item: number, path: string): IDataObject {
	const given = context.getNodeParameter('filters', item, {}) as IDataObject;
	const fields = parameters(path)
		.map(fieldOf)
		.filter(({ key }) => key in given);
	const entries = fields.map((field) => {
		const value = toFluid(field, given[field.key], howFor(context));
		if (value === undefined) throw emptyFilter(context, item, field.label);
		return [field.key, value];
	});
	return Object.fromEntries(entries) as IDataObject;
}

/**
 * Returns the pipeline or stage that an item is to be found in; undefined where none was chosen.
 *
 * @throws NodeOperationError when it is an expression that is empty for the item: everything would be found
 */
export function pickedFilter(
	context: IExecuteFunctions,
	item: number,
	name: string,
): LocatorChoice {
	const choice = chosen(context.getNodeParameter(name, item, ''));
	const asWritten = chosen(context.getNodeParameter(name, item, '', { rawExpressions: true }));
	if (choice !== undefined || asWritten === undefined) return choice;
	throw emptyFilter(context, item, toTitleCase(name));
}

function parameters(path: string): Parameter[] {
	const call = calls.find((candidate) => candidate.method === 'GET' && candidate.path === path);
	return (call?.query ?? []).filter(({ name }) => !PICKED.includes(name));
}

function fieldOf({ name, description, enum: values = [], format }: Parameter): Field {
	return {
		key: name,
		label: LABELS[name] ?? toTitleCase(inWords(name)),
		help: description,
		type: values.length > 0 ? 'choice' : format === 'date-time' ? 'date_time' : 'text',
		required: false,
		choices: values.map((value) => ({ value, label: inWords(value) })),
		isClearable: false,
		fields: [],
	};
}

function emptyFilter(context: IExecuteFunctions, item: number, label: string): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		`The filter ${label} is empty for this item, so everything would be found. Give it a value, or remove the filter.`,
		{ itemIndex: item },
	);
}
