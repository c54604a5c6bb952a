import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Blueprint } from '../../../contract/types';
import { FluidClient } from '../../../test/support/fluidClient';
import { commandHere } from '../../../test/support/commandHere';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';
import { readConfig } from '../../src/config';
import { openDatabase } from '../../src/openDatabase';
import { createPipeline } from '../../src/pipelineEditing/store';
import { createWorkspace } from '../../src/workspaces/store';

const service = ServiceProcess.forFile();
let env: Record<string, string>;
let folder: string;

beforeAll(async () => {
	env = service.databaseEnv;
	folder = mkdtempSync(join(tmpdir(), 'fluid-cli-'));
}, 60_000);
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
});

const workspaces = (...args: string[]) =>
	commandHere(['workspaces', ...args], { env, cwd: folder });

function write(file: string, stages: string[]): void {
	const blueprint: Blueprint = {
		pipelines: [
			{ name: 'Projects', stages, custom_fields: [{ name: 'Deal size', type: 'number' }] },
		],
	};
	writeFileSync(join(folder, file), JSON.stringify(blueprint));
}

async function client(workspace: string): Promise<FluidClient> {
	const args = ['keys', 'create', '--name', 'Test', '--workspace', workspace];
	return new FluidClient(service.url, (await commandHere(args, { env })).stdout.trim());
}

test('a new workspace has the pipeline Sales and the currency it is given', async () => {
	const { code, stdout } = await workspaces('create', 'Client A', '--currency', 'eur');

	expect(code).toBe(0);
	expect(stdout).toMatch(
		/^Created workspace "Client A" \(ws_\w{26}\), currency EUR\.\nGive it an API key with: fluid keys create --name NAME --workspace "Client A"\n$/,
	);
	const deal = await (await client('Client A')).deal({ name: 'Acme' });
	expect(deal).toMatchObject({ pipeline_name: 'Sales', stage_name: 'New lead', currency: 'EUR' });
	expect((await workspaces('list')).stdout).toMatch(
		/^ID +NAME +CURRENCY +CREATED \(UTC\)\n(ws_.*\n)*ws_\w{26} +Client A +EUR +\d{4}-\d\d-\d\d \d\d:\d\d\n/,
	);
	for (const name of ['Client A', 'client  a'])
		expect((await workspaces('create', name)).stderr).toBe(
			'There is a workspace "Client A" already. Choose another name.\n',
		);
});

test('a blueprint is tried, applied, and found in place the second time', async () => {
	write('agency.json', ['Brief', 'Offer']);
	await workspaces('create', 'Client B', '--blueprint', 'agency.json');
	write('agency.json', ['Brief', 'Offer', 'Signed']);
	const apply = (...args: string[]) =>
		workspaces('apply', 'agency.json', '--workspace', 'Client B', ...args);

	const change = 'Added stage "Signed" to "Projects".\n';
	expect(await apply('--dry-run')).toEqual({
		code: 0,
		stdout: `${change}This was a dry run: one change would be made to "Client B"; nothing was changed.\n`,
		stderr: '',
	});
	expect(await apply()).toEqual({
		code: 0,
		stdout: `${change}"Client B" now has everything that agency.json names: one change.\n`,
		stderr: '',
	});
	expect(await apply()).toEqual({
		code: 0,
		stdout: '"Client B" has everything that agency.json names already; nothing was changed.\n',
		stderr: '',
	});
	const deal = await (await client('Client B')).deal({ name: 'Acme', stage: 'Signed' });
	expect(deal.pipeline_name).toBe('Projects');
});

test('a stage that is not in the file is kept unless deleting was asked for, and with deals in it for good', async () => {
	write('agency.json', ['Brief', 'Offer', 'Signed']);
	await workspaces('create', 'Client C', '--blueprint', 'agency.json');
	write('agency.json', ['Brief', 'Signed']);
	const apply = (...args: string[]) =>
		workspaces('apply', 'agency.json', '--workspace', 'Client C', ...args);

	expect((await apply()).stdout).toContain(
		'Kept stage "Offer" of "Projects", which is not in the file; --delete removes it.\n',
	);

	const fluid = await client('Client C');
	const { id } = await fluid.deal({ name: 'Acme', stage: 'Offer' });
	expect(await apply('--delete')).toEqual({
		code: 1,
		stdout: '',
		stderr:
			'Nothing was changed in "Client C":\nStage "Offer" of "Projects" cannot be removed: one deal is in it. Move it to another stage first.\n',
	});

	await fluid.deal({ id, stage: 'Signed' });
	expect((await apply('--delete')).stdout).toContain('Removed stage "Offer" from "Projects".\n');
});

