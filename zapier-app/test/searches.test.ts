import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../test/support/fluid';
import App from '../src/index';
import { failure, type RunZap, zapOf } from './support/zap';

const fluid = fluidForFile();
let zap: RunZap;

beforeAll(async () => {
	zap = zapOf(fluid);
	await fluid.addPipeline('Partners', ['Talking', 'Signed']);
	for (const name of ['Agencies', 'AGENCIES']) await fluid.addPipeline(name, ['Signed']);
	const contact = { email: 'ada@example.com', name: 'Ada Lovelace' };
	await fluid.deal({ name: 'Engine', external_id: 'crm-1', contact });
	await fluid.deal({ name: 'Engine', status: 'lost' });
	await fluid.deal({ name: 'Engine oil', contact });
	await fluid.deal({ name: 'Steam engine' });
	await fluid.deal({ name: 'Reseller', pipeline: 'Partners', contact, status: 'won' });
});

const findDeal = (inputData: Record<string, unknown>) =>
	zap(App.searches.find_deal.operation.perform, inputData);
const findContact = (inputData: Record<string, unknown>) =>
	zap(App.searches.find_contact.operation.perform, inputData);
const names = (found: Array<{ name: string }>) => found.map(({ name }) => name);

describe('Find Deal', () => {
	test('by external ID finds that one', async () => {
		expect(await findDeal({ external_id: 'crm-1' })).toMatchObject([
			{ name: 'Engine', status: 'open' },
		]);
	});

	test('by name puts the very name first, an open deal before a lost one, then what begins so', async () => {
		const found = await findDeal({ name: 'engine' });

		expect(
			found.map(({ name, status }: { name: string; status: string }) => `${name}, ${status}`),
		).toEqual(['Engine, open', 'Engine, lost', 'Engine oil, open', 'Steam engine, open']);
	});

	test('by exact name leaves out the names that only contain it', async () => {
		const found = await findDeal({ name: ' ENGINE ', exact_name: true });

		expect(names(found)).toEqual(['Engine', 'Engine']);
		expect(await findDeal({ name: 'Engin', exact_name: 'yes' })).toEqual([]);
	});

	test('by name finds the very name behind hundreds that contain it', async () => {
		const { id } = await fluid.deal({ name: 'Acme' });
		const deals = Array.from({ length: 450 }, (_, number) => ({ name: `Acme ${number}` }));
		await fluid.post('/api-ingest', { deals });

		const [first] = await findDeal({ name: 'acme' });

		expect(first).toMatchObject({ id, name: 'Acme' });
	});

	test('by email puts open deals first, the one changed last before the others', async () => {
		expect(names(await findDeal({ contact_email: 'ADA@example.com' }))).toEqual([
			'Engine oil',
			'Engine',
			'Reseller',
		]);
	});

	test('looks only in the pipeline and for the status given, by ID or by name', async () => {
		const found = await findDeal({
			contact_email: 'ada@example.com',
			pipeline_id: 'Partners',
			status: 'won',
		});

		expect(names(found)).toEqual(['Reseller']);
	});

	test('looks only in the stage given, by ID or by name', async () => {
		const [{ stage_id }] = await findDeal({ name: 'Reseller' });

		expect(names(await findDeal({ contact_email: 'ada@example.com', stage_id }))).toEqual([
			'Reseller',
		]);
		expect(
			names(await findDeal({ contact_email: 'ada@example.com', stage_id: 'talking' })),
		).toEqual(['Reseller']);
	});

	test('looks only for deals with the contact, or the company, of an ID', async () => {
		const { contact, company } = await fluid.deal({
			name: 'Loom',
			contact: { email: 'joseph@example.com' },
			company: { name: 'Jacquard' },
		});

		expect(names(await findDeal({ contact_id: contact?.id }))).toEqual(['Loom']);
		expect(names(await findDeal({ company_id: company?.id }))).toEqual(['Loom']);
		expect(await findDeal({ contact_id: `con_${'0'.repeat(26)}` })).toEqual([]);
	});

	test('looks only for what was created, closed or changed since, in the time zone of the Zap', async () => {
		const meta = { timezone: 'Asia/Tokyo' };
		const find = (inputData: Record<string, unknown>) =>
			zap(App.searches.find_deal.operation.perform, inputData, { meta });
		const { created_at } = await fluid.deal({ name: 'Bridge' });
		const inTokyo = (ms: number) =>
			new Date(Date.parse(created_at) + 9 * 3_600_000 + ms).toISOString().slice(0, 19);

		for (const key of ['created_since', 'updated_since']) {
			expect(names(await find({ name: 'Bridge', [key]: inTokyo(-60_000) }))).toEqual(['Bridge']);
			expect(await find({ name: 'Bridge', [key]: inTokyo(60_000) })).toEqual([]);
		}
		expect(await find({ name: 'Bridge', closed_since: '2020-01-01' })).toEqual([]);
		expect(names(await find({ name: 'Reseller', closed_since: '2020-01-01' }))).toEqual([
			'Reseller',
		]);
		expect((await failure(find({ name: 'Bridge', closed_since: 'lately' }))).message).toContain(
			'Closed Since: ',
		);
	});

	test('with an order chosen finds the first of all that match, and looks for nothing else', async () => {
		const reminder = (at: string) => ({ at, note: 'Call' });
		const owner_email = 'grace@agency.example';
		await fluid.deal({ name: 'Later', owner_email, reminder: reminder('2026-02-02T09:00:00Z') });
		await fluid.deal({ name: 'Sooner', owner_email, reminder: reminder('2026-02-01T09:00:00Z') });
		await fluid.deal({ name: 'Whenever', owner_email });

		expect(names(await findDeal({ owner_email, sort: 'due' }))).toEqual(['Sooner', 'Later']);
		expect(names(await findDeal({ owner_email, sort: 'Newest first' }))[0]).toBe('Whenever');
		expect(names(await findDeal({ owner_email, sort: 'newest', reminder: 'No reminder' }))).toEqual(
			['Whenever'],
		);
	});

	test('finds nothing without failing', async () => {
		expect(await findDeal({ name: 'Submarine' })).toEqual([]);
		expect(await findDeal({ external_id: 'crm-2' })).toEqual([]);
	});

	test('with nothing to look for says what to fill in', async () => {
		const { message } = await failure(findDeal({ contact_email: ' ' }));

		expect(message).toBe(
			'Fill in at least one field to search by: Contact Email, External ID, Deal Name, Contact ID, Company ID, Sort, or Deal ID.',
		);
	});

	test('with filters alone says that these need an order', async () => {
		const owner_email = 'grace@agency.example';

		const { message } = await failure(findDeal({ owner_email, status: 'open', stage_id: ' ' }));

		expect(message).toBe(
			'To search by Status and Owner Email alone, choose a Sort as well, which says which of all that match is found, or fill in at least one field to search by: Contact Email, External ID, Deal Name, Contact ID, Company ID, or Deal ID.',
		);
	});
});

