import { beforeEach, expect, test } from 'vitest';
import { FakeN8n } from '../../../test/support/fakeN8n';
import { fluidForFile } from '../../../test/support/fluid';
import { RollOut } from '../../../test/support/rollOut';

// What a proof is owed for, and that it is named until it came out.

const fluid = fluidForFile();
const n8n = FakeN8n.forEachTest();
const rollOut = RollOut.forFile(fluid, n8n);

beforeEach(() => rollOut.write({ templates: ['cold-email', 'won-to-slack'] }));

test('a workflow whose proof failed is named by plan and status until it is proven', async () => {
	n8n.faults.isFailing = true;
	expect((await rollOut.run('apply')).code).toBe(1);

	expect(await rollOut.run('status')).toMatchObject({
		code: 1,
		stdout: expect.stringContaining(
			'cold-email: it is not proven: its last proof failed or was interrupted. Run fluid clients apply.',
		),
	});
	expect((await rollOut.run('plan')).stdout).toContain(
		'Prove the workflow cold-email, which is not proven yet.',
	);
	n8n.faults.isFailing = false;
	expect((await rollOut.run('apply')).stdout).toContain('proved Smartlead of cold-email');
	expect((await rollOut.run('status')).stdout).toBe(`${rollOut.client.id}  all is well\n`);
});

test('a new key, in place of one that somebody has deleted, is proven with every workflow', async () => {
	await rollOut.run('apply');
	const { body } = await rollOut.agency.get(
		`/api-keys?workspace_id=${await rollOut.workspaceId()}`,
	);
	await rollOut.agency.delete(`/api-keys/${body.data[0].id}`);

	expect((await rollOut.run('plan')).stdout).toContain(
		'Prove the workflow cold-email with the new API key.',
	);
	const { stdout } = await rollOut.run('apply');

	expect(stdout).toContain('made an API key and put it into the credential');
	expect(stdout).toContain('proved Smartlead of cold-email');
	expect(stdout).toContain("proved won-to-slack: Fluid's sample arrived");
});
