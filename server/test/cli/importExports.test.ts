import { readFileSync } from 'node:fs';
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

async function dealOf(email: string): Promise<Deal> {
	const { body } = await fluid.get(`/api-deals?email=${email}`);
	expect(body.data).toHaveLength(1);
	return body.data[0];
}

describe('an export of another system is imported as it is', () => {
	test.each<[string, string, Record<string, unknown>]>([
		[
			'hubspot-deals',
			'ada@hubspot.example',
			{
				name: 'Engines for Acme',
				value: 5000,
				currency: 'EUR',
				pipeline_name: 'Sales',
				stage_name: 'Contacted',
				external_id: null,
				contact: { name: 'Ada Lovelace' },
				company: { name: 'Acme' },
			},
		],
		[
			'hubspot-contacts',
			'grace@hubspot.example',
			{
				name: 'Cobol Inc',
				contact: {
					first_name: 'Grace',
					last_name: 'Hopper',
					phone: '+1 555 0100',
					title: 'Admiral',
				},
				company: { name: 'Cobol Inc', domain: 'cobol.example' },
			},
		],
		[
			'pipedrive-deals',
			'ada@pipedrive.example',
			{
				name: 'Acme website',
				value: 4800,
				currency: 'USD',
				stage_name: 'Contacted',
				status: 'lost',
				lost_reason: 'No budget',
				labels: ['hot', 'cold email'],
				contact: { name: 'Ada Lovelace', phone: '+44 20 7946 0018' },
				company: { name: 'Acme' },
			},
		],
		[
			'salesforce-opportunities',
			'ada@salesforce.example',
			{
				name: 'Acme, 200 seats',
				value: 5000,
				stage_name: 'Proposal sent',
				expected_close_date: '2026-12-31',
				source: 'Web',
				contact: { first_name: 'Ada', last_name: 'Lovelace', title: 'CTO' },
				company: { name: 'Acme' },
			},
		],
		[
			'close-leads',
			'ada@close.example',
			{
				name: 'Acme',
				stage_name: 'New lead',
				contact: { name: 'Ada Lovelace', phone: '+1 555 0101' },
				company: { name: 'Acme', domain: 'acme.example' },
				notes: [{ text: 'Builds engines' }],
			},
		],
		[
			'apollo-contacts',
			'ada@apollo.example',
			{
				name: 'Analytical Engines',
				stage_name: 'New lead',
				contact: {
					title: 'Head of Engines',
					phone: '+1 555 0102',
					linkedin_url: 'http://www.linkedin.com/in/ada-example',
				},
				company: { name: 'Analytical Engines', domain: 'analytical.example' },
			},
		],
		[
			'linkedin-connections',
			'ada@linkedin.example',
			{
				name: 'Engines',
				contact: {
					first_name: 'Ada',
					title: 'Head',
					linkedin_url: 'https://www.linkedin.com/in/ada-example',
				},
				company: { name: 'Engines' },
			},
		],
		[
			'google-contacts',
			'ada@google.example',
			{
				name: 'Engines',
				labels: [],
				contact: { first_name: 'Ada', last_name: 'Example', title: 'Head', phone: '+49 30 1' },
				notes: [{ text: 'Met in Berlin' }],
			},
		],
		[
			'google-contacts-old',
			'bob@google.example',
			{ name: 'Bob Example', contact: { name: 'Bob Example', phone: '030 2' } },
		],
		[
			'outlook-contacts',
			'ada@outlook.example',
			{
				name: 'Engines',
				contact: { first_name: 'Ada', title: null, phone: '+49 30 3' },
				company: { name: 'Engines', domain: 'engines.example' },
				labels: ['Friends'],
			},
		],
		[
			'apollo-contacts-all',
			'grace@apollo.example',
			{
				name: 'Cobol',
				contact: { phone: '+1 555 0100' },
				company: { name: 'Cobol', domain: 'cobol.example' },
			},
		],
		[
			'close-contacts',
			'grace@close.example',
			{
				name: 'Cobol',
				contact: { name: 'Grace Hopper', title: 'Admiral' },
				company: { name: 'Cobol' },
			},
		],
		[
			'close-leads-all',
			'bob@close.example',
			{ name: 'Initech', value: 4800, contact: { first_name: 'Bob', last_name: 'Example' } },
		],
		[
			'google-contacts-old-all',
			'grace@google.example',
			{
				name: 'Cobol',
				contact: { phone: '030 3', title: 'Boss' },
				company: { name: 'Cobol', domain: 'cobol.example' },
			},
		],
		[
			'hubspot-deals-all',
			'bob@hubspot.example',
			{
				name: 'Cobol for Umbrella',
				stage_name: 'Contacted',
				value: 5000,
				contact: { name: 'Bob Example' },
				company: { name: 'Umbrella' },
				notes: [{ text: 'Wants a "big" plan' }],
			},
		],
		['hubspot-contacts-default', 'eve@hubspot.example', { company: { name: 'Hooli' } }],
		[
			'outlook-com-contacts',
			'eve@outlook.example',
			{ name: 'Hooli', contact: { first_name: 'Eve', title: 'Head', phone: '+1' } },
		],
		[
			'pipedrive-people',
			'bob@pipedrive.example',
			{
				name: 'Initech',
				labels: ['Hot lead'],
				contact: { name: 'Bob Example', phone: '+49 30 5' },
				company: { name: 'Initech' },
			},
		],
		[
			'salesforce-leads',
			'grace@salesforce.example',
			{ name: 'Cobol', source: 'Web', contact: { phone: '+2', title: 'CEO' } },
		],
	])('%s', async (name, email, deal) => {
		const file = readFileSync(`server/test/cli/exports/${name}.csv`);
		const { code, stdout, stderr } = await imports.leads(file);

		expect([code, stderr.match(/is not a field/g)]).toEqual([0, null]);
		expect(stdout).toBe('Imported leads.csv: 1 created, 0 updated, 0 unchanged, 0 rejected.\n');
		expect(await dealOf(email)).toMatchObject(deal);
	});
});

