import type { INodeProperties } from 'n8n-workflow';

/** The mapper of custom fields. */
export const customFieldMapper: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'resourceMapper',
	default: { mappingMode: 'defineBelow', value: null },
	description:
		'Custom fields of the pipeline chosen above, or of all pipelines if none is chosen. A field left empty stays unchanged.',
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
