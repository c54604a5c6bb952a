import type { INodeProperties } from 'n8n-workflow';
import type { Schema } from '../../contract/bundle';
import { clearableFields, dealFields } from './dealFields';
import { collection, fieldsToClearProperty, propertyFor } from './fields';
import { savingOptions } from './savingOptions';

/** Returns the options, all but some. */
export function dealOptions(schema?: Schema, without: string[] = []): INodeProperties {
	const { options } = dealFields(schema);
	return collection('Options', 'options', [
		...options.filter(({ key }) => !without.includes(key)).map(propertyFor),
		...clearProperties(schema),
		...savingOptions,
	]);
}

function clearProperties(schema?: Schema): INodeProperties[] {
	return [
		fieldsToClearProperty(clearableFields(schema)),
		{
			displayName: 'Custom Fields to Clear Names or IDs',
			name: 'clearCustomFields',
			type: 'multiOptions',
			default: [],
			description:
				'Custom fields to clear if the item has no value for them. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			typeOptions: {
				loadOptionsMethod: 'getCustomFieldKeys',
				loadOptionsDependsOn: ['pipeline.value', 'pipeline.mode'],
			},
		},
	];
}
