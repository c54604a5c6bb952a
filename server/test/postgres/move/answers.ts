import type { FluidClient } from '../../../../test/support/fluidClient';

const PATHS = [
	...['/api-me', '/api-pipelines', '/api-stages', '/api-custom-fields', '/api-forms'],
	...['/api-deals?limit=200', '/api-contacts?limit=200', '/api-events?limit=200'],
	...[
		'/api-deals?q=ada',
		'/api-deals?q=a',
		'/api-deals?email=ada@example.com',
		'/api-contacts?q=grace',
	],
	...['/api-deals?status=won', '/api-deals?sort=due', '/api-webhooks', '/api-events?after=3'],
];

/** Returns what the API says of everything in a workspace, by path. */
export async function answersOf(client: FluidClient): Promise<Record<string, unknown>> {
	const answers: Record<string, unknown> = {};
	for (const path of PATHS) answers[path] = (await client.get(path)).body;
	const webhooks = (answers['/api-webhooks'] as { data: Array<{ id: string }> }).data;
	for (const { id } of webhooks) {
		const path = `/api-webhooks/${id}/deliveries?limit=200`;
		answers[path] = (await client.get(path)).body;
	}
	return answers;
}