test.each([
	['pipedrive-deals-all', 'Pied website', { value: 4800, currency: 'EUR', labels: ['Hot'] }],
	['pipedrive-deals-list', 'Listed website', { value: 1200, contact: { title: null } }],
	['salesforce-data', 'Data website', { value: 5000, stage_name: 'Contacted' }],
])('%s is imported as it is, though nobody has an address there', async (name, deal, fields) => {
	const file = readFileSync(`server/test/cli/exports/${name}.csv`);
	const { code, stderr } = await imports.leads(file);

	expect([code, stderr.match(/is not a field/g)]).toEqual([0, null]);
	const { body } = await fluid.get(`/api-deals?q=${encodeURIComponent(deal)}`);
	expect(body.data).toMatchObject([{ name: deal, ...fields }]);
});

test("the opportunities of Close have their stage and status, and another system's ID is offered as external ID", async () => {
	const file = readFileSync('server/test/cli/exports/close-opportunities.csv');
	const { code, stderr } = await imports.leads(file);

	expect(code).toBe(0);
	expect(stderr).toContain('  id -> left out\n');
	expect(stderr).toContain(
		'"id" has another system\'s IDs. With --map "id=external_id" they become the external IDs, and a later import updates the same deals.\n',
	);
	const { body } = await fluid.get('/api-deals?q=Globex');
	expect(body.data).toMatchObject([
		{ stage_name: 'Contacted', status: 'won', external_id: null, contact: { name: 'Hank' } },
	]);
});

test("an ID column of another system becomes the external ID on request, and Fluid's own is known by its IDs", async () => {
	const file = 'Deal - ID,Deal - Title\n4711,Globex website\n';
	const args = ['--map', 'Deal - ID=external_id'];
	expect((await imports.leads(file, ...args)).stdout).toContain('1 created');
	expect((await imports.leads(file.replace('website', 'shop'), ...args)).stdout).toContain(
		'0 created, 1 updated',
	);

	const { body } = await fluid.get('/api-deals?external_id=4711');
	const [{ id }] = body.data;
	const own = await imports.leads(`Deal ID,Deal Name\n${id},Globex portal\n`);
	expect(own.stdout).toContain('0 created, 1 updated');
});

test('of several columns for one field the first that has a value counts, which is said', async () => {
	const { stderr } = await imports.leads(
		'Deal Name,Email,Mobile Phone,Phone Number\nOne,one@rank.example,1,2\nTwo,two@rank.example,3,\n',
	);

	expect(stderr).toContain('  Mobile Phone -> contact.phone where "Phone Number" is empty\n');
	expect((await dealOf('one@rank.example')).contact?.phone).toBe('2');
	expect((await dealOf('two@rank.example')).contact?.phone).toBe('3');
});

test('of several people or companies in one cell of HubSpot the first counts, which is said', async () => {
	const { stderr } = await imports.leads(
		'Deal Name,Associated Contact,Associated Company\nShared,Ann Example;Bob Example,Acme;Acme Holding\n',
	);

	expect(stderr).toContain(
		'  Associated Company -> company.name, the first where there are several\n',
	);
	const { body } = await fluid.get('/api-deals?q=Shared');
	expect(body.data).toMatchObject([
		{ contact: { name: 'Ann Example' }, company: { name: 'Acme' } },
	]);
});

test('a lead in another list than that of Close is a person', async () => {
	await imports.leads('Lead Name,Email\nEve Lead,eve@lead.example\n');
	expect((await dealOf('eve@lead.example')).contact?.name).toBe('Eve Lead');
});
