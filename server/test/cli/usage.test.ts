import { expect, test } from 'vitest';
import { reasonSentence, WrongUsage } from '../../src/cli/failure';
import { fileFault } from '../../src/cli/files';
import { problem } from '../../src/problems/problems';
import { newProgram } from '../../src/cli/program';
import { fluidCommand } from '../../../test/support/fluidCommand';

const wrongUses: Array<[string[], string]> = [
	[['key'], '"key" is not a command of fluid. Did you mean "keys"? See: fluid --help'],
	[
		['keys', 'creat'],
		'"creat" is not a command of fluid keys. Did you mean "create"? See: fluid keys --help',
	],
	[
		['keys', 'create', '--nam', 'Zapier'],
		'fluid keys create has no option "--nam". Did you mean "--name"? See: fluid keys create --help',
	],
	[['keys', 'create'], 'A key needs a name: fluid keys create --name "My laptop"'],
	[
		['keys', 'create', '--name'],
		'--name <name> needs a value behind it. See: fluid keys create --help',
	],
	[['keys', 'create', '--name', ' '], 'The name of the key must not be empty.'],
	[
		['keys', 'create', '--name', 'x'.repeat(201)],
		'The name of the key is longer than 200 characters. Shorten it.',
	],
	[
		['keys', 'create', '--name', 'My', 'laptop'],
		'fluid keys create was given too much: "laptop". Put a name with spaces in quotes. See: fluid keys create --help',
	],
	[
		['keys', 'delete'],
		'fluid keys delete needs <id-or-name> behind it. See: fluid keys delete --help',
	],
	[
		['workspaces', 'create', 'Client B', '--currency', 'EURO'],
		'"EURO" is not an ISO 4217 currency code. Write it like EUR.',
	],
	[
		['import', 'leads.csv', '--batch', '1001'],
		"Option '--batch <rows>' argument '1001' is invalid. It must be a whole number from 1 to 1000. See: fluid import --help",
	],
	[
		['import', 'leads.csv', '--url', 'localhost'],
		"Option '--url <url>' argument 'localhost' is invalid. It must be an address such as https://crm.example.com. See: fluid import --help",
	],
	[
		['import', 'leads.csv', '--encoding', 'excel'],
		"Option '--encoding <name>' argument 'excel' is invalid. It must be an encoding such as utf-8 or windows-1252. See: fluid import --help",
	],
	[
		['import', 'leads.csv', '--mode', 'replace'],
		"Option '--mode <mode>' argument 'replace' is invalid. Allowed choices are upsert, create, update. See: fluid import --help",
	],
	[
		['import', 'leads.csv', '--map', 'Firm'],
		'--map "Firm" must be a column of the file, "=" and a field, e.g. --map "Firm=company.name".',
	],
	[
		['import', 'leads.csv'],
		'An import needs an API key: set FLUID_API_KEY, or give --key. Create one with: fluid keys create --name Import',
	],
];

test.each(wrongUses)('fluid %j is refused with a sentence', async (args, sentence) => {
	const refused = newProgram().parseAsync(args, { from: 'user' });

	await expect(refused).rejects.toThrow(WrongUsage);
	await expect(refused).rejects.toThrow(sentence);
});

test('wrong usage ends with one sentence on stderr and exit code 2', async () => {
	expect(await fluidCommand(['key', 'create'])).toEqual({
		code: 2,
		stdout: '',
		stderr: '"key" is not a command of fluid. Did you mean "keys"? See: fluid --help\n',
	});
});

test('without a command the help is shown, with exit code 2', async () => {
	const { code, stdout, stderr } = await fluidCommand([]);

	expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
	expect(stderr).toMatch(/^Usage: fluid \[options\] \[command\]\n/);
	expect(stderr).toMatch(
		/\nSay what to do: fluid start, fluid keys, fluid workspaces, fluid clients, fluid sign-in-link, fluid secret-key, fluid import, fluid listen, fluid undo, fluid erase, fluid doctor, fluid backup, fluid restore, fluid upgrade, fluid database\. See: fluid --help\n$/,
	);
});

const helps: Array<[string[], string]> = [
	[['--help'], 'npm run -s fluid -- keys create --name "My laptop"'],
	[['start', '--help'], 'PORT=4000 npm run -s fluid -- start'],
	[['keys', '--help'], 'delete an API key: what uses it loses access at once'],
	[['workspaces', 'apply', '--help'], '"pipelines": [ { "name": "Sales"'],
	[['help', 'import'], 'Rejected rows go to FILE.rejected.csv with the reason in the last column'],
];

test.each(helps)('fluid %j shows how it is used', async (args, part) => {
	const { code, stdout, stderr } = await fluidCommand(args);

	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	expect(stdout.replace(/\s+/g, ' ')).toContain(part);
});

test('the version is printed', async () => {
	expect(await fluidCommand(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
});

test('a wrong setting is named', async () => {
	const env = { DATABASE_URL: 'mysql://localhost/fluid' };

	const { code, stderr } = await fluidCommand(['keys', 'list'], { env });

	expect(code).toBe(1);
	expect(stderr).toMatch(/^DATABASE_URL .+\n$/);
});

test('what the database refuses is printed in its own words, such as a full disk', () => {
	expect(reasonSentence(problem('disk_full'))).toBe(problem('disk_full').message);
});

test('a disk that is full is called so by whatever writes or copies a file', () => {
	const bySystem = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
	const bySqlite = Object.assign(new Error('database or disk is full'), {
		code: 'ERR_SQLITE_ERROR',
	});
	expect([bySystem, bySqlite].map(fileFault)).toEqual(['the disk is full', 'the disk is full']);
});
