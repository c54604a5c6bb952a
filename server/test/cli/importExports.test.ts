import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Imports } from '../../../test/support/importCommand';

let fluid: FluidFixture;
let imports: Imports;

beforeAll(async () => {
	fluid = await startFluid();
});
afterAll(() => fluid.stop());
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
	])('%s', async (name, email, deal) => {
		const file = readFileSync(`server/test/cli/exports/${name}.csv`);
		const { code, stdout, stderr } = await imports.leads(file);

		expect([code, stderr.match(/is not a field/g)]).toEqual([0, null]);
		expect(stdout).toBe('Imported leads.csv: 1 created, 0 updated, 0 unchanged, 0 rejected.\n');
		expect(await dealOf(email)).toMatchObject(deal);
	});
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

test("an ID column of another system becomes the external ID as told, and Fluid's own is known by its IDs", async () => {
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
