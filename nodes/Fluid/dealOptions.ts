import type { INodeProperties } from 'n8n-workflow';
import type { Schema } from '../../contract/bundle';
import { clearableFields, dealFields } from './dealFields';
import { collection, fieldsToClear, propertyFor } from './fields';

/** Returns the options, all but some. */
export function dealOptions(schema?: Schema, without: string[] = []): INodeProperties {
	const { options } = dealFields(schema);
	return collection('Options', 'options', [
		...options.filter(({ key }) => !without.includes(key)).map(propertyFor),
		...clearProperties(schema),
		dryRun,
		ownKey,
	]);
}

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	noDataExpression: true,
	description: 'Whether to check everything and answer as usual but save nothing, to try a mapping',
};

const ownKey: INodeProperties = {
	displayName: 'Idempotency Key',
	name: 'idempotencyKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.body.event_id }}',
	description:
		'What is saved under a key is not saved again under it within 24 hours, also by other executions of this workflow. Give the ID of the message or event that a tool may send twice. When empty, only retries of the same execution are recognized.',
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