test('a custom field that is deleted takes the values of deals along, and the service delivers that', async () => {
	write('agency.json', ['Brief']);
	await workspaces('create', 'Client G', '--blueprint', 'agency.json');
	const fluid = await client('Client G');
	const deal = await fluid.deal({ name: 'Acme', custom_fields: { deal_size: 12 } });
	const receiver = await Receiver.start();
	await fluid.post('/api-webhooks', { url: receiver.url, events: ['deal.updated'] });
	const none = { pipelines: [{ name: 'Projects', stages: ['Brief'], custom_fields: [] }] };
	writeFileSync(join(folder, 'none.json'), JSON.stringify(none));
	const apply = (...args: string[]) =>
		workspaces('apply', 'none.json', '--workspace', 'Client G', '--delete', ...args);

	const change = 'Removed custom field "Deal size" from "Projects"; one deal lost its value.\n';
	expect((await apply('--dry-run')).stdout).toContain(change);
	expect((await apply()).stdout).toContain(change);

	const [delivery] = await receiver.waitFor(1);
	expect(delivery?.event).toMatchObject({
		data: { deal: { id: deal.id } },
		previous: { custom_fields: { deal_size: 12 } },
	});
	await receiver.stop();
});

test('an export is taken unchanged by a new workspace, whose export is the same', async () => {
	write('agency.json', ['Brief', 'Offer']);
	await workspaces('create', 'Client D', '--blueprint', 'agency.json');

	const { stdout } = await workspaces('export', 'd.json', '--workspace', 'Client D');
	expect(stdout).toBe('Wrote the blueprint of "Client D" to d.json.\n');
	await workspaces('create', 'Client E', '--blueprint', 'd.json');
	const again = await workspaces('export', '--workspace', 'Client E');

	expect(again.stdout).toBe(readFileSync(join(folder, 'd.json'), 'utf8'));
	expect((await workspaces('apply', 'd.json', '--workspace', 'Client D')).stdout).toBe(
		'"Client D" has everything that d.json names already; nothing was changed.\n',
	);
});

test('an export goes through a pipe into another workspace, with - for the file', async () => {
	write('agency.json', ['Brief', 'Offer']);
	await workspaces('create', 'Client F', '--blueprint', 'agency.json');
	await workspaces('create', 'Client G');

	const { stdout } = await workspaces('export', '-', '--workspace', 'Client F');
	const applied = await fluidCommand(['workspaces', 'apply', '-', '--workspace', 'Client G'], {
		env,
		input: stdout,
	});

	expect(applied.stdout).toMatch(
		/"Client G" now has everything that stdin names: \d+ changes\.\n$/,
	);
});

test('a character that no database can hold is left out of a name, as in a request', async () => {
	const text = '{"pipelines": [{"name": "Sa\\u0000les \\ud83d", "stages": ["New"]}]}';
	writeFileSync(join(folder, 'odd.json'), text);

	expect((await workspaces('create', 'Client H', '--blueprint', 'odd.json')).code).toBe(0);
	const { stdout } = await workspaces('export', '--workspace', 'Client H');
	expect(JSON.parse(stdout)).toMatchObject({ pipelines: [{ name: 'Sales \ufffd' }] });
});

test('a file that is no blueprint is refused with everything that is wrong with it', async () => {
	writeFileSync(join(folder, 'broken.json'), '{"pipelines": [{"name": "Sales"}, {"name": ""}]}');

	expect(await workspaces('apply', 'broken.json', '--workspace', 'My workspace')).toEqual({
		code: 1,
		stdout: '',
		stderr: [
			'broken.json is not a blueprint that can be used.',
			'At /pipelines/0/stages: "stages" is missing. Add it.',
			'At /pipelines/1/stages: "stages" is missing. Add it.',
			'At /pipelines/1/name: "name" of entry 2 in "pipelines" must not be empty. Name of the pipeline.',
			'',
		].join('\n'),
	});
});

test('a workspace without pipelines, or a pipeline without stages, has nothing to export', async () => {
	const { database } = await openDatabase(readConfig(env));
	const { id } = await database.writeService((transaction) =>
		createWorkspace(transaction, 'Bare', 'USD', new Date()),
	);
	const exportBare = () => workspaces('export', '--workspace', 'Bare');

	expect((await exportBare()).stderr).toBe(
		'"Bare" has no pipeline yet, so there is nothing to export.\n',
	);
	await database.writeService((transaction) => createPipeline(transaction, id, 'Sales'));
	await database.close();
	expect((await exportBare()).stderr).toBe(
		'Pipeline "Sales" has no stage, which a blueprint needs. Give it one under Settings > Pipelines first.\n',
	);
});

