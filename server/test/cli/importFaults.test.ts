import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { Imports } from '../../../test/support/importCommand';

const fluid = fluidForFile();
let imports: Imports;

beforeAll(async () => {
	await fluid.addCustomField({ key: 'source_system', name: 'Source', type: 'text' });
	const pipeline_id = await fluid.addPipeline('Renewals', ['Due']);
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'text', pipeline_id });
});

beforeEach(() => {
	imports = new Imports(fluid.url, fluid.key);
});
afterEach(async () => {
	imports.remove();
	expect((await fluid.get('/api-deals')).body.data).toEqual([]);
});

const ADA = 'name,email\nAnalytical Engines,ada@example.com\n';

const LEAVE_OUT = (name: string) =>
	`Say what it is with --map "${name}=FIELD", leave it out with --map "${name}=", or leave out every unknown column with --skip-unknown.`;

const faults: Array<[string, string | Buffer, string[], string]> = [
	[
		'an unknown column',
		'name,Frist name\nAcme,Ada\n',
		[],
		`The column "Frist name" is not a field of a deal. Did you mean "contact.first_name" or "contact.last_name"? ${LEAVE_OUT('Frist name')}`,
	],
	[
		'an unknown column whose name a shell would read more in',
		'name,Worth ($)\nAcme,5\n',
		[],
		`The column "Worth ($)" is not a field of a deal. Say what it is with --map 'Worth ($)=FIELD', leave it out with --map 'Worth ($)=', or leave out every unknown column with --skip-unknown.`,
	],
	[
		'many unknown columns',
		'name,Frist name,Plan,Tier,Region\nAcme,Ada,a,b,c\n',
		[],
		'4 columns are not fields of a deal: "Frist name" (Did you mean "contact.first_name" or "contact.last_name"?), "Plan", "Tier", "Region". Say what one is with --map "COLUMN=FIELD", or leave out all that are unknown with --skip-unknown.',
	],
	[
		'a column that can mean two fields',
		'name,Source\nAcme,Web\n',
		[],
		'The column "Source" can mean more than one field: say which with --map, "source" or "custom_fields.source_system".',
	],
	[
		'two columns for one field',
		'name,Email,E-mail\nAcme,ada@example.com,ada@example.com\n',
		[],
		'The columns "Email" and "E-mail" both fill contact.email. Leave one out with --map "E-mail=", or give them different names.',
	],
	[
		'two columns of one name',
		'name,Email,Email\nAcme,ada@example.com,ada@example.com\n',
		[],
		'The columns "Email" and "Email" both fill contact.email. Give one of them another name in the first line of the file.',
	],
	[
		'a field that differs between pipelines',
		'name,Seats\nAcme,3\n',
		[],
		'The column "Seats" fills a custom field that has different types in different pipelines. Say which pipeline with --pipeline, and import a file for each.',
	],
	[
		'a mapping of a column that is not there',
		ADA,
		['--map', 'Nam=name'],
		'--map "Nam=name": the file has no column "Nam". Did you mean "name"?',
	],
	[
		'a mapping to a field that is not there',
		ADA,
		['--map', 'email=contact.emial'],
		'--map "email=contact.emial": "contact.emial" is not a field of a deal. Did you mean "contact.email" or "contact.title"?',
	],
	[
		'an unknown pipeline',
		ADA,
		['--pipeline', 'Sals'],
		'"Sals" is not a pipeline of this workspace. Did you mean "Sales"?',
	],
	[
		'an unknown stage',
		ADA,
		['--pipeline', 'Renewals', '--stage', 'Du'],
		'"Du" is not a stage of pipeline "Renewals". Did you mean "Due"?',
	],
	[
		'a stage that no pipeline has',
		ADA,
		['--stage', 'Contactde'],
		'"Contactde" is not a stage of this workspace. Did you mean "Contacted"?',
	],
	[
		'no name for new deals',
		'email\nada@example.com\n',
		[],
		'No column gives the new deals a name. Say which with --map "COLUMN=name"; a column may fill several fields, e.g. --map "Company=name" --map "Company=company.name".',
	],
	[
		'nothing to match on',
		'name\nAcme\n',
		['--match-on', 'email'],
		'To match on email, a column must fill contact.email, and none does. Say which with --map "COLUMN=contact.email".',
	],
	[
		'nothing in it',
		'',
		[],
		'leads.csv is empty. Its first line must name the columns, and each line below it is a deal.',
	],
	[
		'nothing but separators',
		',,\n',
		[],
		'leads.csv is empty. Its first line must name the columns, and each line below it is a deal.',
	],
	[
		'nothing below its first line',
		'name,email\n\n',
		[],
		'leads.csv has no rows below its first line, so there is nothing to import.',
	],
	[
		'a quote that is not closed',
		'name,note\nAcme,fine\nBeta,"never closed\nGamma,fine\n',
		[],
		'Line 3 of leads.csv is not valid CSV: a value begins with a quote and never ends with one. Add the closing quote.',
	],
	[
		'a quote that is not closed in more text than a row can be',
		`name,note\nAcme,"${'never closed\n'.repeat(100_000)}`,
		[],
		'Line 2 of leads.csv is not valid CSV: a value begins with a quote and never ends with one. Add the closing quote.',
	],
	[
		'a quote inside a value',
		'name,note\nAcme,27" screen\n',
		[],
		'Line 2 of leads.csv is not valid CSV: there is a quote inside a value that does not begin with one. Put the whole value in quotes and write the quote in it twice, e.g. "27"" screen".',
	],
	[
		'text behind a quote',
		'name,note\nAcme,"27" screen\n',
		[],
		'Line 2 of leads.csv is not valid CSV: there is text behind a closing quote. Write a quote inside a value twice, e.g. "27"" screen".',
	],
	[
		'a value too many in every line',
		'name,note\nAcme, Inc,"two\nlines"\nBeta, Co,fine\n',
		[],
		'Line 2 of leads.csv: The line has 3 values, but there are 2 columns. Put quotes around a value that contains ",".',
	],
	[
		'text that is not UTF-8',
		Buffer.from('name,note\nAcme,fine\nCafé,fine\n', 'latin1'),
		[],
		'Line 3 of leads.csv is not UTF-8 text. Save the file as "CSV UTF-8", or say how it is encoded, e.g. --encoding windows-1252 where it comes from Excel on Windows.',
	],
	[
		'a workbook',
		Buffer.from('504b030414000600', 'hex'),
		[],
		'leads.csv is a workbook, not a CSV file. Save it as "CSV UTF-8" and import that.',
	],
];

