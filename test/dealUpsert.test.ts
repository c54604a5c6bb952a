import { beforeAll, describe, expect, test } from 'vitest';
import { clearableFields } from '../nodes/Fluid/dealFields';
import {
	autoMapped,
	byEmail,
	byExternalId,
	byId,
	byName,
	fluidNode,
	fluidNodesForFile,
	mapped,
	upsert,
} from './support/fluidNodes';

const { fluid, nodes } = fluidNodesForFile();

beforeAll(async () => {
	const options = ['SaaS', 'Retail', 'Food, drink'];
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'select', options });
	await fluid.addCustomField({ key: 'markets', name: 'Markets', type: 'multi_select', options });
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });
	await fluid.addCustomField({ key: 'trial', name: 'Trial', type: 'boolean' });
	await fluid.addCustomField({ key: 'renewal', name: 'Renewal', type: 'date' });
});

const deal = async (id: unknown) => (await fluid.get(`/api-deals/${String(id)}`)).body;

describe('creating a deal', () => {
	test('takes every kind of field from the item', async () => {
		const reply = {
			lead: 'Analytical Engines',
			email: 'ada@example.com',
			worth: '4800',
			tags: ['cold email', 'hot'],
		};

		const { items, error } = await nodes.runNode(
			upsert({
				name: '={{ $json.lead }}',
				external_id: 'smartlead-4711',
				pipeline: byName('Sales'),
				stage: byName('Contacted'),
				value: '={{ $json.worth }}',
				note: 'Sounds interesting',
				email: '={{ $json.email }}',
				contact: { first_name: 'Ada', phone: 442079460018 },
				company: { name: '={{ $json.lead }}', domain: 'analytical.example' },
				reminder: { at: '2026-12-01T09:00:00', note: 'Send the proposal' },
				additionalFields: {
					currency: 'EUR',
					labels: '={{ $json.tags }}',
					owner_email: 'grace@agency.example',
					source: 'Smartlead',
				},
			}),
			[reply],
		);

		expect(error).toBeUndefined();
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		expect(items[0]?.json).toMatchObject({
			action: 'created',
			name: 'Analytical Engines',
			external_id: 'smartlead-4711',
			stage_name: 'Contacted',
			value: 4800,
			currency: 'EUR',
			contact: { email: 'ada@example.com', phone: '442079460018' },
			company: { domain: 'analytical.example' },
			reminder: { note: 'Send the proposal' },
			labels: ['cold email', 'hot'],
			source: 'Smartlead',
		});
	});

	test('reads a date of the picker in the time zone of the workflow', async () => {
		const { items } = await nodes.runNode(
			upsert({ name: 'Engines', reminder: { at: '2026-12-01T09:00:00' } }),
		);

		// The tests' workflow is in New York, n8n's default.
		expect(items[0]?.json.reminder).toMatchObject({ at: '2026-12-01T14:00:00.000Z' });
	});

	test('takes labels as a text with commas', async () => {
		const call = upsert({ name: 'Engines', additionalFields: { labels: 'cold email, hot ,' } });

		const { items } = await nodes.runNode(call);

		expect(items[0]?.json.labels).toEqual(['cold email', 'hot']);
	});

	test('puts the deal where a chosen pipeline and stage say', async () => {
		const pipeline = await fluid.addPipeline('Partners', ['Talking', 'Signed']);
		const { body } = await fluid.get(`/api-stages?pipeline_id=${pipeline}`);

		const { items } = await nodes.runNode(
			upsert({ name: 'Engines', pipeline: byId(pipeline), stage: byId(body.data[1].id) }),
		);

		expect(items[0]?.json).toMatchObject({ pipeline_name: 'Partners', stage_name: 'Signed' });
	});

	test('takes a name for a name where an expression was dropped on the list', async () => {
		const call = upsert({ name: 'Engines', stage: byId('={{ $json.stage }}') });

		const { items } = await nodes.runNode(call, [{ stage: 'Meeting booked' }]);

		expect(items[0]?.json.stage_name).toBe('Meeting booked');
	});
});

