import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

const NOT_FLUID =
	'No Fluid service answers at this base URL. Use the address of your Fluid without a path, e.g. https://crm.example.com.';

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

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.url.trim().replace(/\\/+$/, "") }}',
			url: '/api-me',
		},
		// n8n goes through rules of both kinds; its type expects one kind alone.
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'This API key gives no access here. Copy it again whole, from fluid_ to its last character, or create a new one in Fluid under Settings > Automations > API.',
				},
			},
			{ type: 'responseCode', properties: { value: 404, message: NOT_FLUID } },
			// Any other site answers 200 with a page of its own, in which there is no workspace.
			{
				type: 'responseSuccessBody',
				properties: { key: 'workspace', value: undefined, message: NOT_FLUID },
			},
		] as ICredentialTestRequest['rules'],
	};
}
