import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRepository } from '../../../scripts/repository.mjs';
import { FluidClient } from '../../../test/support/fluidClient';
import { commandHere } from '../../../test/support/commandHere';
import { runScript } from '../../../test/support/fluidCommand';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const KEY = /^fluid_[0-9A-Za-z]{38}\n$/;

const service = ServiceProcess.forFile();
let env: Record<string, string>;
let empty: string;

beforeAll(async () => {
	env = service.databaseEnv;
	empty = mkdtempSync(join(tmpdir(), 'fluid-cli-'));
}, 60_000);
afterAll(async () => {
	rmSync(empty, { recursive: true, force: true });
});

const keys = (...args: string[]) => commandHere(['keys', ...args], { env });

async function statusWith(key: string): Promise<number> {
	return (await new FluidClient(service.url, key.trim()).get('/api-me')).status;
}

test('a key made beside the running service is printed alone and gives access at once', async () => {
	const { code, stdout, stderr } = await keys('create', '--name', 'Zapier');

	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	expect(stdout).toMatch(KEY);
	expect(await statusWith(stdout)).toBe(200);
});

test('the way of the README prints the key and nothing else', async () => {
	const script = inRepository('scripts/fluid.mjs');

	const { code, stdout } = await runScript(script, ['keys', 'create', '--name', 'My laptop'], {
		env,
	});

	expect(code).toBe(0);
	expect(stdout).toMatch(KEY);
});

test('keys are listed with their last four characters and when they were used', async () => {
	const { stdout: key } = await keys('create', '--name', 'Listed');
	await statusWith(key);
	await keys('create', '--name', 'Never used');

	const { code, stdout } = await keys('list');

	expect(code).toBe(0);
	const lines = stdout.split('\n');
	expect(lines[0]).toMatch(/^ID +NAME +LAST FOUR +CREATED \(UTC\) +LAST USED \(UTC\)$/);
	const moment = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
	const used = new RegExp(`^key_\\w{26} +Listed +${key.trim().slice(-4)} +${moment} +${moment}$`);
	expect(lines.find((line) => line.includes('Listed'))).toMatch(used);
	expect(lines.find((line) => line.includes('Never used'))).toMatch(/ never$/);
	expect(stdout).not.toContain(key.trim());
});

test('a deleted key gives no access any more', async () => {
	const { stdout: key } = await keys('create', '--name', 'Old laptop');

	const { code, stdout } = await keys('delete', 'Old laptop');

	expect(code).toBe(0);
	expect(stdout).toMatch(
		/^Deleted the API key "Old laptop" \(key_\w{26}\)\. Everything that used it has lost access\.\n$/,
	);
	expect(await statusWith(key)).toBe(401);
});

test('a key is deleted by its id where several have its name', async () => {
	await keys('create', '--name', 'Twin');
	await keys('create', '--name', 'Twin');

	const refused = await keys('delete', 'Twin');
	expect(refused.code).toBe(1);
	expect(refused.stderr).toMatch(
		/^2 API keys are named "Twin"\. Give the id of one: key_\w{26} \(ends in \w{4}\), key_\w{26} \(ends in \w{4}\)\.\n$/,
	);

	const [id = ''] = /key_\w{26}/.exec(refused.stderr) ?? [];
	expect((await keys('delete', id)).code).toBe(0);
	expect((await keys('delete', 'Twin')).code).toBe(0);
});

test('an unknown key is refused with the nearest name', async () => {
	await keys('create', '--name', 'Make.com');

	expect(await keys('delete', 'Make.con')).toEqual({
		code: 1,
		stdout: '',
		stderr:
			'"My workspace" has no API key "Make.con". Did you mean "Make.com"? List them with: fluid keys list --workspace "My workspace"\n',
	});
});

test('deleting a key says which webhooks it had created, and pauses them if wished', async () => {
	const { stdout: key } = await keys('create', '--name', 'Old Zap');
	const client = new FluidClient(service.url, key.trim());
	const hook = { url: 'http://127.0.0.1:9/hook', events: ['deal.won'] };
	const { body: webhook } = await client.post('/api-webhooks', hook);

	const { stdout } = await keys('delete', 'Old Zap');
	expect(stdout.split('\n')[1]).toBe(
		`It had created a webhook: http://127.0.0.1:9/hook (${webhook.id}). Active ones go on sending, and whoever created them can no longer delete them. Pause or delete them under Settings > Automations > Webhooks.`,
	);

	const { stdout: other } = await keys('create', '--name', 'Other Zap');
	await new FluidClient(service.url, other.trim()).post('/api-webhooks', { ...hook, name: 'Zap' });
	const paused = await keys('delete', 'Other Zap', '--pause-webhooks');
	expect(paused.stdout).toMatch(
		/\nIt had created a webhook: Zap \(whk_\w{26}\)\. It is paused\.\n$/,
	);
});

