import { expect, test } from 'vitest';
import type { Blueprint } from '../../../contract/types';
import { type BlueprintSales, ClientWorkspace, agencyWith } from '../../../test/support/blueprints';
import { fluidForFile } from '../../../test/support/fluid';
import { BlueprintRefused } from '../../src/blueprints/refused';

const fluid = fluidForFile();
const workspace = ClientWorkspace.forFile(fluid);

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
	const unused = await workspace.apply(required(true));
	expect(unused.warnings).toEqual([]);
	await workspace.apply(required(false));

	await (await workspace.client()).get('/api-me');
	const { changes, warnings } = await workspace.apply(required(true));
	expect(changes).toEqual(['Changed custom field "Budget" of "Sales": it is required.']);
	expect(warnings).toEqual([
		'A new deal in "Sales" without "Budget" is refused from now on. These API keys were used in the last 30 days; integrations that create deals with one of them have to send "budget": "Test".',
	]);
	expect((await workspace.apply(required(true))).warnings).toEqual([]);
});

const refusals: Array<[string, BlueprintSales['custom_fields'], string]> = [
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

	await expect(workspace.apply(wanted)).rejects.toThrow(sentence);
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
		const before = await workspace.exported();

		await expect(workspace.applyAndRename(wanted)).rejects.toThrow(
			new BlueprintRefused([sentence]),
		);
		expect(await workspace.exported()).toEqual(before);
	},
);

test('two fields change names', async () => {
	await workspace.applyAndRename(
		agencyWith(
			(sales) =>
				(sales.custom_fields = [
					{ name: 'Deal size', key: 'industry', type: 'select' },
					{ name: 'Industry', key: 'deal_size', type: 'number' },
				]),
		),
	);

	const [sales] = (await workspace.exported()).pipelines;
	expect(sales?.custom_fields?.map(({ name }) => name)).toEqual(['Deal size', 'Industry']);
});

test('two fields that mean the same one are refused', async () => {
	await workspace.applyAndRename(
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

	await expect(workspace.apply(wanted)).rejects.toThrow(
		'Custom field "Deal size" of "Sales" and another one in the file both mean the field with the key "deal_size". Give each a key.',
	);
});
