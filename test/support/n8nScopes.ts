/** What a key of n8n's public API needs for roll-outs, and nothing more. */
export const ROLL_OUT_SCOPES = [
	...['communityPackage:list', 'communityPackage:install', 'communityPackage:update'],
	...[
		'credential:create',
		'credential:read',
		'credential:update',
		'credential:delete',
		'credential:list',
	],
	...['workflow:create', 'workflow:read', 'workflow:update', 'workflow:delete', 'workflow:list'],
	...['workflow:activate', 'workflow:deactivate', 'workflowTags:update', 'tag:list', 'tag:create'],
	...['execution:list', 'execution:read', 'execution:delete'],
];
