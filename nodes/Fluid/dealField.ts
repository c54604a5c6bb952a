import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { type Field, fields } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import { propertyFor } from './fields';
import { converted } from './fieldValues';
import { howFor } from './version';

const all = fields(schemas.dealInput);

/** Returns the property of one field of a deal, by itself. */
export function dealProperty(key: string, description?: string): INodeProperties {
	const property = propertyFor(fieldOf(key));
	return description === undefined ? property : { ...property, description };
}

/** Returns what an item has for fields of a deal that stand by themselves; nothing of what is empty. */
export function readDealFields(
	context: IExecuteFunctions,
	item: number,
	keys: string[],
): IDataObject {
	const given = Object.fromEntries(
		keys.map((key) => [key, context.getNodeParameter(key, item, '')]),
	);
	return converted(keys.map(fieldOf), given, howFor(context));
}

function fieldOf(key: string): Field {
	const field = all.find((candidate) => candidate.key === key);
	if (field === undefined) throw new Error(`The contract has no field "${key}" of a deal.`);
	return field;
}
