import { isResourceLocatorValue, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';
import type { DealInput } from '../../contract/types';
import {
	type LoadedCustomFields,
	fieldsInChoice,
	pipelineOf,
	readCustomFields,
} from './customFields';
import { contactEmail, dealFields } from './dealFields';
import { type DealReference, readDealKey } from './dealPicker';
import { emptyField } from './emptyField';
import { clearFields, converted, customFieldPaths } from './fieldValues';
import { chosen } from './locators';
import { readNewDeal } from './newDealInput';
import { readStageFields } from './stageFields';
import { howFor, isFirstVersion } from './version';

const { top, groups, additional, prominent, options } = dealFields();

/** What may stand under Additional Fields, in one version of the node or the other. */
const more = [...additional, ...prominent, ...top.filter(({ key }) => key === 'external_id')];

/**
 * Returns the deal that an item's parameters describe: what is empty is left out, which leaves it unchanged.
 *
 * @throws NodeOperationError when it is to be found by an ID and there is none
 */
export function readDeal(
	context: IExecuteFunctions,
	item: number,
	customFields: LoadedCustomFields | undefined,
	key: DealReference = {},
): DealInput {
	const how = howFor(context);
	const group = (name: string) => context.getNodeParameter(name, item, {}) as IDataObject;
	const single = (name: string) => picked(context.getNodeParameter(name, item, ''));
	const given = Object.fromEntries([...top, ...prominent].map(({ key }) => [key, single(key)]));
	const chosenOptions = group('options');
	const own = converted(top, given, how);
	if (own.match_on === 'id' && own.id === undefined) throw emptyField(context, item, 'Deal ID');
	const { email } = converted([contactEmail], { email: single('email') }, how);

	const deal: IDataObject = {
		...own,
		...key,
		...readStageFields(context, item),
		...converted(more, group('additionalFields'), how),
		...converted(prominent, given, how),
		...converted(options, chosenOptions, how),
		...(email !== undefined && { contact: { email } }),
	};
	for (const { key, fields } of groups) {
		const values = converted(fields, group(key), how);
		if (Object.keys(values).length > 0) deal[key] = { ...(deal[key] as IDataObject), ...values };
	}
	const onCreate = readNewDeal(context, item, customFields);
	if (onCreate !== undefined) deal.on_create = onCreate as IDataObject;
	if (customFields !== undefined) {
		const pipeline = chosen(context.getNodeParameter('pipeline', item, ''));
		const known = fieldsInChoice(customFields, pipelineOf(customFields, deal, pipeline));
		const values = readCustomFields(context, item, known);
		if (Object.keys(values).length > 0) deal.custom_fields = values as IDataObject;
	}
	clearFields(deal, chosenOptions.clear);
	clearFields(deal, customFieldPaths(chosenOptions.clearCustomFields));
	return deal as DealInput;
}

/**
 * Returns what an item changes of a deal, and which one.
 *
 * @throws NodeOperationError when it does not say which, or changes what the deal is found by
 */
export function readDealUpdate(
	context: IExecuteFunctions,
	item: number,
	customFields: LoadedCustomFields | undefined,
): DealInput {
	if (isFirstVersion(context)) return readDeal(context, item, customFields);
	const key = readDealKey(context, item);
	const change = readDeal(context, item, customFields, key);
	const { external_id, contact } = change;
	if (isOther(key.external_id, external_id)) throw foundByIt(context, item, 'External ID');
	if (isOther(key.contact?.email, contact?.email)) throw foundByIt(context, item, 'Email');
	return change;
}

function isOther(found: unknown, changed: unknown): boolean {
	return found !== undefined && found !== changed;
}

function foundByIt(context: IExecuteFunctions, item: number, label: string): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		`${label} cannot be changed where the deal is found by it. Choose the deal from the list or By ID.`,
		{ itemIndex: item },
	);
}

function picked(given: NodeParameterValueType | object): IDataObject[string] {
	return (isResourceLocatorValue(given) ? given.value : given) as IDataObject[string];
}
