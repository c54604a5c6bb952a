import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { Imports } from '../../../test/support/importCommand';
import { changeFieldTo, renameStageTo } from '../../../test/support/renaming';

const fluid = fluidForFile();
let imports: Imports;

beforeAll(async () => {
	await fluid.addCustomField({
		key: 'industry',
		name: 'Industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
	});
	await fluid.addCustomField({
		key: 'regions',
		name: 'Regions',
		type: 'multi_select',
		options: ['Europe', 'Asia'],
	});
	await fluid.addCustomField({ key: 'seats', name: 'Number of seats', type: 'number' });
	await fluid.addCustomField({ key: 'renewal', name: 'Renewal', type: 'date' });
	await fluid.addCustomField({ key: 'is_partner', name: 'Partner?', type: 'boolean' });
	await fluid.addPipeline('Renewals', ['Due', 'Renewed']);
});

beforeEach(() => {
	imports = new Imports(fluid.url, fluid.key);
});
afterEach(() => imports.remove());

async function dealOf(externalId: string): Promise<Deal> {
	const { body } = await fluid.get(`/api-deals?external_id=${externalId}`);
	expect(body.data).toHaveLength(1);
	return body.data[0];
}

test('addresses are taken as by the API, and one in two spellings is one person', async () => {
	const rows = [
		'd..ot@docomo.example',
		'.dot@mail.example',
		'jörg@büro.example',
		'JÖRG@xn--bro-hoa.example',
	];
	const { code, stdout } = await imports.leads(
		['Deal Name,E-mail', ...rows.map((email, row) => `Lead ${row},${email}`), ''].join('\n'),
	);

	expect(code).toBe(0);
	expect(stdout).toContain('4 created, 0 updated, 0 unchanged, 0 rejected.');
	for (const email of rows.slice(0, 3)) {
		const { body } = await fluid.get(`/api-contacts?email=${encodeURIComponent(email)}`);
		expect(body.data).toMatchObject([{ email }]);
	}
});

test('columns are recognised by the labels and keys of fields', async () => {
	const { code, stdout, stderr } = await imports.leads(
		[
			'External ID,Deal Name,Value,E-mail,first_name,Last Name,Job Title,Company,Company Domain,Labels,Reminder in Days,Industry,regions,Number of seats,Renewal,Partner?',
			'crm-1,Analytical Engines,"4,800.50",ada@example.com,Ada,Lovelace,Countess,Analytical Engines,analytical.example,cold email;warm,3,SaaS,Europe; Asia,1 200,2026-12-01,yes',
			'',
		].join('\n'),
	);

	expect({ code, stdout }).toEqual({
		code: 0,
		stdout: 'Imported leads.csv: 1 created, 0 updated, 0 unchanged, 0 rejected.\n',
	});
	expect(stderr).toContain('  E-mail -> contact.email\n');
	expect(await dealOf('crm-1')).toMatchObject({
		name: 'Analytical Engines',
		value: 4800.5,
		pipeline_name: 'Sales',
		contact: {
			email: 'ada@example.com',
			first_name: 'Ada',
			last_name: 'Lovelace',
			title: 'Countess',
		},
		company: { name: 'Analytical Engines', domain: 'analytical.example' },
		labels: ['cold email', 'warm'],
		reminder: { state: 'scheduled' },
		custom_fields: {
			industry: 'SaaS',
			regions: ['Europe', 'Asia'],
			seats: 1200,
			renewal: '2026-12-01',
			is_partner: true,
		},
	});
});

test('a file as Excel saves it in Germany is understood: semicolons, commas, CRLF and a byte order mark', async () => {
	const { code, stderr } = await imports.leads(
		'\uFEFFexternal_id;name;value;note\r\ncrm-2;Müller GmbH;4.800,50;"eins;\r\nzwei"\r\n;;;\r\ncrm-3;Acme\r\n',
	);

	expect(code).toBe(0);
	expect(stderr).toContain(
		'Reading leads.csv: values separated by ";", a comma before decimals (--decimal changes it).\n',
	);
	expect(await dealOf('crm-2')).toMatchObject({
		name: 'Müller GmbH',
		value: 4800.5,
		notes: [{ text: 'eins;\r\nzwei' }],
	});
	expect((await dealOf('crm-3')).name).toBe('Acme');
});

