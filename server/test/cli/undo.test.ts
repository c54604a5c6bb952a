import { expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { commandHere } from '../../../test/support/commandHere';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { Imports } from '../../../test/support/importCommand';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const service = ServiceProcess.forFile({ FLUID_RATE_LIMIT: '0' });

const undo = (...args: string[]) =>
	commandHere(['undo', ...args], { env: { ...service.databaseEnv, PUBLIC_URL: service.url } });
const deals = async (q: string): Promise<Deal[]> =>
	(await service.client.get(`/api-deals?q=${q}`)).body.data;

/** Imports a file with leads of a name; returns the run. */
async function importedRun(name: string, numbers = ['one', 'two']): Promise<string> {
	const imports = new Imports(service.url, service.client.key);
	const rows = numbers.map((number) => `${name} ${number},${number}@${name}.example\n`);
	const { stderr } = await imports.leads(`Deal Name,Email\n${rows.join('')}`);
	imports.remove();
	const [, run = ''] =
		/fluid undo (import-\d{8}-\d{6}-[0-9a-f]{4}), or Settings/.exec(stderr) ?? [];
	return run;
}

test('an import says how it is taken back, and is, but for what somebody has changed since', async () => {
	const run = await importedRun('wrongfile');
	const [second] = await deals('wrongfile%20two');
	await service.client.deal({ id: second?.id, value: 500 });

	const { code, stdout } = await undo(run, '--yes');
	expect(code).toBe(0);
	expect(stdout).toMatch(
		/^Undoing the run import-.* in "[^"]+":\n {2}1 deal and 1 contact will be deleted\.\n {2}2 records will stay, in whole or in part: /,
	);
	expect(stdout).toContain('No delivery will be sent');
	expect(stdout).toContain('Done:\n  1 deal and 1 contact were deleted.');
	expect(stdout).toContain(
		`wrongfile two (${service.url}/deals/${second?.id}): It was changed since by somebody else.`,
	);
	expect(await deals('wrongfile')).toEqual([expect.objectContaining({ id: second?.id })]);
});

test('whoever undoes a run with much that stays reads where the rest of it is listed', async () => {
	const numbers = Array.from({ length: 25 }, (_, index) => `n${index}`);
	const run = await importedRun('manykept', numbers);
	for (const { id } of await deals('manykept&limit=100'))
		await service.client.deal({ id, value: 500 });
	const rest = `  And 30 more: ${service.url}/settings/runs/${run}\n`;

	const refused = await fluidCommand(['undo', run], {
		env: { ...service.databaseEnv, PUBLIC_URL: service.url },
		input: 'no\n',
	});
	expect(refused.stdout).toContain(rest);
	const { stdout } = await undo(run, '--yes');
	expect(
		stdout.split('What stays as it is:')[1]?.match(/^ {2}.*changed since|^ {2}.*stays has it/gm),
	).toHaveLength(20);
	expect(stdout.endsWith(rest)).toBe(true);

	const { kept } = JSON.parse((await undo(run, '--json', '--yes')).stdout);
	expect(new Set(kept.map(({ id }: { id: string }) => id)).size).toBe(50);
});

test('whoever undoes a run once more reads what was undone this time', async () => {
	const run = await importedRun('further');
	const [second] = await deals('further%20two');
	await service.client.deal({ id: second?.id, value: 500 });
	await undo(run, '--yes');
	await service.client.delete(`/api-deals/${second?.id}`);

	const { stdout } = await undo(run, '--yes');

	expect(stdout).toMatch(/\nDone:\n {2}1 contact was deleted\.\n$/);
});

test('the same file can be imported again once the import is undone', async () => {
	const run = await importedRun('again');
	expect(await importedRun('again')).toBe('');
	expect((await undo(run, '--yes')).code).toBe(0);
	expect(await deals('again')).toEqual([]);
	expect(await importedRun('again')).toMatch(/^import-/);
	expect(await deals('again')).toHaveLength(2);
});

test('what somebody has changed is not imported a second time, and what was deleted by hand can be', async () => {
	const run = await importedRun('edited');
	const [two] = await deals('edited%20two');
	await service.client.deal({ id: two?.id, value: 500 });
	await undo(run, '--yes');
	await importedRun('edited');
	expect((await deals('edited')).map(({ name }) => name).sort()).toEqual([
		'edited one',
		'edited two',
	]);

	const other = await importedRun('byhand');
	for (const { id } of await deals('byhand')) await service.client.delete(`/api-deals/${id}`);
	const { body } = await service.client.get('/api-contacts?q=byhand');
	for (const { id } of body.data) await service.client.delete(`/api-contacts/${id}`);
	expect((await undo(other)).stdout).toMatch(
		/^Nothing of the run import-.* is left in "[^"]+"\. What it had sent can be sent again at once/,
	);
	await importedRun('byhand');
	expect(await deals('byhand')).toHaveLength(2);
});

test('it asks first, and undoes nothing unless the answer is yes', async () => {
	const run = await importedRun('asked');
	const env = service.databaseEnv;
	const refused = await fluidCommand(['undo', run], { env, input: 'no\n' });
	expect([refused.code, refused.stderr]).toEqual([
		1,
		expect.stringContaining('Nothing was undone.'),
	]);
	expect(await deals('asked')).toHaveLength(2);
	const { code } = await fluidCommand(['undo', run], { env, input: 'yes\n' });
	expect(code).toBe(0);
	expect(await deals('asked')).toHaveLength(0);
});

test('with --json it counts alone, and with --yes as well it undoes', async () => {
	const run = await importedRun('asjson');
	expect(JSON.parse((await undo(run, '--json')).stdout)).toMatchObject({
		...{ run_id: run, counts: { deals_deleted: 2, contacts_deleted: 2 }, deliveries: 0 },
	});
	expect(await deals('asjson')).toHaveLength(2);
	expect(JSON.parse((await undo(run, '--json', '--yes')).stdout)).toMatchObject({
		...{ run_id: run, counts: { deals_deleted: 2 }, kept: [] },
	});
	expect(await deals('asjson')).toHaveLength(0);
});

test('it works as well while the service does not run', async () => {
	const run = await importedRun('stopped');
	await service.kill();
	const { code, stdout } = await undo(run, '--yes');
	await service.start();
	expect([code, stdout]).toEqual([
		0,
		expect.stringContaining('2 deals and 2 contacts were deleted'),
	]);
	expect(await deals('stopped')).toHaveLength(0);
});

test('without a run it lists them, and one that is not there is refused', async () => {
	const run = await importedRun('listed');
	expect((await undo()).stdout).toMatch(
		new RegExp(`^RUN +MADE BY +CHANGES +LAST CHANGE +UNDONE\n${run} +API key First key +4 `),
	);
	const unknown = await undo('n8n-1', '--yes');
	expect([unknown.code, unknown.stderr]).toEqual([
		1,
		expect.stringContaining('more than 30 days ago. List runs with fluid undo.'),
	]);
});
