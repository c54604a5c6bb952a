import { beforeAll, describe, expect, test } from 'vitest';
import { byName, fluidNodesForFile, mapped, upsert } from './support/fluidNodes';

const { fluid, nodes } = fluidNodesForFile();

beforeAll(async () => {
	const options = ['SaaS', 'Retail'];
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'select', options });
});

const whole = { name: 'Engines', email: 'ada@example.com' };
const goOn = { onError: 'continueRegularOutput' } as const;
const toErrorOutput = { onError: 'continueErrorOutput' } as const;

const refused = async (parameters: object) => {
	const { error } = await nodes.runNode(upsert({ ...whole, ...parameters }));
	return error;
};

const deals = async () => (await fluid.get('/api-deals?limit=200')).body.data;

describe('a refused deal stops the workflow with a sentence that helps', () => {
	test.each([
		[
			'an email address that is none',
			{ email: 'ada@' },
			'Email is "ada@", which is not an email address. Write it like ada@example.com.',
		],
		[
			'an unknown pipeline',
			{ pipeline: byName('Sale') },
			'Pipeline: "Sale" is not a pipeline of this workspace. Did you mean "Sales"?',
		],
		[
			'an unknown stage',
			{ stage: byName('Contatced') },
			'Stage: "Contatced" is not a stage of pipeline "Sales". Did you mean "Contacted"?',
		],
		[
			'an unknown custom field',
			{ customFields: mapped({ industri: 'SaaS' }) },
			'"industri" is not a custom field of this pipeline. Did you mean "industry"?',
		],
		[
			'a value that is no number',
			{ value: 'a lot' },
			'Value: "a lot" is not an amount. Write it like 4800 or 4800.50.',
		],
		['a missing name', { name: '' }, 'Deal Name is empty for this item, and a new deal needs one.'],
		[
			'a match by ID without one',
			{ match_on: 'id', id: '={{ $json.nothing }}' },
			'Deal ID is empty for this item. Give one, e.g. with an expression.',
		],
		[
			'a match rule without its value',
			{ match_on: 'external_id' },
			'Match On needs External ID, which is empty for this item. Give it a value.',
		],
	])('%s', async (_, parameters, sentence) => {
		const error = await refused(parameters);

		expect(error?.message).toBe(sentence);
		expect(error?.context).toMatchObject({ itemIndex: 0 });
	});

	test('a deal of which nothing is filled in', async () => {
		const { error } = await nodes.runNode(upsert({ name: '' }));

		expect(error?.message).toBe('Deal Name is empty for this item, and a new deal needs one.');
	});

	test('a stage of another pipeline', async () => {
		await fluid.addPipeline('Partners', ['Talking']);

		const error = await refused({ pipeline: byName('Sales'), stage: byName('Talking') });

		expect(error?.message).toMatch(/"Talking" is not a stage of pipeline "Sales"/);
	});

	test('a deal that exists already', async () => {
		await fluid.deal({ name: 'Sea', external_id: 'crm-1' });

		const error = await refused({ external_id: 'crm-1', options: { mode: 'create' } });

		expect(error?.message).toMatch(/^"Sea" \(deal_\w+\) exists already/);
		expect(error?.httpCode).toBe('409');
	});

	test('a deal to update that nobody knows', async () => {
		const error = await refused({ external_id: 'crm-none', options: { mode: 'update' } });

		expect(error?.message).toBe(
			'No deal has the External ID "crm-none". Check it, or use Create or Update to create one.',
		);
		expect(error?.httpCode).toBe('404');
	});

	test('several deals that match, each named', async () => {
		const contact = { email: 'grace@example.com' };
		const first = await fluid.deal({ name: 'Sea', contact });
		const second = await fluid.deal({ name: 'Air', contact });

		const error = await refused({ match_on: 'email', email: contact.email });

		expect(error?.message).toMatch(
			/^grace@example.com has 2 open deals in the pipeline "Sales"\. Choose the one you mean by its ID;/,
		);
		expect(error?.description).toContain(`${first.id}: Sea (New lead)`);
		expect(error?.description).toContain(`${second.id}: Air (New lead)`);
	});
});

describe('of many items, when one is refused and the workflow stops', () => {
	const items = [{ name: 'First' }, { name: 'Second', email: 'ada@' }, { name: 'Third' }];
	const many = upsert({
		name: '={{ $json.name }}',
		external_id: '=many-{{ $json.name }}',
		email: '={{ $json.email }}',
	});

	test('the error names the item, and nothing was saved', async () => {
		const before = await deals();

		const { error } = await nodes.runNode(many, items);

		expect(error?.message).toBe(
			'Email is "ada@", which is not an email address. Write it like ada@example.com.',
		);
		expect(error?.context).toMatchObject({ itemIndex: 1 });
		expect(error?.description).toMatch(/^None of the items was saved\./);
		expect(await deals()).toHaveLength(before.length);
	});
});

test.each([
	[
		'a deal that nobody knows',
		{ external_id: 'none', options: { mode: 'update' } },
		/^No deal has the External ID "none"\. Check/,
	],
	[
		'a missing name',
		{ name: '={{ $json.name === "Second" ? "" : $json.name }}' },
		/^Deal Name is empty for this item/,
	],
])(
	'the error about one of many items speaks of the fields: %s',
	async (_, parameters, sentence) => {
		const { error } = await nodes.runNode(upsert({ name: 'Lead', ...parameters }), [
			{ name: 'First' },
			{ name: 'Second' },
		]);

		expect(error?.message).toMatch(sentence);
	},
);

describe('when the node goes on after an error', () => {
	const items = [
		{ company: 'First' },
		{ company: 'Second', email: 'ada@' },
		{ company: 'Third', stage: 'Contatced' },
		{ company: 'Fourth' },
	];
	const parameters = {
		name: '={{ $json.company }}',
		stage: byName('={{ $json.stage }}'),
		email: '={{ $json.email }}',
	};

	test('each refused item says why, beside the deals of the others', async () => {
		const { items: output, error } = await nodes.runNode(upsert(parameters, goOn), items);

		expect(error).toBeUndefined();
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(output.map(({ json }) => json.action ?? json.error)).toEqual([
			'created',
			'Email is "ada@", which is not an email address. Write it like ada@example.com.',
			'Stage: "Contatced" is not a stage of pipeline "Sales". Did you mean "Contacted"?',
			'created',
		]);
		expect(output[1]?.json.details).toMatchObject({
			code: 'invalid_input',
			status: 422,
			errors: [{ pointer: '/contact/email' }],
		});
	});

	test('refused items leave by the error output, with what they brought', async () => {
		const { outputs } = await nodes.runNode(upsert(parameters, toErrorOutput), items);

		const [saved = [], refused = []] = outputs.map((output) => output ?? []);
		expect(saved.map(({ json }) => json.name)).toEqual(['First', 'Fourth']);
		expect(refused.map(({ json }) => json.company)).toEqual(['Second', 'Third']);
		expect(refused.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
		expect(refused[0]?.json.error).toMatch(/^Email is "ada@"/);
	});

	test('an expression that fails spoils its own item only', async () => {
		const name = "={{ $json.company ?? $('Nowhere').item.json.company }}";

		const { items: output } = await nodes.runNode(upsert({ name }, goOn), [
			{ company: 'First' },
			{},
		]);

		expect(output[0]?.json).toMatchObject({ action: 'created', name: 'First' });
		expect(output[1]?.json.error).toMatch(/Nowhere|node doesn't exist/);
	});
});