test('other encodings are read when they are named or marked', async () => {
	const text = 'external_id,name\ncrm-4,Café\n';
	const latin1 = await imports.leads(Buffer.from(text, 'latin1'), '--encoding', 'windows-1252');
	expect(latin1.code).toBe(0);
	expect((await dealOf('crm-4')).name).toBe('Café');

	const utf16 = await imports.leads(
		Buffer.from(`\uFEFF${text.replace('crm-4', 'crm-5')}`, 'utf16le'),
	);
	expect(utf16.code).toBe(0);
	expect((await dealOf('crm-5')).name).toBe('Café');

	const bigEndian = Buffer.from(`\uFEFF${text.replace('crm-4', 'crm-24')}`, 'utf16le').swap16();
	await imports.leads(bigEndian);
	expect((await dealOf('crm-24')).name).toBe('Café');

	const marked = `\uFEFF${text.replace('crm-4', 'crm-25')}`;
	await imports.leads(marked, '--encoding', 'windows-1252');
	expect((await dealOf('crm-25')).name).toBe('Café');
});

test('a column is read as it is mapped, as several fields, or left out', async () => {
	const { code } = await imports.leads(
		'No.,Firm,Internal notes\ncrm-6,Acme,secret\n',
		...['--map', 'No.=external_id', '--map', 'Firm=name', '--map', 'firm=Company Name'],
		...['--map', 'Internal notes='],
	);

	expect(code).toBe(0);
	expect(await dealOf('crm-6')).toMatchObject({
		name: 'Acme',
		company: { name: 'Acme' },
		notes: [],
	});
});

test('of two columns that are written alike, the one named to the letter is left out', async () => {
	const { code } = await imports.leads(
		'external_id,name,Email,E-mail\ncrm-26,Acme,ada@example.com,old@example.com\n',
		...['--map', 'E-mail='],
	);

	expect(code).toBe(0);
	expect(await dealOf('crm-26')).toMatchObject({ contact: { email: 'ada@example.com' } });
});

test('unknown columns are left out on request', async () => {
	const { code, stderr } = await imports.leads(
		'external_id,name,Shoe size\ncrm-7,Acme,46\n',
		'--skip-unknown',
	);

	expect(code).toBe(0);
	expect(stderr).toContain('  Shoe size -> left out\n');
});

test('--pipeline and --stage hold for rows that name none', async () => {
	await imports.leads(
		'external_id,name,stage\ncrm-8,Acme,\ncrm-9,Beta,Renewed\n',
		...['--pipeline', 'Renewals', '--stage', 'Due'],
	);

	expect(await dealOf('crm-8')).toMatchObject({ pipeline_name: 'Renewals', stage_name: 'Due' });
	expect(await dealOf('crm-9')).toMatchObject({ pipeline_name: 'Renewals', stage_name: 'Renewed' });
});

test('--match-on and --mode say which deals are updated', async () => {
	await fluid.deal({
		name: 'Acme',
		external_id: 'crm-10',
		contact: { email: 'grace@example.com' },
	});

	const { code, stdout } = await imports.leads(
		'Email,Stage\ngrace@example.com,Contacted\nnobody@example.com,Contacted\n',
		...['--match-on', 'email', '--mode', 'update'],
	);

	expect(code).toBe(1);
	expect(stdout).toContain('Imported leads.csv: 0 created, 1 updated, 0 unchanged, 1 rejected.');
	expect((await dealOf('crm-10')).stage_name).toBe('Contacted');
});