test.each(faults)(
	'a file with %s is refused before a row is sent',
	async (_, content, args, sentence) => {
		const { code, stdout, stderr } = await imports.leads(content, ...args);

		expect(stderr.trimEnd().split('\n').at(-1)).toBe(sentence);
		expect(code).toBe(args.includes('--map') ? 2 : 1);
		expect(stdout).toBe('');
	},
);

test('a file that is not there is named', async () => {
	const { code, stderr } = await imports.run(['laeds.csv']);

	expect({ code, stderr }).toEqual({
		code: 1,
		stderr: 'laeds.csv cannot be read: there is no such file or folder.\n',
	});
});

test('a wrong key is explained', async () => {
	imports.write('leads.csv', ADA);

	const { code, stderr } = await imports.run(['leads.csv', '--key', 'fluid_typo']);

	expect({ code, stderr }).toEqual({
		code: 1,
		stderr:
			'This is not a complete Fluid API key: a character is missing or wrong. Copy it again, from fluid_ to its last character.\n',
	});
});

test('a service that is down is explained', async () => {
	imports.write('leads.csv', ADA);

	const { code, stderr } = await imports.run(['leads.csv'], { FLUID_URL: 'http://localhost:9' });

	expect({ code, stderr }).toEqual({
		code: 1,
		stderr:
			'Fluid at http://localhost:9 does not answer: nothing listens there. Start it with npm start, or correct its address in --url or FLUID_URL.\n',
	});
});

test('a service elsewhere that is down is to be looked after there', async () => {
	const elsewhere = 'http://crm.elsewhere.invalid';
	imports.write('leads.csv', ADA);

	const { stderr } = await imports.run(['leads.csv', '--url', elsewhere]);

	expect(stderr).toMatch(
		/^Fluid at http:\/\/crm\.elsewhere\.invalid .*\. Check that it runs there, or correct its address in --url or FLUID_URL\.\n$/,
	);
});

test('whoever gives https where only http is spoken reads the address that works', async () => {
	const url = fluid.url.replace('http', 'https');
	imports.write('leads.csv', ADA);

	const { code, stderr } = await imports.run(['leads.csv', '--url', url]);

	expect({ code, stderr }).toEqual({
		code: 1,
		stderr: `Nothing speaks https at ${url}. Give ${fluid.url} in place of it in --url or FLUID_URL.\n`,
	});
});

test('whoever gives an address below that of Fluid reads that there is none', async () => {
	imports.write('leads.csv', ADA);

	const { code, stderr } = await imports.run(['leads.csv', '--url', `${fluid.url}/crm`]);

	expect({ code, stderr }).toEqual({
		code: 1,
		stderr: `There is no Fluid at ${fluid.url}/crm. Check the address in --url or FLUID_URL.\n`,
	});
});

test('an address where something else answers is explained', async () => {
	imports.write('leads.csv', ADA);
	const page = createServer((request, response) => {
		const [, place = '', path] = /^\/(moved|signed-out)?(\/.*)/.exec(request.url ?? '') ?? [];
		const location = { moved: `${fluid.url}${path}`, 'signed-out': '/signed-out/login' }[place];
		response.writeHead(location ? 301 : 200, location ? { location } : {}).end('<html>');
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => page.once('listening', resolve));
	const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;

	const other = await imports.run(['leads.csv', '--url', url]);
	const moved = await imports.run(['leads.csv', '--url', `${url}/moved`]);
	const login = await imports.run(['leads.csv', '--url', `${url}/signed-out`]);
	page.close();

	expect(other.stderr).toBe(
		`${url} answers with status 200, but not as Fluid does. Check the address in --url or FLUID_URL.\n`,
	);
	expect(moved.stderr).toBe(
		`${url}/moved redirects to ${fluid.url}. Give that address in --url or FLUID_URL.\n`,
	);
	expect(login.stderr).toBe(
		`${url}/signed-out answers with status 301, but not as Fluid does. Check the address in --url or FLUID_URL.\n`,
	);
});
