import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class FluidApi implements ICredentialType {
	name = 'fluidApi';

	displayName = 'Fluid API';

	icon: Icon = {
		light: 'file:../nodes/Fluid/fluid.svg',
		dark: 'file:../nodes/Fluid/fluid.dark.svg',
	};

	documentationUrl =
		'https://github.com/fluid-crm/n8n-nodes-fluid/blob/main/docs/n8n.md#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'url',
			type: 'string',
			default: 'http://localhost:3000',
			placeholder: 'https://crm.example.com',
			description: 'Address of the Fluid service, without a path behind it',
			required: true,
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'fluid_...',
			description: 'Created in Fluid under Settings > Automations > API and shown there once',
			required: true,
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { Authorization: '=Bearer {{ $credentials.apiKey.trim() }}' },
		},
	};
}
