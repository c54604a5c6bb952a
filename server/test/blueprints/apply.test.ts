import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Blueprint } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { FluidClient } from '../../../test/support/fluidClient';
import { applyBlueprint } from '../../src/blueprints/apply';
import { BlueprintRefused } from '../../src/blueprints/refused';
import { blueprintOf } from '../../src/blueprints/export';
import type { Transaction } from '../../src/database/database';
import { sql } from '../../src/database/sql';
import { newId } from '../../src/values/ids';
import { createKey } from '../../src/keys/store';
import { loadPipelines } from '../../src/pipelines/store';
import { createWorkspace } from '../../src/workspaces/store';
import type { ApplyOutcome } from '../../src/blueprints/application';

let fluid: FluidFixture;
let workspaceId: string;
let count = 0;

beforeAll(async () => {
	fluid = await startFluid();
});
afterAll(() => fluid.stop());

/** Each test has a workspace of its own, with Sales as the agency's blueprint has it. */
beforeEach(async () => {
	workspaceId = await emptyWorkspace();
	await apply(agency());
});

async function emptyWorkspace(): Promise<string> {
	count += 1;
	const { id } = await fluid.service.database.write((transaction) =>
		createWorkspace(transaction, `Client ${count}`, 'USD', new Date()),
	);
	return id;
}

function apply(blueprint: Blueprint, isDeleting = false): Promise<ApplyOutcome> {
	return fluid.service.database.write((transaction) =>
		applyBlueprint(occasion(transaction), blueprint, { isDeleting }),
	);
}

const occasion = (transaction: Transaction) => ({
	transaction,
	workspaceId,
	now: new Date(),
	wake: () => {},
	publicUrl: fluid.url,
});

const applyAndDelete = (blueprint: Blueprint) => apply(blueprint, true);

async function exported(): Promise<Blueprint> {
	return blueprintOf(await loadPipelines(fluid.service.database, workspaceId));
}

async function client(): Promise<FluidClient> {
	const { key } = await fluid.service.database.write((transaction) =>
		createKey(transaction, workspaceId, 'Test', new Date()),
	);
	return new FluidClient(fluid.url, key);
}

type Sales = Blueprint['pipelines'][number];

const agency = (): Blueprint => ({
	pipelines: [
		{
			name: 'Sales',
			stages: ['New lead', 'Contacted', 'Proposal sent'],
			custom_fields: [
				{ name: 'Industry', type: 'select', options: ['SaaS', 'Retail'], required: false },
				{ name: 'Deal size', type: 'number' },
			],
		},
	],
});

/** The agency's blueprint with one thing changed. */
function agencyWith(change: (sales: Sales, blueprint: Blueprint) => void): Blueprint {
	const blueprint = agency();
	change(blueprint.pipelines[0] as Sales, blueprint);
	return blueprint;
}

test('deals go to the stages and have the fields at once', async () => {
	const deal = await (
		await client()
	).deal({ name: 'Acme', stage: 'Contacted', custom_fields: { industry: 'SaaS', deal_size: 12 } });

	expect(deal).toMatchObject({ pipeline_name: 'Sales', stage_name: 'Contacted' });
});

test('applying twice changes nothing the second time', async () => {
	const wanted = agencyWith((sales) => sales.stages.push('Negotiation'));

	expect(await apply(wanted)).toEqual({
		changes: ['Added stage "Negotiation" to "Sales".'],
		kept: [],
		warnings: [],
	});
	expect(await apply(wanted)).toEqual({ changes: [], kept: [], warnings: [] });
});

test('every change is told', async () => {
	const { changes } = await apply({
		pipelines: [
			{ name: 'Renewals', stages: ['Due'], custom_fields: [{ name: 'Seats', type: 'number' }] },
			{
				name: 'Sales',
				stages: ['New lead', 'Meeting booked', 'Contacted', 'Proposal sent'],
				custom_fields: [
					{ name: 'Size of the deal', key: 'deal_size', type: 'number', required: true },
					{ name: 'Industry', type: 'select', options: ['SaaS', 'Finance', 'Retail'] },
				],
			},
		],
	});

	expect(changes).toEqual([
		'Added pipeline "Renewals".',
		'Added stage "Due" to "Renewals".',
		'Added custom field "Seats" (number) to "Renewals".',
		'Added stage "Meeting booked" to "Sales".',
		'Put the stages of "Sales" in order: New lead, Meeting booked, Contacted, Proposal sent.',
		'Changed custom field "Size of the deal" of "Sales": it was named "Deal size"; it is required.',
		'Changed custom field "Industry" of "Sales": its options are SaaS, Finance, Retail.',
		'Put the custom fields of "Sales" in order: Size of the deal, Industry.',
		'Put the pipelines in order: Renewals, Sales.',
	]);
});