describe('Find Contact', () => {
	test('by email, whatever its letters', async () => {
		expect(names(await findContact({ email: 'Ada@Example.com' }))).toEqual(['Ada Lovelace']);
	});

	test('by name puts the very name first', async () => {
		for (const name of ['Grace', 'Grace Hopper', 'Miss Grace Murray']) {
			await fluid.post('/api-contacts', { name });
		}

		expect(names(await findContact({ name: 'grace' }))).toEqual([
			'Grace',
			'Grace Hopper',
			'Miss Grace Murray',
		]);
	});

	test('finds nothing without failing', async () => {
		expect(await findContact({ email: 'nobody@example.com' })).toEqual([]);
	});
});

describe('Find or Create', () => {
	test.each(['find_deal', 'find_contact'] as const)('%s finds what it has created', async (key) => {
		const { search, create } = App.searchOrCreates![key]!;
		const inputs = { name: 'Found next time', email: 'next@example.com' };
		const given = key === 'find_deal' ? { name: inputs.name } : inputs;

		expect(await zap(App.searches[search as typeof key].operation.perform, given)).toEqual([]);
		const created = await zap(
			App.creates[create as 'create_deal' | 'create_contact'].operation.perform,
			given,
			{ meta: { withSearch: key } },
		);
		const [found] = await zap(App.searches[search as typeof key].operation.perform, given);

		expect(found.id).toBe(created.id);
	});

	test.each([
		['find_deal', { name: 'Created next', exact_name: 'yes', deal_id: 'deal_gone' }],
		[
			'find_deal',
			{
				name: 'Created next',
				label: 'vip',
				reminder: 'overdue',
				contact_id: 'con_gone',
				sort: 'due',
			},
		],
		['find_contact', { name: 'Created next', exact_name: 'yes', contact_id: 'con_gone' }],
	] as const)('%s creates, whatever else the search was given', async (key, given) => {
		const { create } = App.searchOrCreates![key]!;

		const created = await zap(
			App.creates[create as 'create_deal' | 'create_contact'].operation.perform,
			given,
			{ meta: { withSearch: key } },
		);

		expect(created).toMatchObject({ name: 'Created next' });
	});
});

