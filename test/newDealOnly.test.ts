import { beforeAll, describe, expect, test } from 'vitest';
import { byName, fluidNodesForFile, upsert } from './support/fluidNodes';

const { fluid, nodes } = fluidNodesForFile();

beforeAll(async () => {
	const pipeline_id = await fluid.addPipeline('Partners', ['Talking', 'Signed']);
	await fluid.addCustomField({ key: 'campaign', name: 'Campaign', type: 'text' });
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });
	await fluid.addCustomField({ key: 'region', name: 'Region', type: 'text', pipeline_id });
});

/** A reply to a cold email: it is noted in the open deal, or the deal is made with all that is new. */
const reply = (onCreate: object) =>
	upsert({
		match_on: 'email',
		email: '={{ $json.email }}',
		note: '={{ $json.reply }}',
		onCreate: { ...onCreate },
	});

const newDeal = {
	name: '={{ $json.company }}',
	value: '={{ $json.worth }}',
	stage: byName('contacted'),
	labels: 'cold email; {{ $json.campaign }}',
	source: 'Smartlead',
	contact: { first_name: 'Ada', linkedin_url: 'linkedin.com/in/ada' },
	company: { name: '={{ $json.company }}' },
	reminder: { in_days: '3', note: 'Send the proposal' },
	customFields: {
		field: [
			{ key: 'seats', value: '={{ $json.seats }}' },
			{ key: 'campaign', value: '' },
		],
	},
};

describe('what stands under Only for a New Deal', () => {
	test('makes the deal, each value read by its type', async () => {
		const { items, error } = await nodes.runNode(reply(newDeal), [
			{ email: 'ada@example.com', reply: 'Yes', company: 'Acme', worth: '$4,800', seats: "1'200" },
		]);

		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			action: 'created',
			name: 'Acme',
			value: 4800,
			stage_name: 'Contacted',
			source: 'Smartlead',
			contact: {
				email: 'ada@example.com',
				first_name: 'Ada',
				linkedin_url: 'https://linkedin.com/in/ada',
			},
			company: { name: 'Acme' },
			reminder: { note: 'Send the proposal' },
			custom_fields: { seats: 1200, campaign: null },
			notes: [{ text: 'Yes' }],
		});
	});

	test('leaves a deal alone that is there', async () => {
		const contact = { email: 'grace@example.com', first_name: 'Grace' };
		const { id } = await fluid.deal({ name: 'Sea', value: 100, contact });

		const { items } = await nodes.runNode(reply(newDeal), [
			{ email: 'grace@example.com', reply: 'Yes', company: 'Acme', worth: 4800, seats: 3 },
		]);

		expect(items[0]?.json).toMatchObject({
			id,
			name: 'Sea',
			value: 100,
			stage_name: 'New lead',
			labels: [],
			contact: { first_name: 'Grace' },
			notes: [{ text: 'Yes' }],
		});
	});

	test('says where a new deal goes, with the custom fields of that pipeline', async () => {
		const { items, error } = await nodes.runNode(
			reply({
				name: 'Resale',
				pipeline: byName('Partners'),
				customFields: { field: [{ key: 'region', value: 'Scotland' }] },
			}),
			[{ email: 'charles@example.com', reply: 'Yes' }],
		);

		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			pipeline_name: 'Partners',
			custom_fields: { region: 'Scotland' },
		});
	});

	test('is refused by the label of its field', async () => {
		const { error } = await nodes.runNode(reply({ value: 'a lot' }), [{ email: 'x@example.com' }]);

		expect(error?.message).toMatch(/^Value: "a lot" is not an amount\./);
	});

	test('lists the stages and custom fields of the pipeline of a new deal', async () => {
		const call = reply({ pipeline: byName('Partners') });

		const { results } = await nodes.listSearch(call, 'searchNewDealStages');
		const fields = await nodes.loadOptions(call, 'getNewDealFieldKeys');

		expect(results.map(({ name }) => name)).toEqual(['Talking', 'Signed']);
		expect(fields.map(({ name }) => name)).toEqual(['Region']);
	});
});

test('Contact Rule leaves what is known of a contact, and fills what is not', async () => {
	const contact = { email: 'mary@example.com', first_name: 'Mary' };
	await fluid.deal({ name: 'Air', contact });

	const { items } = await nodes.runNode(
		upsert({
			match_on: 'email',
			email: contact.email,
			contact: { first_name: 'M.', last_name: 'Somerville' },
			options: { contact_rule: 'fill' },
		}),
	);

	expect(items[0]?.json.contact).toMatchObject({ first_name: 'Mary', last_name: 'Somerville' });
});