test('what is not named is kept, in its place, unless told to delete', async () => {
	const smaller = agencyWith((sales) => {
		sales.stages = ['New lead', 'Proposal sent'];
		sales.custom_fields = [{ name: 'Industry', type: 'select', options: ['SaaS'] }];
	});

	expect(await apply(smaller)).toEqual({
		changes: [],
		kept: [
			'stage "Contacted" of "Sales"',
			'option "Retail" of custom field "Industry" of "Sales"',
			'custom field "Deal size" of "Sales"',
		],
		warnings: [],
	});
	expect(await applyAndDelete(smaller)).toEqual({
		changes: [
			'Removed stage "Contacted" from "Sales".',
			'Changed custom field "Industry" of "Sales": its options are SaaS.',
			'Removed custom field "Deal size" from "Sales".',
		],
		kept: [],
		warnings: [],
	});
	expect((await exported()).pipelines[0]?.stages).toEqual(['New lead', 'Proposal sent']);
});

test('a stage that comes after one was removed stands last', async () => {
	await applyAndDelete(agencyWith((sales) => (sales.stages = ['New lead', 'Proposal sent'])));

	await apply(agencyWith((sales) => (sales.stages = ['New lead', 'Proposal sent', 'Negotiation'])));

	const stages = ['New lead', 'Proposal sent', 'Negotiation'];
	expect((await exported()).pipelines[0]?.stages).toEqual(stages);
});

test('custom fields stay as they are where no list of them is given', async () => {
	const before = await exported();

	await applyAndDelete(agencyWith((sales) => delete sales.custom_fields));

	expect(await exported()).toEqual(before);
});

test('pipelines that are not named stay, also when told to delete', async () => {
	await applyAndDelete({ pipelines: [{ name: 'Renewals', stages: ['Due'] }] });

	expect((await exported()).pipelines.map(({ name }) => name)).toEqual(['Sales', 'Renewals']);
});

test('a stage with deals in it is not removed, and nothing else is changed', async () => {
	const fluid = await client();
	await fluid.deal({ name: 'Acme', stage: 'Contacted' });
	await fluid.deal({ name: 'Beta', stage: 'Contacted' });
	const before = await exported();
	const wanted = agencyWith((sales) => (sales.stages = ['New lead', 'Demo', 'Proposal sent']));

	await expect(applyAndDelete(wanted)).rejects.toThrow(
		'Stage "Contacted" of "Sales" cannot be removed: 2 deals are in it. Move them to another stage first.',
	);
	expect(await exported()).toEqual(before);
});

test('a stage that a webhook waits for is not removed', async () => {
	const fluid = await client();
	const { body } = await fluid.get('/api-stages');
	const stage_id = body.data.find(({ name }: { name: string }) => name === 'Contacted').id;
	const url = 'http://localhost:9/hook';
	await fluid.post('/api-webhooks', { url, events: ['deal.stage_changed'], filters: { stage_id } });
	const wanted = agencyWith((sales) => (sales.stages = ['New lead', 'Proposal sent']));

	await expect(applyAndDelete(wanted)).rejects.toThrow(
		'Stage "Contacted" of "Sales" cannot be removed: a webhook waits for deals there. Change the filter of the webhook first.',
	);
});

test('a stage that a lead form puts deals in is not removed', async () => {
	const { database } = fluid.service;
	const [sales] = await loadPipelines(database, workspaceId);
	const stage = sales?.stages.find(({ name }) => name === 'Contacted');
	const [id, at] = [newId('frm'), new Date().toISOString()];
	await database.write((transaction) =>
		transaction.run(sql`
			insert into forms (id, workspace_id, name, pipeline_id, stage_id, created_at)
			values (${id}, ${workspaceId}, 'Spring fair', ${sales?.id ?? ''}, ${stage?.id ?? ''}, ${at})`),
	);
	const wanted = agencyWith((sales) => (sales.stages = ['New lead', 'Proposal sent']));

	await expect(applyAndDelete(wanted)).rejects.toThrow(
		'Stage "Contacted" of "Sales" cannot be removed: a lead form puts deals there. Choose another stage in the form first.',
	);
});

