import { beforeEach, expect, test } from 'vitest';
import { FakeN8n } from '../../../test/support/fakeN8n';
import { fluidForFile } from '../../../test/support/fluid';
import { renameStageTo } from '../../../test/support/renaming';
import { RollOut } from '../../../test/support/rollOut';

// What fluid clients status names: of a client that is as clients.json says, exactly one thing is not any more.

const fluid = fluidForFile();
const n8n = FakeN8n.forEachTest();
const rollOut = RollOut.forFile(fluid, n8n);

const COLD_EMAIL = 'lemlist, Reply.io, HeyReach)';
const WON = 'A won deal is announced in Slack';

beforeEach(async () => {
	rollOut.write({ templates: ['cold-email', 'won-to-slack'] });
	expect((await rollOut.run('apply', '--no-proof')).code).toBe(0);
});

/** Runs `status`, which finds these sentences and no other. */
async function finds(...sentences: Array<string | RegExp>): Promise<void> {
	const { code, stdout } = await rollOut.run('status');
	const lines = stdout.trimEnd().split('\n');
	expect([code, lines]).toEqual([1, sentences.map((sentence) => expect.stringMatching(sentence))]);
	for (const line of lines) expect(line).toMatch(new RegExp(`^${rollOut.client.id}  \\S`));
}

test('nothing, of a client that is as he should be', async () => {
	const { code, stdout } = await rollOut.run('status');
	expect([code, stdout]).toEqual([0, `${rollOut.client.id}  all is well\n`]);
});

test('a stage that was renamed', async () => {
	await rollOut.edit((write) => renameStageTo(write, 'Meeting booked', 'Demo'));
	await finds(
		/ {2}Stage "Meeting booked" of "Sales" is called "Demo" here\. To rename it, run: fluid clients apply --rename$/,
	);
});

test('an API key that was deleted', async () => {
	const { body } = await rollOut.agency.get(
		`/api-keys?workspace_id=${await rollOut.workspaceId()}`,
	);
	await rollOut.agency.delete(`/api-keys/${body.data[0].id}`);
	await finds(
		/The API key in the credential was deleted in Fluid\./,
		/The credential does not work: /,
	);
});

test('a webhook that somebody has paused', async () => {
	const [webhook] = await rollOut.webhooks();
	await (await rollOut.reader()).patch(`/api-webhooks/${webhook?.id}`, { status: 'paused' });
	await finds(
		/won-to-slack: its webhook in Fluid is paused\. Paused manually\. Resume it there, or run: fluid clients apply --force$/,
	);
});

test('a webhook that Fluid has paused', async () => {
	const [webhook] = await rollOut.webhooks();
	await rollOut.agency.delete(`/api-keys/${webhook?.key_id}?pause_webhooks=true`);
	await finds(
		/was deleted in Fluid/,
		/does not work/,
		/won-to-slack: its webhook in Fluid is paused\. .+ Run fluid clients apply\.$/,
	);
});

test('a workflow that somebody has switched off', async () => {
	n8n.switchOff(COLD_EMAIL);
	await finds(
		/cold-email: somebody has switched it off in n8n\. Publish it there, or run: fluid clients apply --force$/,
	);
});

test("another client's credential in a step", async () => {
	const other = { fluidApi: { id: 'fl-another', name: 'Fluid - Another' } };
	n8n.edit(COLD_EMAIL, 'Save reply', { credentials: other });
	await finds(/cold-email: "Save reply" has another credential than the client's\./);
});

test('a draft that is not published', async () => {
	n8n.edit(COLD_EMAIL, 'Not understood', { parameters: { own: 'yes' } }, true);
	await finds(/cold-email: it has a draft in n8n that is not published\./);
});

test('a step that somebody has changed', async () => {
	n8n.edit(COLD_EMAIL, 'Not understood', { parameters: { own: 'yes' } });
	await finds(
		/cold-email: Not understood was changed in n8n\. It stays so; to overwrite it, run: fluid clients apply --force$/,
	);
});

test('several steps that somebody has changed, also in what they do when they fail', async () => {
	n8n.edit(COLD_EMAIL, 'HeyReach', { parameters: { own: 'yes' } });
	n8n.edit(COLD_EMAIL, 'Save reply', { onError: 'continueRegularOutput' });
	await finds(/cold-email: HeyReach, Save reply were changed in n8n\./);
});

test('a step that somebody has switched off', async () => {
	n8n.edit(COLD_EMAIL, 'lemlist', { disabled: true });
	await finds(
		/cold-email: lemlist was switched off in n8n\. Switch on there what is needed, or run: fluid clients apply --force$/,
	);
});

test('an old version of a template', async () => {
	rollOut.ownTemplate('cold-email-reply-to-deal.json', 'cold-email@99');
	rollOut.write({ templates: ['cold-email', 'won-to-slack'] }, { templatesFolder: 'own' });
	await finds(
		/cold-email: it has version 2 of the template; the newest is 99\. Run: fluid clients update$/,
	);
});

test('another project of n8n than clients.json says', async () => {
	const sentence = (name: string) =>
		new RegExp(
			`${name}: it is in the n8n project project-of-owner, and clients.json says p2\\. Move it and the credential there in n8n, or run`,
		);
	rollOut.write({ templates: ['cold-email', 'won-to-slack'], n8n: { projectId: 'p2' } });
	await finds(sentence('cold-email'), sentence('won-to-slack'));
	expect((await rollOut.run('plan')).stdout).toMatch(sentence('Kept cold-email'));
});

test('that n8n is away', async () => {
	await n8n.stop();
	await finds(/n8n at http:\S+ does not answer \(ECONNREFUSED\)\. Start it/);
});

test('that the pack is missing', async () => {
	n8n.hasPack = false;
	await finds(/The pack n8n-nodes-fluid is missing in http:\S+\. Run fluid clients apply\.$/);
});

test('a setting that has its placeholder again', async () => {
	const step = n8n.named(WON).nodes.find(({ name }) => name === 'Client settings');
	const text = JSON.stringify(step?.parameters);
	const parameters = JSON.parse(
		text.replace(/https:\/\/hooks\.slack\.example[^"]*/, 'https://hooks.slack.com/services/...'),
	);
	n8n.edit(WON, 'Client settings', { parameters });
	await finds(/won-to-slack: the setting "slack_url" still has its placeholder\.$/);
});
