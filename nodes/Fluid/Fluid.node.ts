import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { companyResource } from './company';
import { contactResource } from './contact';
import { fluidApiTest } from './credentialTest';
import { customFieldResource } from './customField';
import { dealResource } from './deal';
import { listSearch, loadOptions, resourceMapping } from './dropdowns';
import { operationMenus } from './menus';
import { runConnected } from './operation';
import { pipelineResource } from './pipeline';
import { stageResource } from './stage';
import { versions } from './version';
import { workspaceResource } from './workspace';

const resources = [
	companyResource,
	contactResource,
	customFieldResource,
	dealResource,
	pipelineResource,
	stageResource,
	workspaceResource,
];

export class Fluid implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Fluid',
		name: 'fluid',
		icon: { light: 'file:fluid.svg', dark: 'file:fluid.dark.svg' },
		group: ['transform'],
		version: versions,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send leads into the Fluid CRM and work with its deals and contacts',
		defaults: { name: 'Fluid' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'fluidApi', required: true, testedBy: 'fluidApiTest' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: resources.map(({ name, value }) => ({ name, value })),
				default: 'deal',
			},
			...operationMenus(resources),
			...resources.flatMap(({ properties }) => properties),
		],
	};

	methods = { credentialTest: { fluidApiTest }, listSearch, loadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0);
		const operation = this.getNodeParameter('operation', 0);
		const run = resources.find(({ value }) => value === resource)?.operations[operation];
		return [run === undefined ? [] : await runConnected(this, run)];
	}
}
