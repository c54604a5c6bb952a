import { beforeAll, expect, test } from 'vitest';
import { agencyClient } from '../../../test/support/agencyClient';
import { fluidForFile } from '../../../test/support/fluid';
import type { FluidClient } from '../../../test/support/fluidClient';

const fluid = fluidForFile();
let agency: FluidClient;

beforeAll(async () => {
	agency = await agencyClient(fluid);
});

const remember = (more: object) =>
	agency.put('/api-rollouts', {
		...{ client: 'client-a', n8n: 'https://n8n.agency.example', template: 'cold-email' },
		...{ workspace_id: fluid.workspaceId, state: { workflow_id: '1' } },
		...more,
	});

test('a roll-out is remembered once for client, n8n and template, and forgotten', async () => {
	const { body: first } = await remember({ version: 0 });
	const { body: second } = await remember({ version: 1, state: { workflow_id: '2' } });
	const { body: other } = await remember({ template: '' });

	expect(second).toEqual({
		...first,
		...{ version: 2, state: { workflow_id: '2' }, updated_at: second.updated_at },
	});
	expect((await agency.get('/api-rollouts')).body.data).toEqual([other, second]);
	expect((await agency.delete(`/api-rollouts/${other.id}`)).status).toBe(204);
	expect((await agency.delete(`/api-rollouts/${other.id}`)).body.code).toBe('rollout_not_found');
});

test('the roll-outs of one client are listed by his name', async () => {
	for (const client of ['client-c', 'client-d']) await remember({ client });
	const { body } = await agency.get('/api-rollouts?client=client-d');
	expect(body.data.map(({ client }: { client: string }) => client)).toEqual(['client-d']);
});

test('a roll-out that somebody else has changed meanwhile is not overwritten', async () => {
	await remember({ client: 'client-b', version: 0 });
	const { status, body } = await remember({ client: 'client-b', version: 0 });
	expect([status, body.code, body.params.version]).toEqual([409, 'rollout_changed', 1]);
	const { status: unknown } = await remember({ client: 'client-b', workspace_id: 'ws_1' });
	expect(unknown).toBe(404);
});