test('a dry run checks every row against the service and saves nothing', async () => {
	const { code, stdout } = await imports.leads(
		'external_id,name,email\ncrm-11,Acme,ada@example.com\ncrm-12,Beta,nobody\n',
		'--dry-run',
	);

	expect(code).toBe(1);
	expect(stdout).toMatch(
		/^Dry run of leads\.csv, nothing was saved: 1 created, 0 updated, 0 unchanged, 1 rejected\. /,
	);
	expect((await fluid.get('/api-deals?external_id=crm-11')).body.data).toEqual([]);
});

test('whoever follows a dry run with rejected rows corrects the file itself and imports all of it', async () => {
	const file = 'external_id,name,email\ncrm-91,Acme,ada@example.com\ncrm-92,Beta,nobody\n';
	const { code, stdout } = await imports.leads(file, '--dry-run');
	const { stdout: piped } = await imports.run(['-', '--dry-run'], {}, file);

	const advice = (file: string, place: string) =>
		`The rows that would be rejected are in ${file} with the reason in the last column: correct them ${place} before you import all of them.\n`;
	expect(code).toBe(1);
	expect(stdout).toContain(advice('leads.rejected.csv', 'in leads.csv itself'));
	expect(piped).toContain(advice('stdin.rejected.csv', 'where they come from'));
});

test('stdin is imported', async () => {
	const { code, stdout } = await imports.run(['-'], {}, 'external_id,name\ncrm-13,Acme\n');

	expect({ code, stdout }).toEqual({
		code: 0,
		stdout: 'Imported stdin: 1 created, 0 updated, 0 unchanged, 0 rejected.\n',
	});
});

test('rejected rows go to a file that can be corrected and imported', async () => {
	const { code, stdout, stderr } = await imports.leads(
		'external_id;name;email;value;Industry\ncrm-14;Acme;ada@example.com;1;SaaS\ncrm-15;"Beta; Co";nobody;2;SaaS\ncrm-16;Gamma;;much;Sass\ncrm-17;Delta;;3;Sass\n',
	);

	expect(code).toBe(1);
	expect(stdout).toBe(
		'Imported leads.csv: 1 created, 0 updated, 0 unchanged, 3 rejected. The rejected rows are in leads.rejected.csv with the reason in the last column: correct them there and import that file.\n',
	);
	expect(stderr).toContain(
		'Line 3: "email" is "nobody", which is not an email address. Write it like ada@example.com.\n',
	);
	const rejected = imports.read('leads.rejected.csv');
	expect(rejected.split('\r\n')).toEqual([
		'\uFEFFexternal_id;name;email;value;Industry;Rejected because',
		'crm-15;"Beta; Co";nobody;2;SaaS;"""email"" is ""nobody"", which is not an email address. Write it like ada@example.com."',
		'crm-16;Gamma;;much;Sass;"value: ""much"" is not an amount. Write it like 4800 or 4800,50."',
		'crm-17;Delta;;3;Sass;"""Industry"" has no option ""Sass"". Did you mean ""SaaS""?"',
		'',
	]);

	const corrected = rejected
		.replace('nobody', 'bob@example.com')
		.replace('much', '4')
		.replaceAll('Sass', 'SaaS');
	imports.write('leads.rejected.csv', corrected);
	const again = await imports.run(['leads.rejected.csv']);
	expect(again.stdout).toBe(
		'Imported leads.rejected.csv: 3 created, 0 updated, 0 unchanged, 0 rejected.\n',
	);
	expect(await dealOf('crm-15')).toMatchObject({
		name: 'Beta; Co',
		contact: { email: 'bob@example.com' },
	});
});

