import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { OnCreate } from '../../contract/types';
import { type LoadedCustomFields, fieldsInChoice, toCustomFields } from './customFields';
import { withGroups } from './fieldValues';
import { chosen } from './locators';
import { newDealFields } from './newDealOnly';
import { toStageFields } from './stageFields';
import { howFor } from './version';

const all = newDealFields();

/** Returns what an item has for a new deal only; undefined when that is nothing. */
export function readNewDeal(
	context: IExecuteFunctions,
	item: number,
	customFields: LoadedCustomFields | undefined,
): OnCreate | undefined {
	const how = howFor(context);
	const given = context.getNodeParameter('onCreate', item, {}) as IDataObject;
	const values: IDataObject = { ...withGroups(all, given, how), ...toStageFields(given) };
	const ownFields = entries(given);
	if (customFields !== undefined && ownFields.length > 0) {
		const outside = context.getNodeParameter('pipeline', item, '');
		const known = fieldsInChoice(customFields, chosen(given.pipeline) ?? chosen(outside));
		const own = toCustomFields(Object.fromEntries(ownFields), known, how);
		if (Object.keys(own).length > 0) values.custom_fields = own as IDataObject;
	}
	return Object.keys(values).length === 0 ? undefined : (values as OnCreate);
}

/** Returns whether any custom field is given for a new deal. */
export function usesNewDealFields(context: IExecuteFunctions): boolean {
	return entries(context.getNodeParameter('onCreate', 0, {}, { rawExpressions: true })).length > 0;
}

function entries(given: unknown): Array<[string, unknown]> {
	const { customFields } = given as { customFields?: { field?: IDataObject[] } };
	const rows = (customFields?.field ?? []).map(({ key, value }) => [String(key ?? ''), value]);
	return (rows as Array<[string, unknown]>).filter(([key]) => key !== '');
}