test.skipIf(isOnPostgres())('a database that another change keeps busy is left alone', async () => {
	const other = new DatabaseSync(join(service.folder, 'fluid.sqlite'));
	other.exec('begin immediate');

	const { code, stderr } = await workspaces('create', 'Client F');
	other.exec('rollback');
	other.close();

	expect({ code, stderr }).toEqual({
		code: 1,
		stderr: `The database in ${service.folder} is busy with another change. Nothing was changed; try again in a moment.\n`,
	});
});

test('a file that cannot be read or written is named', async () => {
	expect((await workspaces('apply', 'agncy.json')).stderr).toBe(
		'agncy.json cannot be read: there is no such file or folder.\n',
	);
	const { code, stderr } = await workspaces('export', 'no/x.json', '--workspace', 'My workspace');
	expect({ code, stderr }).toEqual({
		code: 1,
		stderr: 'no/x.json cannot be written: there is no such file or folder.\n',
	});
});

test('a workspace is deleted by typing its name, listed as deleted, and restored', async () => {
	await workspaces('create', 'Client D');
	const fluid = await client('Client D');
	await fluid.deal({ name: 'Acme' });
	const remove = (input: string) =>
		fluidCommand(['workspaces', 'delete', 'Client D'], { env, input });
	const wrong = await remove('Client\n');
	expect([wrong.code, wrong.stdout]).toEqual([1, '']);
	expect(wrong.stderr).toContain('"Client D" has one deal. Type its name to delete it');
	expect(wrong.stderr).toContain('Nothing was deleted: "Client" is not the name');
	expect((await remove('')).code).toBe(1);
	expect((await fluid.get('/api-deals')).status).toBe(200);

	expect((await remove('Client D\n')).stdout).toMatch(
		/^Deleted "Client D"\. Until \d{4}-\d\d-\d\d it can be restored with: fluid workspaces restore "Client D"\n$/,
	);
	expect((await fluid.get('/api-deals')).body.code).toBe('deleted_key');
	expect((await workspaces('list')).stdout).not.toContain('Client D');
	expect((await workspaces('list', '--deleted')).stdout).toContain('Client D');
	expect((await workspaces('create', 'Client D')).stderr).toContain('or restore it');

	expect((await workspaces('restore', 'Client E')).stderr).toContain('Did you mean "Client D"?');
	expect((await workspaces('restore', 'Client D')).stdout).toContain('Restored "Client D"');
	expect((await fluid.get('/api-deals')).body.data).toHaveLength(1);
});

test('a name of a workspace is of one line', async () => {
	const { code, stderr } = await workspaces('create', 'a\nb');

	expect({ code, stderr }).toEqual({
		code: 1,
		stderr:
			'The name "a\\nb" has a line break or another control character in it. Write it in one line.\n',
	});
	expect((await workspaces('list')).stdout).not.toMatch(/ a$/m);
});

test('whatever a workspace is called, the command that is suggested works as it is printed', async () => {
	const names = ['The "Best" $HOME `id`', "it's $5", 'back\\slash', 'Plain name'];
	for (const name of names) {
		const { stdout } = await workspaces('create', name);
		const command = /^Give it an API key with: fluid (.*)$/m.exec(stdout)?.[1] ?? '';
		const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
		expect(words).toBe(`keys\ncreate\n--name\nNAME\n--workspace\n${name}\n`);
	}
	expect((await commandHere(['keys', 'list', '--workspace', "it's $5"], { env })).stdout).toBe(
		`"it's $5" has no API key. Create one with: fluid keys create --name NAME --workspace 'it'\\''s $5'\n`,
	);
});

test("a workspace's own template library is turned on, gets a new address and is turned off", async () => {
	await workspaces('create', 'Client L');
	const library = (...args: string[]) => workspaces('library', ...args, '--workspace', 'Client L');
	const answers = async (setting: string) => {
		const path = new URL(setting.trim().replace('N8N_TEMPLATES_HOST=', '')).pathname;
		return (await fetch(`${service.url}${path}/health`)).status;
	};

	expect((await library()).stdout).toBe(
		'"Client L" has no library of its own. Turn it on with: fluid workspaces library on --workspace "Client L"\n',
	);
	const { stdout: first } = await library('on');
	expect(first).toMatch(/^N8N_TEMPLATES_HOST=http:\/\/.*\/n8n-templates\/lib_[\w-]{24}\n$/);
	expect((await library('on')).stdout).toBe(first);
	expect(await answers(first)).toBe(200);

	const { stdout: second } = await library('renew');
	expect([await answers(first), await answers(second)]).toEqual([404, 200]);
	expect((await library('off')).stdout).toBe(
		'The library of "Client L" was turned off: its address answers no longer.\n',
	);
	expect(await answers(second)).toBe(404);
	expect((await library('of')).stderr).toContain('Allowed choices are show, on, renew, off.');
});
