import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byName } from '../support/fluidNodes';
import { type FluidFixture, startFluid } from '../support/fluid';
import { type N8n, sharedN8n } from '../support/n8n';
import type { CredentialRef } from '../support/n8nRest';
import { itemsOf } from '../support/publishedTemplate';

let fluid: FluidFixture;
let n8n: N8n;
let credential: CredentialRef;

beforeAll(async () => {
	[fluid, n8n] = await Promise.all([startFluid(), sharedN8n()]);
	const options = ['SaaS', 'Retail', 'Food, drink'];
	await fluid.addCustomField({ key: 'renewal', name: 'Renewal', type: 'date' });
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });
	await fluid.addCustomField({ key: 'trial', name: 'Trial', type: 'boolean' });
	await fluid.addCustomField({ key: 'markets', name: 'Markets', type: 'multi_select', options });
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'select', options });
	await fluid.addCustomField({ key: 'website', name: 'Website', type: 'url' });
	const access = { url: fluid.url, apiKey: fluid.key };
	credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
});
afterAll(() => fluid?.stop());

const CUSTOM = ['renewal', 'seats', 'trial', 'markets', 'industry', 'website'];

/** Leads come in by a webhook, each becomes a deal, and one that is refused says why. */
async function leadsToDeals(path: string, typeVersion: number, parameters: INodeParameters) {
	// As the editor keeps it: with the types that n8n would cast to.
	const { fields: schema } = await n8n.rest.resourceMapperFields({
		nodeType: 'n8n-nodes-fluid.fluid',
		version: typeVersion,
		path: 'parameters.customFields',
		method: 'getCustomFields',
		parameters: { resource: 'deal', operation: 'upsert' },
		credentials: { fluidApi: credential },
	});
	const value = Object.fromEntries(CUSTOM.map((key) => [key, `={{ $json.${key} }}`]));
	const nodes: INode[] = [
		{
			id: randomUUID(),
			webhookId: randomUUID(),
			name: 'Leads',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			parameters: { httpMethod: 'POST', path },
		},
		{
			id: randomUUID(),
			name: 'Each lead',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [220, 0],
			parameters: { fieldToSplitOut: 'body.leads', options: {} },
		},
		{
			id: randomUUID(),
			name: 'Fluid',
			type: 'n8n-nodes-fluid.fluid',
			typeVersion,
			position: [440, 0],
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'deal',
				operation: 'upsert',
				name: '={{ $json.name }}',
				external_id: '={{ $json.external_id }}',
				stage: byName('={{ $json.stage }}'),
				reminder: {
					at: '={{ $json.luxon ? DateTime.fromISO($json.luxon) : $json.at }}',
					in_days: '={{ $json.days }}',
				},
				customFields: {
					mappingMode: 'defineBelow',
					value,
					matchingColumns: [],
					schema: schema as unknown as INodeParameters[],
				},
				...parameters,
			},
			credentials: { fluidApi: { id: '', name: '' } },
		},
	];
	const id = await n8n.rest.importWorkflow(
		{
			name: `Leads to deals: ${path}`,
			nodes,
			connections: {
				Leads: { main: [[{ node: 'Each lead', type: 'main', index: 0 }]] },
				'Each lead': { main: [[{ node: 'Fluid', type: 'main', index: 0 }]] },
			},
			settings: { timezone: 'America/New_York' },
		},
		{ fluidApi: credential },
	);
	await n8n.rest.activate(id);
	return async (leads: IDataObject[]) => {
		const before = (await n8n.rest.executions(id)).length;
		await axios.post(n8n.webhookUrl(path), { leads });
		const [latest] = await n8n.rest.waitForExecutions(id, before + 1, 60_000);
		const execution = await n8n.rest.execution(latest!.id);
		return itemsOf(execution, 'Fluid') as IDataObject[];
	};
}

type Send = (leads: IDataObject[]) => Promise<IDataObject[]>;