test('rows whose cause of rejection is gone are imported by the same command, and the others not again', async () => {
	const file =
		'external_id,name,pipeline\ncrm-21,Acme,\ncrm-22,Beta,Partners\ncrm-23,Gamma,Nowhere\n';
	const early = await imports.leads(file);
	expect(early.stdout).toContain('1 created, 0 updated, 0 unchanged, 2 rejected.');
	await fluid.addPipeline('Partners', ['Talking']);

	const { stdout, stderr } = await imports.leads(file);

	expect(stdout).toContain('2 created, 0 updated, 0 unchanged, 1 rejected. 1 of these rows');
	expect(stderr).toMatch(/Line 4: "Nowhere" is not a pipeline .* Choose .*"Partners"/);
	expect((await dealOf('crm-22')).pipeline_name).toBe('Partners');
	await dealOf('crm-21');
});

test('a file of rejected rows that may hold corrections is not written over', async () => {
	imports.write('leads.rejected.csv', 'corrected by hand');

	await imports.leads('external_id,name,email\ncrm-18,Acme,nobody\n');

	expect(imports.read('leads.rejected.csv')).toContain('crm-18');
	expect(imports.read('leads.rejected.1.csv')).toBe('corrected by hand');
});

test('progress is printed in lines where there is no terminal', async () => {
	const rows = Array.from({ length: 40 }, (_, index) => `Lead ${index}`);
	const { stderr } = await imports.leads(`name\n${rows.join('\n')}\n`, '--batch', '10');

	const lines = stderr.split('\n').filter((line) => line.endsWith(' rows'));
	expect(lines).toEqual(['10 of 40 rows', '20 of 40 rows', '30 of 40 rows', '40 of 40 rows']);
});

test('rows whose results do not fit into one answer are saved by another request', async () => {
	const pipeline_id = await fluid.addPipeline('Archive', ['Kept']);
	const keys = Array.from({ length: 9 }, (_, index) => `text_${index}`);
	for (const key of keys)
		await fluid.addCustomField({ key, name: key, type: 'long_text', pipeline_id });
	const texts = keys.map((key) => [key, 'x'.repeat(10_000)]);
	const custom_fields = Object.fromEntries(texts) as Record<string, string>;
	await fluid.ingest({ name: 'Large', external_id: 'large', pipeline: 'Archive', custom_fields });

	const rows = Array.from({ length: 150 }, (_, value) => `large,${value}`);
	const { code, stdout } = await imports.leads(['external_id,value', ...rows, ''].join('\n'));

	expect(stdout).toContain('0 created, 150 updated, 0 unchanged, 0 rejected.');
	expect(code).toBe(0);
});

test('a column, an option and a stage under names from before are imported, and the end says so', async () => {
	const { workspaceId } = fluid;
	await fluid.service.database.write(workspaceId, async (transaction) => {
		const write = { transaction, workspaceId };
		await renameStageTo(write, 'Contacted', 'Reached out');
		await changeFieldTo(write, 'regions', { name: 'Markets', options: ['Europe', 'Pacific'] });
	});

	const { code, stdout, stderr } = await imports.leads(
		[
			'Deal Name,External ID,Stage,Regions',
			'Engines,old-1,Contacted,"Europe, Asia"',
			'Bolts,old-2,Contacted,Europe',
			'',
		].join('\n'),
	);

	expect(code).toBe(0);
	expect(stdout).toContain('2 created');
	expect(stderr).toContain('2 rows: The stage "Contacted" is now called "Reached out".');
	expect(stderr).toContain('One row: The option "Asia" is now called "Pacific".');
	expect(await dealOf('old-1')).toMatchObject({
		stage_name: 'Reached out',
		custom_fields: { regions: ['Europe', 'Pacific'] },
	});
});

test('--stage takes a name from before, and says what it is now', async () => {
	const { code, stderr } = await imports.leads(
		['Deal Name,External ID', 'Nuts,old-3', ''].join('\n'),
		'--stage',
		'Contacted',
	);

	expect([code, stderr]).toEqual([
		0,
		expect.stringContaining('"Contacted" is now called "Reached out"'),
	]);
	expect(await dealOf('old-3')).toMatchObject({ stage_name: 'Reached out' });
});
