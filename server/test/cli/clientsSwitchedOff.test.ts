import { beforeEach, describe, expect, test } from 'vitest';
import { FakeN8n, settingsIn } from '../../../test/support/fakeN8n';
import { fluidForFile } from '../../../test/support/fluid';
import { renameStageTo } from '../../../test/support/renaming';
import { RollOut } from '../../../test/support/rollOut';

// What somebody has switched off or renamed on purpose stays so, until a flag takes it over.

const fluid = fluidForFile();
const n8n = FakeN8n.forEachTest();
const rollOut = RollOut.forFile(fluid, n8n);

const COLD_EMAIL = 'lemlist, Reply.io, HeyReach)';

beforeEach(() => rollOut.write({ templates: ['cold-email', 'won-to-slack'] }));

describe('a workflow that somebody has switched off in n8n', () => {
	beforeEach(async () => {
		await rollOut.run('apply', '--no-proof');
		n8n.switchOff(COLD_EMAIL);
		n8n.writes = [];
	});

	test('stays off, and plan and apply say so', async () => {
		const kept =
			'cold-email: unpublished, because somebody has switched it off in n8n; --force publishes it.';
		expect((await rollOut.run('plan')).stdout).toContain(`Kept ${kept}`);
		const { code, stdout } = await rollOut.run('apply', '--no-proof');
		expect([code, stdout]).toEqual([0, expect.stringContaining(`kept ${kept}`)]);
		expect(n8n.named(COLD_EMAIL).active).toBe(false);
		expect(n8n.writes).toEqual([]);
	});

	test('gets new settings, and stays off', async () => {
		rollOut.write({
			templates: ['cold-email', 'won-to-slack'],
			settings: {
				'won-to-slack': { slack_url: 'env:SLACK' },
				'cold-email': { reminder_in_days: 4 },
			},
		});
		expect((await rollOut.run('apply')).code).toBe(0);
		const { active, nodes } = n8n.named(COLD_EMAIL);
		expect([active, settingsIn(nodes).reminder_in_days]).toEqual([false, 4]);
		expect(n8n.writes).not.toContain('POST /workflows/:id/publish');
	});

	test('is published with --force, which plan says before', async () => {
		expect((await rollOut.run('plan', '--force')).stdout).toContain(
			'Publish the workflow cold-email.',
		);
		expect((await rollOut.run('apply', '--force')).stdout).toContain(
			'proved Smartlead of cold-email',
		);
		expect((await rollOut.run('status')).stdout).toBe(`${rollOut.client.id}  all is well\n`);
	});

	test('is proven once somebody has published it again, if it was changed meanwhile', async () => {
		await n8n.switchOn(COLD_EMAIL);
		await rollOut.run('apply');
		n8n.switchOff(COLD_EMAIL);
		rollOut.write({
			templates: ['cold-email', 'won-to-slack'],
			settings: {
				'won-to-slack': { slack_url: 'env:SLACK' },
				'cold-email': { reminder_in_days: 4 },
			},
		});
		await rollOut.run('apply');
		await n8n.switchOn(COLD_EMAIL);

		expect((await rollOut.run('apply')).stdout).toContain('proved Smartlead of cold-email');
		expect((await rollOut.run('apply')).stdout).toBe(`${rollOut.client.id}  nothing to do\n`);
	});
});

test('a workflow that a run did not come to publish is published by the next', async () => {
	n8n.faults.forbidden = 'POST /workflows/:id/publish';
	expect((await rollOut.run('apply')).code).toBe(1);
	expect(n8n.named(COLD_EMAIL).active).toBe(false);
	n8n.faults.forbidden = undefined;
	expect((await rollOut.run('status')).stdout).toContain(
		'cold-email: it is not published. Run fluid clients apply.',
	);
	expect((await rollOut.run('apply')).code).toBe(0);
	expect(n8n.named(COLD_EMAIL).active).toBe(true);
});