describe('a search by ID', () => {
	test('finds that deal and that contact, whatever else is filled in', async () => {
		const { id, contact } = await fluid.deal({
			name: 'By ID',
			contact: { email: 'mary@example.com' },
		});

		expect(await findDeal({ deal_id: ` ${id} `, name: 'Engine' })).toMatchObject([{ id }]);
		expect(await findContact({ contact_id: contact?.id })).toMatchObject([
			{ email: 'mary@example.com' },
		]);
	});

	test('of what is gone finds nothing', async () => {
		expect(await findDeal({ deal_id: 'deal_/../x' })).toEqual([]);
		expect(await findContact({ contact_id: 'con_1' })).toEqual([]);
	});

	test('that is left empty is no search by ID', async () => {
		expect(names(await findDeal({ deal_id: ' ', external_id: 'crm-1' }))).toEqual(['Engine']);
	});
});

describe('what is written into a search', () => {
	test('counts without the blanks around it, and whatever its case', async () => {
		const found = await findDeal({
			contact_email: ' ada@example.com\0 ',
			pipeline_id: ' partners ',
			status: ' Won ',
		});

		expect(names(found)).toEqual(['Reseller']);
	});

	test('that is neither yes nor no, or no status, is refused by its label', async () => {
		expect((await failure(findDeal({ name: 'Engine', exact_name: 'maybe' }))).message).toMatch(
			/^Exact Name Only: "maybe" is neither yes nor no\./,
		);
		expect((await failure(findDeal({ name: 'Engine', status: 'maybe' }))).message).toMatch(
			/^Status: "maybe" is not one of the options\./,
		);
	});

	test('that is longer than an address can be is to be shortened', async () => {
		const { message } = await failure(findDeal({ name: 'x'.repeat(20_000) }));

		expect(message).toBe('What the step looks for is too long. Shorten it.');
	});

	test.each<[string, Record<string, unknown>, string]>([
		[
			'a pipeline',
			{ pipeline_id: 'Slaes' },
			'Pipeline: "Slaes" is not a pipeline of this workspace. Did you mean "Sales"?',
		],
		[
			'a stage',
			{ pipeline_id: 'Sales', stage_id: 'Contatced' },
			'Stage: "Contatced" is not a stage of pipeline "Sales". Did you mean "Contacted"?',
		],
		[
			'a stage of any pipeline',
			{ stage_id: 'Talkign' },
			'Stage: "Talkign" is not a stage of any pipeline. Did you mean "Talking"?',
		],
		[
			'a stage of several pipelines',
			{ stage_id: 'Signed' },
			'Stage: "Signed" is a stage of several pipelines. Choose the pipeline as well.',
		],
		[
			'one of two pipelines',
			{ pipeline_id: 'agencies' },
			'Pipeline: "agencies" can be "Agencies" or "AGENCIES". Choose one from the list.',
		],
		[
			'a pipeline that is gone',
			{ pipeline_id: `pip_${'0'.repeat(26)}` },
			`Pipeline: No pipeline has the ID "pip_${'0'.repeat(26)}". Choose one from the list.`,
		],
		[
			'a stage that is gone',
			{ stage_id: `stg_${'0'.repeat(26)}` },
			`Stage: No stage has the ID "stg_${'0'.repeat(26)}". Choose one from the list.`,
		],
	])('that does not name %s that there is, names the nearest', async (_, given, sentence) => {
		expect((await failure(findDeal({ name: 'Engine', ...given }))).message).toBe(sentence);
	});

	test('and refused by Fluid is called by the label of its field', async () => {
		const given = { contact_id: 'Ada', company_id: 'Jacquard', owner_email: 'Grace', sort: 'due' };

		const { message } = await failure(findDeal(given));

		expect(message).toContain('Contact ID must be the ID of a contact');
		expect(message).toContain('Company ID must be the ID of a company');
		expect(message).toContain('Owner Email must be an email address');
		expect(message).not.toMatch(/_(id|email)/);
		// Only what the API compares names by shows that nothing is left of these.
		const nothing = '\u00ad\u00ad';
		expect((await failure(findDeal({ name: nothing }))).message).toMatch(/^Deal Name is empty\./);
		expect((await failure(findContact({ name: nothing }))).message).toMatch(
			/^Contact Name is empty\./,
		);
	});
});
