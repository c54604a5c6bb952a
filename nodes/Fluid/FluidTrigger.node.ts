import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { fluidApiTest } from './credentialTest';
import { receiveDelivery } from './delivery';
import { listSearch, loadOptions } from './dropdowns';
import { subscription } from './subscription';
import { triggerPanel } from './triggerPanel';
import { triggerProperties } from './triggerProperties';
import { triggerVersions } from './version';

export class FluidTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Fluid Trigger',
		name: 'fluidTrigger',
		icon: { light: 'file:fluid.svg', dark: 'file:fluid.dark.svg' },
		group: ['trigger'],
		version: triggerVersions,
		subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
		description: 'Starts the workflow when deals, contacts or lead forms change in the Fluid CRM',
		eventTriggerDescription: 'Waiting for one of the chosen events in Fluid',
		activationMessage: 'Fluid now notifies this workflow of the chosen events right away.',
		defaults: { name: 'Fluid Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'fluidApi', required: true, testedBy: 'fluidApiTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Left out, n8n answers a literal text instead of what the node gives it.
				responseData: '',
				path: 'webhook',
				// The node gives it to Fluid by itself.
				ndvHideUrl: true,
				ndvHideMethod: true,
			},
		],
		triggerPanel,
		properties: triggerProperties(),
	};

	methods = { credentialTest: { fluidApiTest }, listSearch, loadOptions };

	webhookMethods = { default: subscription };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveDelivery.call(this);
	}
}