test('deals lose the values of a custom field that is removed, and tell so', async () => {
	const fluid = await client();
	const { id } = await fluid.deal({ name: 'Acme', custom_fields: { deal_size: 12 } });
	await fluid.deal({ name: 'Beta', custom_fields: { industry: 'SaaS' } });

	const { changes } = await applyAndDelete(agencyWith((sales) => sales.custom_fields?.pop()));

	expect(changes).toEqual([
		'Removed custom field "Deal size" from "Sales"; one deal lost its value.',
	]);
	const { body } = await fluid.get('/api-events?limit=1');
	expect(body.data).toMatchObject([
		{
			type: 'deal.updated',
			data: { deal: { id, custom_fields: { deal_size: null }, url: `${fluid.url}/deals/${id}` } },
			changed_fields: ['custom_fields.deal_size'],
			previous: { custom_fields: { deal_size: 12 } },
		},
	]);
});

test('a field that becomes required says which keys were used lately, and nothing where none was', async () => {
	const required = (isRequired: boolean): Blueprint => ({
		pipelines: [
			{
				name: 'Sales',
				stages: ['New lead'],
				custom_fields: [{ name: 'Budget', type: 'number', required: isRequired }],
			},
		],
	});
	const unused = await apply(required(true));
	expect(unused.warnings).toEqual([]);
	await apply(required(false));

	await (await client()).get('/api-me');
	const { changes, warnings } = await apply(required(true));
	expect(changes).toEqual(['Changed custom field "Budget" of "Sales": it is required.']);
	expect(warnings).toEqual([
		'A new deal in "Sales" without "Budget" is refused from now on. These API keys were used in the last 30 days; integrations that create deals with one of them have to send "budget": "Test".',
	]);
	expect((await apply(required(true))).warnings).toEqual([]);
});

test('a required field that is removed and made again with another type begins empty', async () => {
	const fluid = await client();
	const size = { name: 'Size', key: 'size', required: true };
	await apply(agencyWith((sales) => (sales.custom_fields = [{ ...size, type: 'number' }])));
	const { id } = await fluid.deal({ name: 'Acme', custom_fields: { size: 5 } });
	await fluid.deal({ name: 'Beta', custom_fields: { size: 6 } });

	const { changes } = await applyAndDelete(agencyWith((sales) => (sales.custom_fields = [])));
	const select = { ...size, type: 'select' as const, options: ['Small'] };
	await apply(agencyWith((sales) => (sales.custom_fields = [select])));

	expect(changes).toContain('Removed custom field "Size" from "Sales"; 2 deals lost their values.');
	expect((await fluid.get(`/api-deals/${id}`)).body.custom_fields.size).toBeNull();
});

test('a custom field with values in more than 10,000 deals is left to the settings page', async () => {
	const fluid = await client();
	await fluid.deal({ name: 'Acme', custom_fields: { deal_size: 12 } });
	await copyDeal(10_000);

	await expect(applyAndDelete(agencyWith((sales) => sales.custom_fields?.pop()))).rejects.toThrow(
		'Custom field "Deal size" of "Sales" has values in 10001 deals, too many to clear at once. Delete it under Settings > Custom Fields first.',
	);
});

/** Copies the only deal of the workspace; the copies have no contact. */
async function copyDeal(times: number): Promise<void> {
	await fluid.service.database.write((transaction) =>
		transaction.run(sql`
			insert into deals (id, workspace_id, name, currency, status, pipeline_id, stage_id, custom_fields, labels,
				notes, created_at, updated_at)
			with recursive numbers(number) as (select 1 union all select number + 1 from numbers where number < ${times})
			select 'deal_copy_' || number || id, workspace_id, name, currency, status, pipeline_id, stage_id,
				custom_fields, labels, notes, created_at, updated_at
			from deals, numbers where workspace_id = ${workspaceId}`),
	);
}