describe('a webhook in Fluid', () => {
	const stateOf = async () => (await rollOut.webhooks()).map(({ id, status }) => [id, status]);
	const KEPT =
		'won-to-slack: paused, because somebody has paused its webhook in Fluid; --force makes it send again.';

	beforeEach(async () => {
		await rollOut.run('apply', '--no-proof');
	});

	const pause = async () => {
		const [webhook] = await rollOut.webhooks();
		await (await rollOut.reader()).patch(`/api-webhooks/${webhook?.id}`, { status: 'paused' });
	};

	test('that somebody has paused stays paused, and plan and apply say so', async () => {
		await pause();
		const before = await stateOf();

		expect((await rollOut.run('plan')).stdout).toContain(`Kept ${KEPT}`);
		const { code, stdout } = await rollOut.run('apply');

		expect([code, stdout]).toEqual([0, expect.stringContaining(`kept ${KEPT}`)]);
		expect(await stateOf()).toEqual(before);
		expect(before).toEqual([[expect.any(String), 'paused']]);
	});

	test('that somebody has paused sends again with --force', async () => {
		await pause();
		const { stdout } = await rollOut.run('apply', '--force');
		expect(stdout).toContain("proved won-to-slack: Fluid's sample arrived");
		expect(await stateOf()).toEqual([[expect.any(String), 'active']]);
	});

	test('that Fluid itself has paused is repaired', async () => {
		const [webhook] = await rollOut.webhooks();
		await rollOut.agency.delete(`/api-keys/${webhook?.key_id}?pause_webhooks=true`);
		const { code, stdout } = await rollOut.run('apply');
		expect([code, stdout]).toEqual([0, expect.stringContaining("Fluid's sample arrived")]);
		expect(await stateOf()).toEqual([[expect.any(String), 'active']]);
	});
});

test('a step for a tool that the client does not use may be switched off', async () => {
	await rollOut.run('apply');
	for (const tool of ['Smartlead', 'lemlist']) n8n.edit(COLD_EMAIL, tool, { disabled: true });
	n8n.writes = [];

	const { code, stdout } = await rollOut.run('apply');

	expect([code, stdout]).toEqual([
		0,
		expect.stringContaining(
			'kept cold-email: Smartlead, lemlist, which were switched off in n8n; --force switches on again.',
		),
	]);
	expect(n8n.writes).toEqual([]);
	const settings = {
		'won-to-slack': { slack_url: 'env:SLACK' },
		'cold-email': { reminder_in_days: 4 },
	};
	rollOut.write({ templates: ['cold-email', 'won-to-slack'], settings });
	expect(await rollOut.run('apply')).toMatchObject({ code: 0 });
});

describe('a stage that was renamed in the workspace', () => {
	beforeEach(async () => {
		rollOut.write({ templates: ['cold-email', 'booking'], settings: {} });
		await rollOut.run('apply', '--no-proof');
		await rollOut.edit((write) => renameStageTo(write, 'Meeting booked', 'Demo'));
	});

	const stages = async () => {
		const id = await rollOut.workspaceId();
		const { body } = await rollOut.agency.get(`/api-blueprint?workspace_id=${id}`);
		return body.pipelines[0].stages;
	};

	test('keeps its name, and the workflows that name it as before are proven', async () => {
		const { code, stdout } = await rollOut.run('apply');
		expect([code, stdout]).toEqual([
			0,
			expect.stringContaining(
				'Stage "Meeting booked" of "Sales" is called "Demo" here, and keeps this name; --rename renames it.',
			),
		]);
		expect(stdout).toContain('proved Cal.com of booking: a deal, open, in "Sales" at "Demo"');
		expect(await stages()).toContain('Demo');
	});

	test('is called as in the blueprint again with --rename, which plan says before', async () => {
		expect((await rollOut.run('plan', '--rename')).stdout).toContain(
			'Bring the workspace to the blueprint: Renamed stage "Demo" of "Sales" to "Meeting booked".',
		);
		expect(await stages()).toContain('Demo');

		expect((await rollOut.run('apply', '--rename', '--no-proof')).stdout).toContain(
			'Renamed stage "Demo" of "Sales" to "Meeting booked".',
		);
		expect([await stages(), (await rollOut.run('status')).code]).toEqual([
			expect.not.arrayContaining(['Demo']),
			0,
		]);
	});
});
