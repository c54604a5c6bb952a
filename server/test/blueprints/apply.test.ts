import { expect, test } from 'vitest';
import { ClientWorkspace, agencyWith } from '../../../test/support/blueprints';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();
const workspace = ClientWorkspace.forFile(fluid);

test('deals go to the stages and have the fields at once', async () => {
	const deal = await (
		await workspace.client()
	).deal({ name: 'Acme', stage: 'Contacted', custom_fields: { industry: 'SaaS', deal_size: 12 } });

	expect(deal).toMatchObject({ pipeline_name: 'Sales', stage_name: 'Contacted' });
});

test('applying twice changes nothing the second time', async () => {
	const wanted = agencyWith((sales) => sales.stages.push('Negotiation'));

	expect(await workspace.apply(wanted)).toEqual({
		changes: ['Added stage "Negotiation" to "Sales".'],
		kept: [],
		otherNames: [],
		warnings: [],
	});
	expect(await workspace.apply(wanted)).toEqual({
		changes: [],
		kept: [],
		otherNames: [],
		warnings: [],
	});
});

test('every change is reported', async () => {
	const { changes } = await workspace.applyAndRename({
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

test('what is not named is kept, in its place, unless deleting was asked for', async () => {
	const smaller = agencyWith((sales) => {
		sales.stages = ['New lead', 'Proposal sent'];
		sales.custom_fields = [{ name: 'Industry', type: 'select', options: ['SaaS'] }];
	});

	expect(await workspace.apply(smaller)).toEqual({
		changes: [],
		kept: [
			'stage "Contacted" of "Sales"',
			'option "Retail" of custom field "Industry" of "Sales"',
			'custom field "Deal size" of "Sales"',
		],
		otherNames: [],
		warnings: [],
	});
	expect(await workspace.applyAndDelete(smaller)).toEqual({
		changes: [
			'Removed stage "Contacted" from "Sales".',
			'Changed custom field "Industry" of "Sales": its options are SaaS.',
			'Removed custom field "Deal size" from "Sales".',
		],
		kept: [],
		otherNames: [],
		warnings: [],
	});
	expect((await workspace.exported()).pipelines[0]?.stages).toEqual(['New lead', 'Proposal sent']);
});

test('a stage that comes after one was removed stands last', async () => {
	await workspace.applyAndDelete(
		agencyWith((sales) => (sales.stages = ['New lead', 'Proposal sent'])),
	);

	await workspace.apply(
		agencyWith((sales) => (sales.stages = ['New lead', 'Proposal sent', 'Negotiation'])),
	);

	const stages = ['New lead', 'Proposal sent', 'Negotiation'];
	expect((await workspace.exported()).pipelines[0]?.stages).toEqual(stages);
});

test('custom fields stay as they are where no list of them is given', async () => {
	const before = await workspace.exported();

	await workspace.applyAndDelete(agencyWith((sales) => delete sales.custom_fields));

	expect(await workspace.exported()).toEqual(before);
});

test('pipelines that are not named stay, also when deleting was asked for', async () => {
	await workspace.applyAndDelete({ pipelines: [{ name: 'Renewals', stages: ['Due'] }] });

	expect((await workspace.exported()).pipelines.map(({ name }) => name)).toEqual([
		'Sales',
		'Renewals',
	]);
});

test('an export makes the same again in an empty workspace', async () => {
	await workspace.apply(
		agencyWith((sales, { pipelines }) => {
			sales.custom_fields?.push({ name: 'Größe der Firma', type: 'text', required: true });
			pipelines.unshift({ name: 'Renewals', stages: ['Due', 'Renewed'], custom_fields: [] });
		}),
	);
	const blueprint = await workspace.exported();

	await workspace.beginEmpty();
	await workspace.apply(blueprint);

	expect(await workspace.exported()).toEqual(blueprint);
	expect(blueprint.pipelines[1]?.custom_fields?.[2]?.key).toBe('grosse_der_firma');
});
