import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import type { Me } from '../../contract/types';
import { get } from './request';

const HOW_TO =
	'https://github.com/fluid-crm/n8n-nodes-fluid/blob/main/zapier-app/README.md#connect-fluid';

/** An address and an API key. */
export const authentication = {
	type: 'custom',
	fields: [
		{
			key: 'base_url',
			label: 'Fluid Address',
			type: 'string',
			required: true,
			isNoSecret: true,
			placeholder: 'https://crm.example.com',
			helpText: `The address where you open Fluid, without a path, e.g. \`https://crm.example.com\`. [Where to find it](${HOW_TO}).`,
		},
		{
			key: 'api_key',
			label: 'API Key',
			type: 'password',
			required: true,
			helpText: `Create one in Fluid under Settings > Automations > API. [How to create an API key](${HOW_TO}).`,
		},
	],
	test,
	connectionLabel: '{{workspace_name}} ({{key_name}})',
} satisfies Authentication;

/** Returns what the key reaches; the connection is labelled with it. */
async function test(z: ZObject, bundle: Bundle) {
	const { workspace, key } = await get<Me>(z, bundle, '/api-me', ['workspace', 'key']);
	return {
		workspace_id: workspace.id,
		workspace_name: workspace.name,
		workspace_currency: workspace.currency,
		key_id: key.id,
		key_name: key.name,
	};
}
