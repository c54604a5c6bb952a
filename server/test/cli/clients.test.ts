import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FakeN8n, settingsIn } from '../../../test/support/fakeN8n';
import { fluidForFile } from '../../../test/support/fluid';
import { RollOut, SLACK_URL } from '../../../test/support/rollOut';
import { waits } from '../../src/cli/clients/waits';

const fluid = fluidForFile();
const n8n = FakeN8n.forEachTest();
const rollOut = RollOut.forFile(fluid, n8n);

describe('fluid clients apply', () => {
	test('sets a client up, proves it, and leaves nothing of the proof; a second run writes nothing', async () => {
		const { code, stdout, stderr } = await rollOut.run('apply');

		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toContain(
			'proved Smartlead of cold-email: a deal, open, in "Sales" at "New lead"',
		);
		expect(stdout).toContain(
			'proved Cal.com of booking: a deal, open, in "Sales" at "Meeting booked"',
		);
		expect(stdout).toContain('proved Stripe of stripe: a deal, won');
		expect(stdout).toContain("proved won-to-slack: Fluid's sample arrived");
		expect(stdout).toMatch(
			/Paste into Smartlead \(.*\): http:\/\/127.0.0.1:\d+\/webhook\/[0-9a-f-]{36}/,
		);
		expect(stdout + JSON.stringify((await rollOut.agency.get('/api-rollouts')).body)).not.toContain(
			'secret',
		);
		const { nodes } = n8n.named('A won deal is announced in Slack');
		expect(settingsIn(nodes)).toMatchObject({
			workspace: rollOut.client.name,
			slack_url: SLACK_URL,
		});
		const reader = await rollOut.reader();
		for (const list of ['deals', 'contacts', 'companies', 'events'])
			expect([list, (await reader.get(`/api-${list}`)).body.data]).toEqual([list, []]);

		n8n.writes = [];
		const { body: before } = await rollOut.agency.get('/api-rollouts');
		const again = await rollOut.run('apply');
		expect([again.code, again.stdout]).toEqual([0, `${rollOut.client.id}  nothing to do\n`]);
		expect(n8n.writes).toEqual([]);
		expect((await rollOut.agency.get('/api-rollouts')).body).toEqual(before);
		expect((await rollOut.run('status')).stdout).toBe(`${rollOut.client.id}  all is well\n`);
	});

	test('writes what clients.json says anew, and keeps what was changed in n8n', async () => {
		await rollOut.run('apply');
		const settings = {
			'cold-email': { reminder_in_days: 3 },
			'won-to-slack': { slack_url: 'env:SLACK' },
		};
		rollOut.write({ settings });
		n8n.edit('lemlist, Reply.io, HeyReach)', 'Not understood', {
			parameters: { own: 'yes' },
		});

		const { stdout } = await rollOut.run('apply');

		expect(stdout).toContain(
			'kept cold-email: Not understood, which was changed in n8n; --force overwrites that.',
		);
		const { nodes } = n8n.named('lemlist, Reply.io, HeyReach)');
		expect(settingsIn(nodes).reminder_in_days).toBe(3);
		expect(nodes.find(({ name }) => name === 'Not understood')?.parameters).toEqual({ own: 'yes' });
		expect((await rollOut.run('status')).stdout).toContain(
			'cold-email: Not understood was changed in n8n. It stays so; to overwrite it, run: fluid clients apply --force',
		);
	});

	test('does not go over a setting that was changed in n8n, unless that is forced', async () => {
		rollOut.write({ templates: ['cold-email'], settings: {} });
		await rollOut.run('apply');
		const step = n8n.workflows[0]?.nodes.find(({ name }) => name === 'Client settings');
		const text = JSON.stringify(step?.parameters).replace('"value":1,', '"value":9,');
		n8n.edit('lemlist, Reply.io, HeyReach)', 'Client settings', { parameters: JSON.parse(text) });
		rollOut.write({
			templates: ['cold-email'],
			settings: { 'cold-email': { reminder_in_days: 2 } },
		});

		expect((await rollOut.run('apply')).stdout).toContain(
			'kept cold-email: the setting "reminder_in_days"',
		);
		expect(settingsIn(n8n.named('lemlist, Reply.io, HeyReach)').nodes).reminder_in_days).toBe(9);
		await rollOut.run('apply', '--force');
		expect(settingsIn(n8n.named('lemlist, Reply.io, HeyReach)').nodes).reminder_in_days).toBe(2);
	});
});