/** What a lead holds, and the deal of it or the sentence that refuses it. */
const cases: Array<[IDataObject, object | string]> = [
	[{ value: '$4,800' }, { value: 4800 }],
	[{ value: '4.800 €' }, { value: 4800 }],
	[{ value: '12,500.00' }, { value: 12500 }],
	[{ value: '5k' }, { value: 5000 }],
	[{ value: 4800.5 }, { value: 4800.5 }],
	[
		{ value: 'Plan 3: 4800' },
		'Value: "Plan 3: 4800" is not an amount. Write it like 4800 or 4800.50.',
	],
	[{ value: '(500)' }, 'Value: "(500)" is below 0. Write an amount from 0, e.g. 4800.'],
	[{ external_id: 4711 }, { external_id: '4711' }],
	[{ labels: 'cold, warm' }, { labels: ['cold', 'warm'] }],
	[{ labels: ['cold', 'warm, hot'] }, { labels: ['cold', 'warm, hot'] }],
	[{ stage: ' CONTACTED ' }, { stage_name: 'Contacted' }],
	[{ at: '2026-12-01 15:30' }, { reminder: { at: '2026-12-01T20:30:00.000Z' } }],
	[{ at: '2026-12-01T15:30:00+01:00' }, { reminder: { at: '2026-12-01T14:30:00.000Z' } }],
	[{ luxon: '2026-12-01T15:30:00+01:00' }, { reminder: { at: '2026-12-01T14:30:00.000Z' } }],
	[
		{ at: '03/12/2026 10:00' },
		'Reminder At: "03/12/2026 10:00" does not say whether the day or the month comes first. Write 2026-12-03 or 2026-03-12.',
	],
	[{ days: 'next week' }, 'Reminder in Days: "next week" is not a whole number. Write it like 3.'],
	[{ renewal: '24 Nov 2026' }, { custom_fields: { renewal: '2026-11-24' } }],
	[{ renewal: '2026-12-01T03:00:00Z' }, { custom_fields: { renewal: '2026-11-30' } }],
	[
		{ renewal: '03/12/2026' },
		'Renewal: "03/12/2026" does not say whether the day or the month comes first. Write 2026-12-03 or 2026-03-12.',
	],
	[
		{ renewal: '01-12-2026' },
		'Renewal: "01-12-2026" does not say whether the day or the month comes first. Write 2026-12-01 or 2026-01-12.',
	],
	[
		{ renewal: '2026-11-31' },
		'Renewal: "2026-11-31" is a day that does not exist. Write it like 2026-12-01.',
	],
	[{ seats: "1'200" }, { custom_fields: { seats: 1200 } }],
	[{ seats: 'a lot' }, 'Seats: "a lot" is not a number. Write it like 4800 or 4800.50.'],
	[{ trial: 'Y' }, { custom_fields: { trial: true } }],
	[{ trial: 0 }, { custom_fields: { trial: false } }],
	[{ trial: 'maybe' }, 'Trial: "maybe" is neither yes nor no. Write yes or no.'],
	[{ markets: 'saas; Food, drink' }, { custom_fields: { markets: ['SaaS', 'Food, drink'] } }],
	[{ markets: ['Retail'] }, { custom_fields: { markets: ['Retail'] } }],
	[{ industry: ' retail' }, { custom_fields: { industry: 'Retail' } }],
	[{ website: 'example.com' }, { custom_fields: { website: 'https://example.com' } }],
	[
		{ renewal: null, seats: '', trial: null, markets: [] },
		{ custom_fields: { renewal: null, seats: null } },
	],
];

/** What a following step finds at the error output: the sentence, and the field that it is about. */
function refusedAs(detail: string): object {
	const errors = [{ pointer: expect.stringMatching(/^\/./) as string, detail }];
	return { error: detail, details: { status: 422, code: 'invalid_input', errors } };
}

const additional = { labels: '={{ $json.labels }}' };

describe.each<[number, INodeParameters]>([
	[2, { value: '={{ $json.value }}', additionalFields: additional }],
	[1, { additionalFields: { ...additional, value: '={{ $json.value }}' } }],
])('a step of version %i, in a real n8n', (version, parameters) => {
	let send: Send;
	let items: IDataObject[];

	beforeAll(async () => {
		send = await leadsToDeals(`values-${version}`, version, parameters);
		items = await send(cases.map(([lead], index) => ({ name: `Lead ${index}`, ...lead })));
	});

	const ofFirst: Array<[IDataObject, object]> = [[{ value: '4.800' }, { value: 4.8 }]];
	const ofSecond: Array<[IDataObject, object]> = [[{ value: '4.800' }, { value: 4800 }]];

	test.each(
		cases.map(([lead, expected], index) => [JSON.stringify(lead), expected, index] as const),
	)('reads %s', (_, expected, index) => {
		if (typeof expected === 'string') expect(items[index]).toEqual(refusedAs(expected));
		else expect(items[index]).toMatchObject(expected);
	});

	test('distinguishes thousands and decimals by its version', async () => {
		const [[lead, expected]] = (version === 1 ? ofFirst : ofSecond) as [[IDataObject, object]];
		expect(await send([{ name: 'Engines', ...lead }])).toMatchObject([expected]);
	});
});

describe('one odd lead among others', () => {
	let send: Send;
	const fields = ['name', 'value', 'labels', 'at', 'renewal', 'seats', 'markets', 'website'];

	beforeAll(async () => {
		send = await leadsToDeals('odd', 2, {
			value: '={{ $json.value }}',
			additionalFields: additional,
		});
	});

	test.each([
		['an object', { toString: 'x' }],
		['a list', [{ a: 1 }]],
		['a NUL', 'a\u0000b'],
		['half an emoji', '\ud83d'],
		['a very long text', 'x'.repeat(300_000)],
		['a number', 1e308],
	])('with %s in one of its fields keeps none of them', async (_, odd) => {
		const leads = fields.flatMap((field) => [
			{ name: `Good ${field}` },
			{ name: 'Odd', [field]: odd },
		]);

		const items = await send(leads);

		expect(items).toHaveLength(leads.length);
		for (const [index, field] of fields.entries()) {
			expect(items[2 * index]).toMatchObject({ action: 'created', name: `Good ${field}` });
		}
	});
});
