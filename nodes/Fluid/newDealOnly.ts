import type { INodeProperties } from 'n8n-workflow';
import type { Schema } from '../../contract/bundle';
import { type Field, fields } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import { collection, propertyFor } from './fields';
import { pipelineLocator, stageLocator } from './locators';

/** The pickers and the list of custom fields stand for these. */
const PICKED = ['pipeline_id', 'pipeline', 'stage_id', 'stage', 'custom_fields'];

/** Returns the fields that can count for a new deal only, but those that are picked. */
export function newDealFields(schema: Schema = schemas.onCreate as unknown as Schema): Field[] {
	return fields(schema).filter(({ key }) => !PICKED.includes(key));
}

/** Returns the group of fields that count only when the deal is created. */
export function newDealOnly(schema?: Schema): INodeProperties {
	return collection(
		'Only for a New Deal',
		'onCreate',
		[
			...newDealFields(schema).map(propertyFor),
			pipelineLocator(
				'Pipeline for a new deal. If given, existing deals are looked for in all pipelines.',
			),
			stageLocator('Stage', 'stage', 'Stage for a new deal', 'onCreate.pipeline'),
			customFields,
		],
		'Fields used only when a new deal is created, where they take precedence over the same fields outside; an existing deal is not changed by them. They are never used to find the deal.',
	);
}

const customFields: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add custom field',
	default: {},
	description: 'Custom fields for a new deal',
	options: [
		{
			displayName: 'Custom Field',
			name: 'field',
			values: [
				{
					displayName: 'Field Name or ID',
					name: 'key',
					type: 'options',
					typeOptions: {
						loadOptionsMethod: 'getNewDealFieldKeys',
						loadOptionsDependsOn: ['onCreate.pipeline.value', 'pipeline.value'],
					},
					default: '',
					description:
						'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'The value of the custom field; separate several options with commas',
				},
			],
		},
	],
};
