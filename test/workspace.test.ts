import { expect, test } from 'vitest';
import { fluidNode, fluidNodesForFile } from './support/fluidNodes';
import { Passage } from './support/passage';

const { fluid, nodes } = fluidNodesForFile();

const get = (onlyWorkspace?: string, items = [{}]) =>
	nodes.runNode(
		fluidNode('workspace', 'get', onlyWorkspace === undefined ? {} : { onlyWorkspace }),
		items,
	);

test('Get returns which workspace the credential leads to', async () => {
	const { items } = await get();

	expect(items[0]?.json).toMatchObject({
		id: fluid.workspaceId,
		name: 'My workspace',
		currency: 'USD',
		key: { name: 'First key' },
	});
});

test.each([
	['its name', () => 'My workspace'],
	['its name in other letters', () => ' my  Workspace'],
	['its ID', () => fluid.workspaceId],
])('Get takes the workspace that is meant by %s', async (_, named) => {
	const { items, error } = await get(named());

	expect(error).toBeUndefined();
	expect(items[0]?.json.name).toBe('My workspace');
});

test('Get refuses the credential of another workspace', async () => {
	const { error } = await get("={{ 'Acme' }}");

	expect(error?.message).toBe(
		'The credential of this node belongs to the workspace "My workspace", not to "Acme". Choose the credential of "Acme" in this and every other Fluid node of the workflow.',
	);
});

test('Get does not take any workspace where an expression names none', async () => {
	const { error } = await get('={{ $json.client }}');

	expect(error?.message).toBe(
		'Only This Workspace is empty for this item, so any workspace would be accepted. Enter a name, or clear the field itself.',
	);
});

test('Get asks once for all items', async () => {
	const passage = await Passage.to(fluid.url);
	const access = { url: passage.url, apiKey: fluid.key };

	const { items } = await nodes
		.withCredentials({ fluidApi: access })
		.runNode(fluidNode('workspace', 'get'), [{}, {}, {}]);

	expect(items).toHaveLength(3);
	expect(passage.passed).toHaveLength(1);
	await passage.stop();
});
