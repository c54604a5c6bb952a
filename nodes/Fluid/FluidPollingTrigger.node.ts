import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { fluidApiTest } from './credentialTest';
import { listSearch, loadOptions } from './dropdowns';
import { pollEvents } from './poll';
import { pollingProperties } from './triggerProperties';

export class FluidPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Fluid Polling Trigger',
		name: 'fluidPollingTrigger',
		icon: { light: 'file:fluid.svg', dark: 'file:fluid.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
		description:
			'Fetches what happened in the Fluid CRM every minute, for an n8n that cannot be reached from outside',
		defaults: { name: 'Fluid Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'fluidApi', required: true, testedBy: 'fluidApiTest' }],
		properties: pollingProperties(),
	};

	methods = { credentialTest: { fluidApiTest }, listSearch, loadOptions };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollEvents.call(this);
	}
}