describe('Update', () => {
	const update = (parameters: object) => fluidNode('deal', 'update', { ...parameters });

	test('changes a deal that is there', async () => {
		const { id } = await fluid.deal({ name: 'Engines', value: 100 });

		const { items } = await nodes.runNode(update({ dealId: byId(id), value: 250 }));

		expect(items[0]?.json).toMatchObject({ id, action: 'updated', value: 250, name: 'Engines' });
	});

	test('creates none where none is there, and says what does', async () => {
		const { error } = await nodes.runNode(
			update({ name: 'Engines', dealId: byExternalId('crm-none') }),
		);

		expect(error?.message).toBe(
			'No deal has the External ID "crm-none". Check it, or use Create or Update to create one.',
		);
	});

	test.each([
		['ID', (id: string) => byId(id)],
		['external ID', () => byExternalId('found-1')],
		['email address', () => byEmail('Found@Example.com')],
	])('finds the deal by its %s', async (_, picked) => {
		const { body } = await fluid.ingest({
			name: 'Engines',
			external_id: 'found-1',
			contact: { email: 'found@example.com' },
		});
		const { id } = body.deal;

		const { items, error } = await nodes.runNode(
			update({ dealId: picked(id), additionalFields: { source: `=by {{ '${_}' }}` } }),
		);

		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ id, source: `by ${_}`, external_id: 'found-1' });
	});

	test('gives it another external ID', async () => {
		const { id } = await fluid.deal({ name: 'Engines', external_id: 'crm-old' });
		const additionalFields = { external_id: 'crm-new' };

		const { items } = await nodes.runNode(update({ dealId: byId(id), additionalFields }));

		expect(items[0]?.json).toMatchObject({ id, external_id: 'crm-new' });
	});

	test.each([
		['External ID', byExternalId('found-1'), { additionalFields: { external_id: 'found-2' } }],
		['Email', byEmail('found@example.com'), { contact: { email: 'other@example.com' } }],
	])('does not change the %s a deal is found by', async (label, dealId, change) => {
		const { error } = await nodes.runNode(update({ dealId, ...change }));

		expect(error?.message).toBe(
			`${label} cannot be changed where the deal is found by it. Choose the deal from the list or By ID.`,
		);
	});
});

describe('custom fields', () => {
	test('are sent in the form of their type', async () => {
		const value = {
			industry: 'SaaS',
			markets: 'SaaS, Retail',
			seats: '12',
			trial: 'true',
			renewal: '2027-01-31T00:00:00',
		};

		const { items, error } = await nodes.runNode(
			upsert({ name: 'Engines', customFields: mapped(value) }),
		);

		expect(error).toBeUndefined();
		expect(items[0]?.json.custom_fields).toEqual({
			industry: 'SaaS',
			markets: ['SaaS', 'Retail'],
			seats: 12,
			trial: true,
			renewal: '2027-01-31',
		});
	});

	test('do not take an option with a comma apart', async () => {
		const customFields = mapped({ markets: 'Food, drink' });

		const { items } = await nodes.runNode(upsert({ name: 'Engines', customFields }));

		expect(items[0]?.json.custom_fields).toMatchObject({ markets: ['Food, drink'] });
	});

	test('are taken from properties of the input that have their key or their name', async () => {
		const input = { industry: 'Retail', Seats: 3, city: 'London' };

		const { items, error } = await nodes.runNode(
			upsert({ name: 'Engines', customFields: autoMapped }),
			[input],
		);

		expect(error).toBeUndefined();
		expect(items[0]?.json.custom_fields).toMatchObject({
			industry: 'Retail',
			seats: 3,
			markets: null,
		});
	});
});

describe('custom fields taken from the input while no pipeline is chosen', () => {
	const input = { Region: 'Scotland' };

	beforeAll(async () => {
		const pipeline_id = await fluid.addPipeline('Dealers', ['Talking']);
		await fluid.addCustomField({ key: 'region', name: 'Region', type: 'text', pipeline_id });
		await fluid.deal({ name: 'Engines', external_id: 'dealer-1', pipeline: 'Dealers' });
	});

	test('are those of whatever pipeline the deal is in that has the external ID', async () => {
		const { items } = await nodes.runNode(
			upsert({ external_id: 'dealer-1', customFields: autoMapped }),
			[input],
		);

		expect(items[0]?.json.custom_fields).toEqual({ region: 'Scotland' });
	});

	test('are those of the first pipeline for a new deal, which goes there', async () => {
		const { items, error } = await nodes.runNode(
			upsert({ name: 'Engines', customFields: autoMapped }),
			[input],
		);

		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ action: 'created', pipeline_name: 'Sales' });
	});
});

