import type { Definition } from '../definition.ts';

/** A small app that breaks no rule: a trigger with its dropdown, a create, a search, and both in one. */
export function validDefinition(): Definition {
	return {
		version: '1.0.0',
		authentication: {
			type: 'custom',
			connectionLabel: '{{workspace_name}} ({{key_name}})',
			fields: [
				{
					key: 'api_key',
					label: 'API Key',
					type: 'password',
					required: true,
					helpText: 'Create one under Settings. [Where it is](https://crm.example.com/help).',
				},
			],
		},
		triggers: {
			deal_created: {
				key: 'deal_created',
				noun: 'Deal',
				display: { label: 'Deal Created', description: 'Triggers when a deal is created.' },
				operation: {
					type: 'hook',
					perform: '$func$2$f$',
					performList: '$func$2$f$',
					performSubscribe: '$func$2$f$',
					performUnsubscribe: '$func$2$f$',
					inputFields: [
						{
							key: 'pipeline_id',
							label: 'Pipeline',
							type: 'string',
							dynamic: 'pipeline_list.id.name',
							altersDynamicFields: true,
						},
					],
					outputFields: [
						{ key: 'id', type: 'string', required: true },
						{ key: 'value', type: 'number' },
						{ key: 'created_at', type: 'datetime' },
					],
					sample: deal(),
				},
			},
			pipeline_list: {
				key: 'pipeline_list',
				noun: 'Pipeline',
				display: {
					label: 'Pipeline List',
					description: 'Triggers when a dropdown is opened.',
					hidden: true,
				},
				operation: {
					type: 'polling',
					perform: '$func$2$f$',
					sample: { id: 'pip_1', name: 'Sales' },
				},
			},
		},
		searches: {
			find_deal: {
				key: 'find_deal',
				noun: 'Deal',
				display: { label: 'Find Deal', description: 'Finds a deal by name.' },
				operation: {
					perform: '$func$2$f$',
					inputFields: [{ key: 'name', label: 'Name', type: 'string', required: true }],
					sample: deal(),
				},
			},
		},
		creates: {
			update_deal: {
				key: 'update_deal',
				noun: 'Deal',
				display: { label: 'Update Deal', description: 'Updates a deal.' },
				operation: {
					perform: '$func$2$f$',
					inputFields: [
						{
							key: 'deal_id',
							label: 'Deal',
							type: 'string',
							required: true,
							dynamic: 'pipeline_list.id.name',
							search: 'find_deal.id',
							helpText: 'Paste an address such as `https://crm.example.com/deals/1`.',
						},
						{
							key: 'stage_id',
							label: 'Stage',
							type: 'string',
							dynamic: 'pipeline_list.id.name',
							dependsOn: ['deal_id'],
						},
						{ key: 'value', label: 'Value', type: 'number' },
						{
							key: 'status',
							label: 'Status',
							type: 'string',
							choices: [
								{ value: 'open', label: 'Open', sample: 'open' },
								{ value: 'won', label: 'Won', sample: 'won' },
							],
						},
						'$func$2$f$',
					],
					sample: deal(),
				},
			},
		},
		searchOrCreates: {
			find_deal: {
				key: 'find_deal',
				display: { label: 'Find or Create Deal', description: 'Finds a deal or creates one.' },
				search: 'find_deal',
				create: 'update_deal',
			},
		},
	};
}

const deal = () => ({
	id: 'deal_1',
	name: 'Acme',
	value: 4800,
	created_at: '2026-11-24T09:30:00.000Z',
});