const refusals: Array<[string, Sales['custom_fields'], string]> = [
	[
		'of another type',
		[{ name: 'Deal size', type: 'text' }],
		'Custom field "Deal size" of "Sales" is number and cannot become text: a type is fixed once the field is made. Give the field in the file another name and key.',
	],
	[
		'of another key',
		[{ name: 'Deal size', key: 'size', type: 'number' }],
		'Custom field "Deal size" of "Sales" has the key "deal_size", not "size": a key is fixed once the field is made. Remove the key from the file, or give the field there another name.',
	],
	[
		'to choose from without options',
		[{ name: 'Region', type: 'select' }],
		'Custom field "Region" of "Sales" is select, so it needs options, e.g. "options": ["SaaS", "Retail"].',
	],
];

test.each(refusals)('a field %s is refused', async (_, custom_fields, sentence) => {
	const wanted = agencyWith((sales) => (sales.custom_fields = custom_fields));

	await expect(apply(wanted)).rejects.toThrow(sentence);
});

const otherLetters: Array<[string, Blueprint, string]> = [
	[
		'pipeline',
		agencyWith((sales) => (sales.name = 'SALES')),
		'This workspace has a pipeline "Sales" already, with different upper and lower case than "SALES". Write it so in the file, or rename it under Settings > Pipelines first.',
	],
	[
		'stage',
		agencyWith((sales) => (sales.stages[0] = 'New Lead')),
		'Pipeline "Sales" has a stage "New lead" already, with different upper and lower case than "New Lead". Write it so in the file, or rename it under Settings > Pipelines first.',
	],
	[
		'custom field',
		agencyWith((sales) => sales.custom_fields?.push({ name: 'INDUSTRY', key: 'i', type: 'text' })),
		'Custom field "Industry" of "Sales" has the key "industry", not "i": a key is fixed once the field is made. Remove the key from the file, or give the field there another name.',
	],
	[
		'custom field by renaming',
		agencyWith(
			(sales) => (sales.custom_fields = [{ name: 'industry', key: 'deal_size', type: 'number' }]),
		),
		'Custom field "Deal size" of "Sales" cannot become "industry": the field with the key "industry" is called "Industry" already. Give the field in the file another name.',
	],
];

test.each(otherLetters)(
	'a %s that is there in other letters is not added',
	async (_, wanted, sentence) => {
		const before = await exported();

		await expect(apply(wanted)).rejects.toThrow(new BlueprintRefused([sentence]));
		expect(await exported()).toEqual(before);
	},
);

test('two fields change names', async () => {
	await apply(
		agencyWith(
			(sales) =>
				(sales.custom_fields = [
					{ name: 'Deal size', key: 'industry', type: 'select' },
					{ name: 'Industry', key: 'deal_size', type: 'number' },
				]),
		),
	);

	const [sales] = (await exported()).pipelines;
	expect(sales?.custom_fields?.map(({ name }) => name)).toEqual(['Deal size', 'Industry']);
});

test('two fields that mean the same one are refused', async () => {
	await apply(
		agencyWith(
			(sales) => (sales.custom_fields = [{ name: 'Size', key: 'deal_size', type: 'number' }]),
		),
	);
	const wanted = agencyWith(
		(sales) =>
			(sales.custom_fields = [
				{ name: 'Size', type: 'number' },
				{ name: 'Deal size', type: 'number' },
			]),
	);

	await expect(apply(wanted)).rejects.toThrow(
		'Custom field "Deal size" of "Sales" and another one in the file both mean the field with the key "deal_size". Give each a key.',
	);
});

test('an export makes the same again in an empty workspace', async () => {
	await apply(
		agencyWith((sales, { pipelines }) => {
			sales.custom_fields?.push({ name: 'Größe der Firma', type: 'text', required: true });
			pipelines.unshift({ name: 'Renewals', stages: ['Due', 'Renewed'], custom_fields: [] });
		}),
	);
	const blueprint = await exported();

	workspaceId = await emptyWorkspace();
	await apply(blueprint);

	expect(await exported()).toEqual(blueprint);
	expect(blueprint.pipelines[1]?.custom_fields?.[2]?.key).toBe('grosse_der_firma');
});