describe('updating a deal', () => {
	test('finds it by external ID and says what changed', async () => {
		await fluid.deal({ name: 'Engines', external_id: 'crm-1', value: 100 });

		const { items } = await nodes.runNode(upsert({ external_id: 'crm-1', value: 250 }));

		expect(items[0]?.json).toMatchObject({ action: 'updated', changed_fields: ['value'] });
	});

	test('finds it by ID', async () => {
		const { id } = await fluid.deal({ name: 'Engines' });

		const { items } = await nodes.runNode(upsert({ match_on: 'id', id, name: 'Engines Ltd' }));

		expect(items[0]?.json).toMatchObject({ id, action: 'updated', name: 'Engines Ltd' });
	});

	test('finds it by the rule that an expression gives', async () => {
		const email = 'rule@example.com';
		const { id } = await fluid.deal({ name: 'Engines', contact: { email } });

		const { items, error } = await nodes.runNode(
			upsert({ match_on: '={{ $json.rule }}', email, name: 'Difference Engines' }),
			[{ rule: 'email' }],
		);

		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ id, action: 'updated', name: 'Difference Engines' });
	});

	test('finds it by the email address of its contact and marks it as won', async () => {
		const { id } = await fluid.deal({ name: 'Sea', contact: { email: 'grace@example.com' } });

		const { items } = await nodes.runNode(
			upsert({
				match_on: 'email',
				email: 'Grace@Example.com',
				status: 'won',
				options: { mode: 'update' },
			}),
		);

		expect(items[0]?.json).toMatchObject({ id, action: 'updated', status: 'won' });
	});

	test('leaves a field alone whose value is empty for the item', async () => {
		const { id } = await fluid.deal({
			name: 'Engines',
			external_id: 'crm-2',
			value: 100,
			source: 'Smartlead',
			contact: { email: 'ada@example.com', phone: '+44 20 7946 0018' },
		});

		const { items } = await nodes.runNode(
			upsert({
				name: '={{ $json.nothing }}',
				external_id: 'crm-2',
				value: '',
				email: 'ada@example.com',
				contact: { phone: '={{ $json.phone }}' },
				additionalFields: { source: '={{ $json.source }}', labels: '' },
			}),
			[{ phone: null, source: ' ' }],
		);

		expect(items[0]?.json).toMatchObject({ id, action: 'unchanged' });
	});

	test('clears what the user wants cleared, unless the item has a value for it', async () => {
		const { id } = await fluid.deal({
			name: 'Engines',
			external_id: 'crm-3',
			value: 100,
			source: 'Smartlead',
			contact: { email: 'charles@example.com', phone: '+44 20 7946 0018' },
			custom_fields: { seats: 12 },
		});

		const { error } = await nodes.runNode(
			upsert({
				external_id: 'crm-3',
				email: 'charles@example.com',
				additionalFields: { source: 'Instantly' },
				options: { clear: ['value', 'source', 'contact.phone'], clearCustomFields: ['seats'] },
			}),
		);

		expect(error).toBeUndefined();
		const after = await deal(id);
		expect(after).toMatchObject({ value: null, source: 'Instantly', contact: { phone: null } });
		expect(after.custom_fields.seats ?? null).toBeNull();
	});

	test.each(clearableFields().map(({ name, value }) => [name, String(value)]))(
		'clears %s by itself, and takes a deal that has none',
		async (_, field) => {
			const call = (external_id: string) =>
				upsert({ name: 'Engines', external_id, options: { clear: [field] } });
			await fluid.deal({
				name: 'Engines',
				external_id: `full-${field}`,
				contact: { email: `ada.${field}@example.com` },
				company: { name: `Acme ${field}`, domain: `${field.replaceAll('_', '-')}.example` },
				reminder: { in_days: 3, note: 'Send the proposal' },
			});

			for (const external_id of [`full-${field}`, `new-${field}`]) {
				const { items, error } = await nodes.runNode(call(external_id));
				expect(error).toBeUndefined();
				expect(items[0]?.json.external_id).toBe(external_id);
			}
		},
	);

	test('saves nothing in a dry run', async () => {
		const { id } = await fluid.deal({ name: 'Engines', external_id: 'crm-4', value: 100 });

		const { items } = await nodes.runNode(
			upsert({
				external_id: 'crm-4',
				value: 250,
				options: { dryRun: true },
			}),
		);

		expect(items[0]?.json).toMatchObject({ action: 'updated', value: 250 });
		expect(await deal(id)).toMatchObject({ value: 100 });
	});
});
