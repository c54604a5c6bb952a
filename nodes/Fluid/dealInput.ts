import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { DealInput } from '../../contract/types';
import { type CustomFields, fieldsOf, pipelineOf, readCustomFields } from './customFields';
import { dealFields } from './dealFields';
import { clear, converted, customFieldPaths } from './group';
import { readId } from './id';
import { chosen } from './locators';

const { top, groups, additional, options } = dealFields();

/**
 * Returns the deal that an item's parameters describe: what is empty is left out, which leaves it unchanged.
 *
 * @throws NodeOperationError when it is to be found by an ID and there is none
 */
export function readDeal(
	context: IExecuteFunctions,
	item: number,
	customFields: CustomFields | undefined,
): DealInput {
	const zone = context.getTimezone();
	const group = (name: string) => context.getNodeParameter(name, item, {}) as IDataObject;
	const given = Object.fromEntries(
		top.map(({ key }) => [key, context.getNodeParameter(key, item, '')]),
	);
	if (given.match_on === 'id') readId(context, 'id', item);
	const chosenOptions = group('options');
	const pipeline = chosen(context.getNodeParameter('pipeline', item, ''));
	const stage = chosen(context.getNodeParameter('stage', item, ''));

	const deal: IDataObject = {
		...converted(top, given, zone),
		...(pipeline &&
			('id' in pipeline ? { pipeline_id: pipeline.id } : { pipeline: pipeline.name })),
		...(stage && ('id' in stage ? { stage_id: stage.id } : { stage: stage.name })),
		...converted(additional, group('additionalFields'), zone),
		...converted(options, chosenOptions, zone),
	};
	for (const { key, fields } of groups) {
		const values = converted(fields, group(key), zone);
		if (Object.keys(values).length > 0) deal[key] = values;
	}
	if (customFields !== undefined) {
		const known = fieldsOf(customFields, pipelineOf(customFields, deal, pipeline));
		const values = readCustomFields(context, item, known);
		if (Object.keys(values).length > 0) deal.custom_fields = values as IDataObject;
	}
	clear(deal, chosenOptions.clear);
	clear(deal, customFieldPaths(chosenOptions.clearCustomFields));
	return deal as DealInput;
}
