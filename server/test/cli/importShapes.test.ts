import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { Imports } from '../../../test/support/importCommand';

const fluid = fluidForFile();
let imports: Imports;

beforeEach(() => {
	imports = new Imports(fluid.url, fluid.key);
});
afterEach(() => imports.remove());

async function deals(q: string): Promise<Deal[]> {
	return (await fluid.get(`/api-deals?q=${encodeURIComponent(q)}`)).body.data;
}

test('the line by which Excel says what separates values is none of the file', async () => {
	const { code, stderr } = await imports.leads(
		'sep=;\r\nDeal Name;Email;Value\r\nSep deal;sep@excel.example;1.200,50\r\n',
	);

	expect(code).toBe(0);
	expect(stderr).toContain('Line 2 names the columns; what is above is left out.\n');
	expect(await deals('Sep deal')).toMatchObject([{ value: 1200.5 }]);
});

test('lines above the names of the columns are passed over, and rows keep the number of their line', async () => {
	const file =
		'Notes:\n"Some email addresses are missing."\n\nDeal Name,Email,Value\nPreamble,pre@above.example,much\n';
	const { code, stderr } = await imports.leads(file);

	expect(code).toBe(1);
	expect(stderr).toContain('Line 4 names the columns; what is above is left out.\n');
	expect(stderr).toContain('Line 5: Value: "much" is not an amount.');
});

test('a column of conversation URLs fills the links, and a label that is too long is named', async () => {
	const url = 'https://app.smartlead.ai/inbox/4711';
	const file = `Deal Name,Conversation URL\nLinked,${url} Smartlead\nLong,${url} ${'x'.repeat(101)}\n`;
	const { stderr } = await imports.leads(file);

	expect(await deals('Linked')).toMatchObject([
		{ conversation_links: [{ url, label: 'Smartlead' }] },
	]);
	expect(stderr).toContain(
		'Line 3: Conversation URL: "label" of entry 1 in "conversation_links" is longer than 100 characters. Shorten it.',
	);
});

test('where it is ambiguous, the sentence says how to leave lines out', async () => {
	const file = 'Umsatz 2026\n\nFirma,Ort,Land\nGlobex Skipped,Bonn,DE\n';
	const refused = await imports.leads(file);
	expect(refused.code).toBe(1);
	expect(refused.stderr).toContain(
		'If lines stand above the one that names the columns, leave them out with --skip-lines, e.g. --skip-lines 3.',
	);

	const args = ['--skip-lines', '2', '--map', 'Firma=name', '--skip-unknown'];
	expect((await imports.leads(file, ...args)).code).toBe(0);
	expect(await deals('Globex Skipped')).toHaveLength(1);
});

describe('what stands at the end of a report is no deal', () => {
	const HEADER = '"Deal Name","Value","Stage","Email"\n';
	const ROW = '"Acme, footer","5,000.00","Contacted","ada@footer.example"\n';
	const FOOTER = /This looks like the end of a report and not like a deal/;

	test('lines with few values of many are rejected and said', async () => {
		const { code, stdout, stderr } = await imports.leads(
			`${HEADER}${ROW}\n"Grand Totals (1 record)"\n"Copyright (c) 2000-2026 example, inc."\n"Confidential Information"\n`,
		);

		expect(code).toBe(1);
		expect(stdout).toContain('1 created, 0 updated, 0 unchanged, 3 rejected.');
		expect(stderr).toMatch(/Line 4: This looks like the end of a report/);
		expect(await deals('Grand Totals')).toEqual([]);
		expect(await deals('Acme, footer')).toMatchObject([{ value: 5000 }]);
		expect(imports.read('leads.rejected.csv')).toMatch(FOOTER);

		const again = await imports.run(['leads.rejected.csv']);
		expect(again.stdout).toContain('3 created');
	});

	test('a line of totals is known by its words', async () => {
		const { stdout } = await imports.leads(`${HEADER}${ROW}Total\n`, '--dry-run');
		expect(stdout).toContain('1 created, 0 updated, 0 unchanged, 1 rejected.');
	});

	test.each([
		['in its columns', 'Total,"5,000.00",,'],
		['of another language', 'Gesamtsumme (1 Datensatz):,"5.000,00 €",,'],
	])('a line of sums is none, %s', async (_, total) => {
		const { stdout, stderr } = await imports.leads(`${HEADER}${ROW}${total}\n`, '--dry-run');
		expect(stdout).toContain('1 created, 0 updated, 0 unchanged, 1 rejected.');
		expect(stderr).toMatch(FOOTER);
	});

	test.each([
		['a company of that name', `${HEADER}${ROW}Total,"5,000.00",Contacted,ada@total.example\n`, 2],
		['such a line above others', `${HEADER}${ROW}Total,1,,\n${ROW}`, 3],
		['rows with a name alone', `${HEADER}${ROW}Globex\nInitech\n`, 3],
		['such rows behind a blank line, with rows below', `${HEADER}${ROW}\nGlobex\n${ROW}`, 3],
		['a file of names alone', `${HEADER}\nGlobex\n\nTotal Recall Ltd\n`, 2],
		['two columns', `Deal Name,Value\nAcme,1\n\nGlobex\n`, 2],
	])('but %s are deals', async (_, file, created) => {
		const { stdout } = await imports.leads(file, '--dry-run');
		expect(stdout).toContain(`${created} created, 0 updated, 0 unchanged, 0 rejected.`);
	});
});