test('an agency key is recognized by its beginning, listed apart, and deleted', async () => {
	const { code, stdout: key } = await keys('create', '--agency', '--name', 'Roll-outs');
	expect([code, key]).toEqual([0, expect.stringMatching(/^fluid_agency_[0-9A-Za-z]{38}\n$/)]);
	expect(await statusWith(key)).toBe(403);
	const agency = new FluidClient(service.url, key.trim());
	expect((await agency.get('/api-agency')).body.key.name).toBe('Roll-outs');

	expect((await keys('list')).stdout).not.toContain('Roll-outs');
	expect((await keys('list', '--agency')).stdout).toContain(
		`fluid_agency_...${key.trim().slice(-4)}`,
	);

	expect((await keys('delete', '--agency', 'Roll-outs')).code).toBe(0);
	expect((await agency.get('/api-agency')).status).toBe(401);
	expect((await keys('create', '--agency', '--name', 'X', '--workspace', 'Client B')).code).toBe(2);
});

test('where there are several workspaces, one must be named', async () => {
	await commandHere(['workspaces', 'create', 'Client B'], { env });

	expect((await keys('create', '--name', 'n8n')).stderr).toBe(
		'There are several workspaces: "My workspace", "Client B". Say which with --workspace NAME.\n',
	);
	expect((await keys('list', '--workspace', 'Client C')).stderr).toBe(
		'There is no workspace "Client C". Did you mean "Client B"? List them with: fluid workspaces list\n',
	);
	const { stdout: key } = await keys('create', '--name', 'n8n', '--workspace', 'Client B');
	const { body } = await new FluidClient(service.url, key.trim()).get('/api-me');
	expect(body.workspace.name).toBe('Client B');
	expect((await keys('list', '--workspace', 'Client B')).stdout).toContain('n8n');
});

test('a workspace without keys says how to make one', async () => {
	await commandHere(['workspaces', 'create', 'Client D'], { env });

	expect((await keys('list', '--workspace', 'Client D')).stdout).toBe(
		'"Client D" has no API key. Create one with: fluid keys create --name NAME --workspace "Client D"\n',
	);
});

test('of many workspaces, ten are listed', async () => {
	for (let number = 1; number <= 9; number += 1)
		await commandHere(['workspaces', 'create', `Other ${number}`], { env });

	expect((await keys('list')).stderr).toMatch(
		/^There are several workspaces: ("[^"]+", ){9}"Other 7" and 2 more, which fluid workspaces list shows\. Say which with --workspace NAME\.\n$/,
	);
});

test('without a database, a list says where one was looked for', async () => {
	const DATA_DIR = join(empty, 'nowhere');

	expect(await commandHere(['keys', 'list'], { env: { DATA_DIR } })).toEqual({
		code: 1,
		stdout: '',
		stderr: `There is no Fluid database in ${DATA_DIR}. Start the service once with npm start, make a workspace with: fluid workspaces create NAME, or name the right folder in DATA_DIR.\n`,
	});
});

test('the first key of a new database comes with its first workspace', async () => {
	const DATA_DIR = join(empty, 'new');

	const { code, stdout, stderr } = await commandHere(['keys', 'create', '--name', 'First'], {
		env: { DATA_DIR },
	});

	expect(code).toBe(0);
	expect(stdout).toMatch(KEY);
	expect(stderr).toBe('There was no workspace yet, so "My workspace" was made for the key.\n');
});

test('a file that is no database is named', async () => {
	const DATA_DIR = join(empty, 'broken');
	mkdirSync(DATA_DIR);
	writeFileSync(join(DATA_DIR, 'fluid.sqlite'), 'not a database'.repeat(100));

	expect((await commandHere(['keys', 'list'], { env: { DATA_DIR } })).stderr).toBe(
		`The database in ${DATA_DIR} cannot be opened: file is not a database. Check that the folder can be written, that its disk has room, and that DATA_DIR names the right one.\n`,
	);
});