test('a client whose name has a line break is refused before anything is made for him', async () => {
	rollOut.write({ name: 'Client\nB' });
	const { code, stdout } = await rollOut.run('apply');
	expect([code, stdout]).toEqual([
		1,
		expect.stringContaining(
			'The name "Client\\nB" has a line break or another control character in it. Write it in one line.',
		),
	]);
	expect(n8n.writes).toEqual([]);
});

describe('a fault of n8n is a sentence, and the same again goes on', () => {
	beforeEach(() => rollOut.write({ templates: ['cold-email', 'won-to-slack'] }));

	const failsThenWorks = async (sentence: RegExp) => {
		const failed = await rollOut.run('apply');
		expect([failed.code, failed.stdout]).toEqual([1, expect.stringMatching(sentence)]);
		Object.assign(n8n.faults, { neverLive: false, forbidden: undefined });
		const { code, stdout } = await rollOut.run('apply');
		expect([code, stdout]).toEqual([0, expect.stringContaining("Fluid's sample arrived")]);
		expect(n8n.workflows).toHaveLength(2);
		expect(n8n.credentials).toHaveLength(1);
		expect((await rollOut.run('status')).stdout).toBe(`${rollOut.client.id}  all is well\n`);
	};

	test('published, and never live', async () => {
		n8n.faults.neverLive = true;
		const { liveMs } = waits;
		waits.liveMs = 2_000;
		onTestFinished(() => void (waits.liveMs = liveMs));
		await failsThenWorks(
			/n8n says that ".*" is published, but nothing receives for Smartlead, Instantly, lemlist, Reply.io, HeyReach after 2 seconds/,
		);
	});

	test('a key that lacks a scope', async () => {
		n8n.faults.forbidden = 'POST /workflows';
		await failsThenWorks(/lacks the scope workflow:create, or its user is not an owner or admin/);
	});

	test('pages while it starts, a lost answer, and tests of credentials that disturb each other', async () => {
		Object.assign(n8n.faults, { pages: 3, losesAnswer: true, nodeNotFound: 2 });
		const { code, stderr } = await rollOut.run('apply');
		expect({ code, stderr }).toEqual({
			code: 0,
			stderr: `n8n at ${n8n.url} answers with status 404, but not yet as its API does. Trying again for up to 90 seconds, since it may be starting.\n`,
		});
		expect(n8n.workflows).toHaveLength(2);
	});

	test('what stands before it does not reach it', async () => {
		const { startMs } = waits;
		waits.startMs = 1_000;
		onTestFinished(() => void (waits.startMs = startMs));
		n8n.faults.instead = { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>' };
		const { code, stdout, stderr } = await rollOut.run('plan');
		expect(code).toBe(1);
		expect(stderr.match(/answers with status 502, but not yet/g)).toHaveLength(1);
		expect(stdout).toContain(
			`n8n at ${n8n.url} answers with status 502. Look whether it runs, or correct its address (n8n.url in clients.json); then run the command again.`,
		);
	});

	test.each([
		['answers in JSON of its own', 200, 'application/json', '{"ok":true}'],
		['has nothing there', 404, 'application/json', '{}'],
		['has nothing there, in words of its own', 404, 'application/json', '{"message":"No route"}'],
		['has nothing there, in plain text', 404, 'text/plain', '404 page not found'],
	])('its address is that of something else, which %s', async (_, status, type, body) => {
		n8n.faults.instead = { status, headers: { 'content-type': type }, body };
		const { code, stdout } = await rollOut.run('plan');
		expect([code, stdout]).toEqual([
			1,
			`${rollOut.client.id}  What answers at ${n8n.url} is not the API of n8n. Check its address (n8n.url in clients.json), that n8n has started, and that its public API is not switched off.\n`,
		]);
	});

	test.each([301, 302, 307, 308])('its address has moved (%s)', async (status) => {
		const headers = { 'content-type': 'text/html' };
		const place = createServer((request, response) => {
			const location = `https://n8n.agency.example${request.url}`;
			response.writeHead(status, { ...headers, location }).end('<h1>Moved</h1>');
		}).listen(0, '127.0.0.1');
		await once(place, 'listening');
		onTestFinished(() => void place.close());
		const url = `http://127.0.0.1:${(place.address() as AddressInfo).port}`;
		rollOut.write({}, { n8n: { url, apiKey: 'env:N8N_KEY' } });
		expect((await rollOut.run('plan')).stdout).toContain(
			`n8n at ${url} redirects to https://n8n.agency.example. Give that address as n8n.url in clients.json.`,
		);
	});

	test('the pack is missing', async () => {
		n8n.hasPack = false;
		expect((await rollOut.run('apply')).stdout).toContain('installed the pack n8n-nodes-fluid');
		expect(n8n.hasPack).toBe(true);
	});

	test('it is away', async () => {
		await n8n.stop();
		const { code, stdout } = await rollOut.run('status');
		expect([code, stdout]).toEqual([
			1,
			expect.stringMatching(/n8n at .* does not answer \(ECONNREFUSED\)\. Start it/),
		]);
	});
});

describe('fluid clients remove', () => {
	test('leaves nothing in n8n, no key, no webhook; the workspace stays', async () => {
		await rollOut.run('apply');
		n8n.faults.conflicts = 2;
		// Somebody has deleted the key by hand, without which n8n could not end its webhook.
		const { body: keys } = await rollOut.agency.get(
			`/api-keys?workspace_id=${await rollOut.workspaceId()}`,
		);
		await rollOut.agency.delete(`/api-keys/${keys.data[0].id}`);

		const { code, stdout } = await rollOut.run('remove', '--client', rollOut.client.id, '--delete');

		expect([code, stdout]).toEqual([
			0,
			expect.stringContaining(`kept the workspace "${rollOut.client.name}"`),
		]);
		expect([n8n.workflows, n8n.credentials]).toEqual([[], []]);
		const id = await rollOut.workspaceId();
		expect((await rollOut.agency.get(`/api-keys?workspace_id=${id}`)).body.data).toEqual([]);
		expect((await rollOut.agency.get(`/api-workspaces/${id}/webhooks`)).body.data).toEqual([]);
		const { body } = await rollOut.agency.get('/api-rollouts');
		expect(body.data.filter((one: { client: string }) => one.client === rollOut.client.id)).toEqual(
			[],
		);
		const again = await rollOut.run('remove', '--client', rollOut.client.id, '--delete');
		expect([again.code, again.stdout]).toEqual([0, `${rollOut.client.id}  nothing to remove\n`]);
		expect((await rollOut.run('apply')).code).toBe(0);
	});
});

describe('clients.json', () => {
	test.each([
		[
			'a secret in it',
			{ n8n: { url: 'https://n8n.example', apiKey: 'abc' } },
			/A secret must not stand in this file\. Write env:NAME/,
		],
		[
			'a variable that is not set',
			{ n8n: { url: 'https://n8n.example', apiKey: 'env:NOBODY' } },
			/The variable NOBODY is not set/,
		],
		[
			'a template that there is not',
			{ templates: ['cold-mail'] },
			/has the template "cold-mail", which there is not/,
		],
		['a word that is not known', { client: [] }, /"client" is not known here/],
		[
			'two clients of one id',
			{
				clients: [
					{ id: 'a', name: 'A' },
					{ id: 'a', name: 'B' },
				],
			},
			/Two clients have the id "a"/,
		],
		[
			'two clients whose names differ only in upper and lower case',
			{
				clients: [
					{ id: 'a', name: 'Beta B' },
					{ id: 'b', name: 'BETA b' },
				],
			},
			/Two clients have the name "BETA b": upper and lower case make no difference\. Change one\./,
		],
	])('is refused with %s', async (_, more, sentence) => {
		rollOut.write({}, more);
		const { code, stderr } = await rollOut.run('plan');
		expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
	});

	test.each([
		['a web page', 'text/html', '<!DOCTYPE html><p>Hello</p>'],
		['another service', 'application/json', '{"status":"ok"}'],
	])('is not carried out where its fluidUrl leads to %s', async (_, type, body) => {
		const other = createServer((_request, response) => {
			response.writeHead(200, { 'content-type': type });
			response.end(body);
		}).listen(0, '127.0.0.1');
		await once(other, 'listening');
		const fluidUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
		rollOut.write({}, { fluidUrl });

		const { code, stdout, stderr } = await rollOut.run('plan');
		other.close();

		expect([code, stdout + stderr]).toEqual([
			1,
			expect.stringContaining(
				`What answers at ${fluidUrl} is not Fluid. Check fluidUrl in clients.json`,
			),
		]);
	});

	test('is not carried out while a setting has its placeholder', async () => {
		rollOut.write({ settings: {} });
		const { code, stdout } = await rollOut.run('apply');
		expect([code, stdout]).toEqual([
			1,
			expect.stringContaining('won-to-slack: the setting "slack_url" still has its placeholder'),
		]);
		expect(n8n.writes).toEqual([]);
	});
});