describe("one row's fault fails that row alone", () => {
	test('a NUL is left out', async () => {
		const file = 'Deal Name,Note\nNul one,fine\nNul two,has\0nul\nNul three,fine\n';
		const { code, stdout } = await imports.leads(file);

		expect([code, stdout]).toEqual([0, expect.stringContaining('3 created')]);
		expect(await deals('Nul two')).toHaveLength(1);
		expect((await deals('Nul two'))[0]?.notes).toMatchObject([{ text: 'hasnul' }]);
	});

	test('a value too many is said, stays in the rejected rows, and is refused again until it is put right', async () => {
		const file = 'Deal Name,Note\nToo 1,fine\nToo 2, Inc,=fine\nToo 3,fine\n';
		const { stdout, stderr } = await imports.leads(file);
		const sentence =
			'The line has 3 values, but there are 2 columns. Put quotes around a value that contains ",".';

		expect(stdout).toContain('2 created, 0 updated, 0 unchanged, 1 rejected.');
		expect(stderr).toContain(`Line 3: ${sentence}\n`);
		const rejected = imports.read('leads.rejected.csv');
		expect(rejected.split('\r\n')[1]).toBe(
			`Too 2," Inc","${sentence.replaceAll('"', '""')}",'=fine`,
		);

		imports.write('again.csv', `${rejected}Too 4,fine\r\n`);
		const again = await imports.run(['again.csv']);
		expect(again.stderr).toContain(`Line 2: ${sentence}\n`);
		expect(imports.read('again.rejected.csv')).toBe(rejected);
		expect((await deals('Too')).map(({ name }) => name)).toEqual(['Too 4', 'Too 3', 'Too 1']);
	});

	test('a text that was kept from a spreadsheet is read as it is, and the mark at the end of old files is no row', async () => {
		const file = 'Deal Name,Phone,Value\nKept,"=""+49 30 1""","=""4,800"""\n\u001A';
		const { stdout } = await imports.leads(file);

		expect(stdout).toContain('1 created, 0 updated, 0 unchanged, 0 rejected.');
		expect(await deals('Kept')).toMatchObject([{ value: 4800, contact: { phone: '+49 30 1' } }]);
	});

	test('lines may end in two ways in one file', async () => {
		const file =
			'Deal Name,Company,Email,Note\r\nEnds 1,Globex\nEnds 2,Initech,ends@two.example,"a\nb"\r\nEnds 3,Hooli\n';
		const { code, stderr } = await imports.leads(file);

		expect([code, stderr]).toEqual([0, expect.stringContaining('3 of 3 rows')]);
		expect((await deals('Ends')).map(({ name, company }) => [name, company?.name])).toEqual([
			['Ends 3', 'Hooli'],
			['Ends 2', 'Initech'],
			['Ends 1', 'Globex'],
		]);
	});

	test('a cell that is too long is called that, with its line and column', async () => {
		const file = `Deal Name,Remark\nLong one,fine\nLong two,"${'x, y\n'.repeat(300_000)}"\nLong three,fine\n`;
		const { stdout, stderr } = await imports.leads(file, '--map', 'Remark=note');

		expect(stdout).toContain('2 created, 0 updated, 0 unchanged, 1 rejected.');
		expect(stderr).toContain(
			'Line 3: Remark: the cell is too long, with 1,499,999 characters. Shorten it.\n',
		);
	});

	test('a column that fills nothing may be as long as it likes', async () => {
		const file = `Deal Name,Html\nLong four,"${'x'.repeat(200_000)}"\n`;
		expect((await imports.leads(file, '--map', 'Html=')).code).toBe(0);
	});

	test("what the service refuses is said in the file's own words", async () => {
		const { stderr } = await imports.leads(
			`Opportunity Name,Remark,Primary Email,Phase\nA,${'x'.repeat(10_001)},ada@example.com,Contacted\nB,,nobody,Contacted\nC,,,Nowhere\n`,
			...['--map', 'Remark=note', '--map', 'Phase=stage'],
		);

		expect(stderr).toContain('Line 2: "Remark" is longer than 10,000 characters. Shorten it.\n');
		expect(stderr).toContain('Line 3: "Primary Email" is "nobody"');
		expect(stderr).toContain('Line 4: Phase: "Nowhere" is not a stage of pipeline "Sales".');
	});

	test('a batch that is refused as a whole is sent in parts, also when it is run again', async () => {
		const bad = 'Poison';
		const door = createServer((request, response) => {
			void text(request).then(async (body) => {
				if (request.method === 'POST' && body.includes(bad)) {
					const problem = { code: 'invalid_input', detail: 'Something in it is wrong.' };
					response.writeHead(422, { 'content-type': 'application/problem+json' });
					return response.end(JSON.stringify(problem));
				}
				const { authorization, 'idempotency-key': key } = request.headers as Record<string, string>;
				const answer = await fetch(`${fluid.url}${request.url}`, {
					method: request.method as string,
					headers: {
						authorization: authorization as string,
						'content-type': 'application/json',
						...(key && { 'idempotency-key': key }),
					},
					...(request.method === 'POST' && { body }),
				});
				response.writeHead(answer.status, { 'content-type': 'application/json' });
				return response.end(await answer.text());
			});
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => door.once('listening', resolve));
		const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
		const file = 'Deal Name\nPart 1\nPart 2\nPoison\nPart 3\nPart 4\nPart 5\n';

		for (const run of ['first', 'second']) {
			const { stdout, stderr } = await imports.leads(file, '--url', url);
			expect([run, stdout]).toEqual([run, expect.stringContaining('5 created, 0 updated')]);
			expect(stderr).toContain('Line 4: Something in it is wrong.\n');
		}
		expect(await deals('Part')).toHaveLength(5);
		door.close();
	});
});

test('rejected rows hold nothing that a spreadsheet runs, and come back as they were', async () => {
	const file =
		'Deal Name,Phone,Email,Note\n=HYPERLINK("http://evil.example"),+49 30 1,nobody,@SUM(1)\n'.replace(
			'=HYPERLINK("http://evil.example")',
			'"=HYPERLINK(""http://evil.example"")"',
		);
	expect((await imports.leads(file)).stdout).toContain('1 rejected');

	const rejected = imports.read('leads.rejected.csv');
	const [, row = ''] = rejected.split('\r\n');
	expect(row).toMatch(/^"'=HYPERLINK\(""http:\/\/evil\.example""\)",'\+49 30 1,nobody,'@SUM\(1\),/);

	imports.write('leads.rejected.csv', rejected.replace('nobody', 'formula@example.com'));
	expect((await imports.run(['leads.rejected.csv'])).stdout).toContain('1 created');
	expect(await deals('HYPERLINK')).toMatchObject([
		{
			name: '=HYPERLINK("http://evil.example")',
			contact: { phone: '+49 30 1' },
			notes: [{ text: '@SUM(1)' }],
		},
	]);
});

test('times without a zone are read in the one that is said', async () => {
	const file = 'Deal Name,Reminder At\nZoned,2026-12-01 15:30\n';
	expect((await imports.leads(file)).stderr).toContain('--zone Europe/Berlin.\n');
	expect((await imports.leads(file, '--zone', 'America/New_York')).code).toBe(0);
	expect(await deals('Zoned')).toMatchObject([{ reminder: { at: '2026-12-01T20:30:00.000Z' } }]);
	expect((await imports.leads(file, '--zone', 'Nowhere')).stderr).toContain(
		'It must be the name of a time zone such as Europe/Berlin.',
	);
});

test('a file in UTF-16 that does not say so is known', async () => {
	const { code, stderr } = await imports.leads(Buffer.from('name\nAcme\n', 'utf16le'));
	expect(code).toBe(1);
	expect(stderr).toContain('most likely UTF-16. Import it with --encoding utf-16le');
});

test('a new deal that no column names is named after its company, else its person, and a known one keeps its name', async () => {
	const file =
		'Company,First Name,Last Name,Email\nNamed Co,,,co@named.example\n,Ada,Named,ada@named.example\n,,,mail@named.example\n';
	const { stderr } = await imports.leads(file, '--match-on', 'email');
	expect(stderr).toContain('No column names the deals: a new one is named after');
	const names = (await deals('named.example')).map(({ name }) => name);
	expect(names.sort()).toEqual(['Ada Named', 'Named Co', 'mail@named.example']);

	const [deal] = await deals('co@named.example');
	await fluid.deal({ id: deal?.id, name: 'Big deal' });
	await imports.leads(file.replace('Named Co', 'Named Ltd'), '--match-on', 'email');
	expect(await deals('co@named.example')).toMatchObject([
		{ name: 'Big deal', company: { name: 'Named Ltd' } },
	]);
});
