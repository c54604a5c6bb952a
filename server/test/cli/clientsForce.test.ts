import { beforeEach, expect, test } from 'vitest';
import { FakeN8n, settingsIn } from '../../../test/support/fakeN8n';
import { fluidForFile } from '../../../test/support/fluid';
import { RollOut } from '../../../test/support/rollOut';

// What --force overwrites of what somebody has changed in n8n.

const fluid = fluidForFile();
const n8n = FakeN8n.forEachTest();
const rollOut = RollOut.forFile(fluid, n8n);

const COLD_EMAIL = 'lemlist, Reply.io, HeyReach)';
const stepOf = (name: string) => n8n.named(COLD_EMAIL).nodes.find((node) => node.name === name);

beforeEach(async () => {
	rollOut.write({
		templates: ['cold-email'],
		settings: { 'cold-email': { reminder_in_days: 3 } },
	});
	expect((await rollOut.run('apply', '--no-proof')).code).toBe(0);
});

async function isAllWell(): Promise<void> {
	expect((await rollOut.run('status')).stdout).toBe(`${rollOut.client.id}  all is well\n`);
}

test('a step that was changed is as it was sent again, which plan says before', async () => {
	const before = stepOf('Not understood')?.parameters;
	const addresses = n8n.named(COLD_EMAIL).nodes.map(({ webhookId }) => webhookId);
	n8n.edit(COLD_EMAIL, 'Not understood', { parameters: { own: 'yes' } });

	expect((await rollOut.run('plan', '--force')).stdout).toContain(
		'Change the workflow cold-email: overwrite Not understood, which was changed in n8n.',
	);
	const { code, stdout } = await rollOut.run('apply', '--force');

	expect([code, stdout]).toEqual([0, expect.stringContaining('proved Smartlead of cold-email')]);
	expect(stepOf('Not understood')?.parameters).toEqual(before);
	const { nodes } = n8n.named(COLD_EMAIL);
	expect(nodes.map(({ webhookId }) => webhookId)).toEqual(addresses);
	expect(settingsIn(nodes).reminder_in_days).toBe(3);
	await isAllWell();
});

test('a step that was switched off is switched on again, which plan says before', async () => {
	n8n.edit(COLD_EMAIL, 'Smartlead', { disabled: true });

	expect((await rollOut.run('plan', '--force')).stdout).toContain(
		'Change the workflow cold-email: switch on Smartlead.',
	);
	expect((await rollOut.run('apply', '--force')).stdout).toContain('proved Smartlead');
	await isAllWell();
});

test('a step that was deleted is there again', async () => {
	const workflow = n8n.named(COLD_EMAIL);
	n8n.edit(COLD_EMAIL, 'Smartlead', {});
	workflow.nodes = workflow.nodes.filter(({ name }) => name !== 'Client settings');

	expect((await rollOut.run('apply', '--force')).code).toBe(0);

	expect(settingsIn(n8n.named(COLD_EMAIL).nodes)).toMatchObject({
		workspace: rollOut.client.name,
		reminder_in_days: 3,
	});
	await isAllWell();
});

test('a draft that is not published gives way to what runs', async () => {
	n8n.edit(COLD_EMAIL, 'Not understood', { parameters: { own: 'yes' } }, true);
	expect((await rollOut.run('plan', '--force')).stdout).toContain('overwrite the draft in n8n');
	await rollOut.run('apply', '--force');
	expect(stepOf('Not understood')?.parameters).not.toHaveProperty('own');
	await isAllWell();
});

test('an update goes over steps that were changed', async () => {
	n8n.edit(COLD_EMAIL, 'Not understood', { parameters: { own: 'yes' } });
	rollOut.ownTemplate('cold-email-reply-to-deal.json', 'cold-email@99');
	rollOut.write({ templates: ['cold-email'], settings: {} }, { templatesFolder: 'own' });

	expect((await rollOut.run('update', '--force', '--no-proof')).code).toBe(0);

	expect(stepOf('Not understood')?.parameters).not.toHaveProperty('own');
});
