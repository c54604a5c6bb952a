import { expect, test } from 'vitest';
import { readBlueprint } from '../../src/blueprints/read';
import { BlueprintRefused } from '../../src/blueprints/refused';
import blueprintSchema from '../../../contract/schemas/blueprint.schema.json';

test('the example of the contract is a blueprint, also with a byte order mark', () => {
	const [example] = blueprintSchema.examples;

	expect(readBlueprint(`\uFEFF${JSON.stringify(example)}`)).toEqual(example);
});

function withForms(...forms: object[]): object {
	const usual = { pipeline: 'Sales', stage: 'New', fields: [{ name: 'email' }] };
	return {
		pipelines: [{ name: 'Sales', stages: ['New'] }],
		forms: forms.map((form) => ({ ...usual, ...form })),
	};
}

const wrongFiles: Array<[string, unknown, string]> = [
	['broken JSON', '{"pipelines": [', 'It is not valid JSON: Unexpected end of JSON input.'],
	[
		'a list',
		'[]',
		'It must be an object such as {"pipelines": [{"name": "Sales", "stages": ["New lead"]}]}.',
	],
	[
		'an unknown word',
		{ pipelines: [{ name: 'Sales', stage: ['New'], stages: ['New'] }] },
		'At /pipelines/0/stage: "stage" is not a field here. Did you mean "stages"?',
	],
	[
		'no stages',
		{ pipelines: [{ name: 'Sales', stages: [] }] },
		'At /pipelines/0/stages: "stages" of entry 1 in "pipelines" must have at least one entry.',
	],
	[
		'a pipeline twice',
		{
			pipelines: [
				{ name: 'Sales', stages: ['New'] },
				{ name: 'Sales', stages: ['Won'] },
			],
		},
		'Pipeline "Sales" appears twice. Combine the two.',
	],
	[
		'a name that ends with a space',
		{ pipelines: [{ name: 'Sales ', stages: ['New'] }] },
		'The name "Sales " begins or ends with a space. Remove the space.',
	],
	[
		'a pipeline twice in other letters',
		{
			pipelines: [
				{ name: 'Sales', stages: ['New'] },
				{ name: 'sales', stages: ['Won'] },
			],
		},
		'Pipeline "sales" (also "Sales") appears twice. Combine the two.',
	],
	[
		'a stage twice in other letters',
		{ pipelines: [{ name: 'Sales', stages: ['New lead', 'New Lead'] }] },
		'Pipeline "Sales" has two stages named "New Lead" (also "New lead"). Rename one.',
	],
	[
		'a lead form twice',
		withForms({ name: 'Contact us' }, { name: 'contact us' }),
		'Lead form "contact us" (also "Contact us") appears twice. Combine the two.',
	],
	[
		'a lead form that asks for something twice',
		withForms({ name: 'Contact us', fields: [{ name: 'email' }, { name: 'email' }] }),
		'Lead form "Contact us" asks for "email" twice. Remove one.',
	],
	[
		'a label that ends with a space',
		withForms({ name: 'Contact us', fields: [{ name: 'email', label: 'Email ' }] }),
		'The name "Email " begins or ends with a space. Remove the space.',
	],
	[
		'a name in two lines',
		{ pipelines: [{ name: 'Sales', stages: ['New\nlead'] }] },
		'The name "New\\nlead" has a line break in it. Write it in one line.',
	],
	[
		'a field twice in other letters',
		withFields({ name: 'Size', type: 'text' }, { name: 'SIZE', key: 'b', type: 'text' }),
		'Pipeline "Sales" has two custom fields named "SIZE" (also "Size"). Rename one.',
	],
	[
		'a field twice',
		withFields({ name: 'Size', type: 'text' }, { name: 'Size', key: 'b', type: 'text' }),
		'Pipeline "Sales" has two custom fields named "Size". Rename one.',
	],
	[
		'a key twice',
		withFields({ name: 'Size', type: 'text' }, { name: 'size!', type: 'text' }),
		'Pipeline "Sales" has two custom fields with the key "size". Change one.',
	],
	[
		'a name without a key in it',
		withFields({ name: '業種', type: 'text' }),
		'Custom field "業種" of "Sales" needs a key, because none can be made from its name. Add one such as "key": "industry".',
	],
	[
		'options of a text',
		withFields({ name: 'Size', type: 'text', options: ['S'] }),
		'Custom field "Size" of "Sales" has options, which a text field cannot have. Make its type select or multi_select, or remove the options.',
	],
	[
		'an option that ends with a space',
		withFields({ name: 'Size', type: 'select', options: ['S', ' M '] }),
		'The option " M " of custom field "Size" of "Sales" begins or ends with a space. Remove the space.',
	],
	[
		'an option in two lines',
		withFields({ name: 'Size', type: 'select', options: ['S', 'M\nL'] }),
		'The option "M\\nL" of custom field "Size" of "Sales" has a line break in it. Write it in one line.',
	],
	[
		'more options than a field can have',
		withFields({
			name: 'Size',
			type: 'select',
			options: Array.from({ length: 501 }, (_, index) => `Size ${index}`),
		}),
		'The custom field "Size" of "Sales" has 501 options, but a field has at most 500. Shorten the list.',
	],
	[
		'an unknown type',
		withFields({ name: 'Size', type: 'numbr' }),
		'At /pipelines/0/custom_fields/0/type: "type" of entry 1 in "custom_fields" cannot be "numbr". Did you mean "number"?',
	],
];

function withFields(...custom_fields: unknown[]): unknown {
	return { pipelines: [{ name: 'Sales', stages: ['New'], custom_fields }] };
}

test.each(wrongFiles)('a blueprint with %s is refused', (_, blueprint, sentence) => {
	const text = typeof blueprint === 'string' ? blueprint : JSON.stringify(blueprint);

	expect(() => readBlueprint(text)).toThrow(new BlueprintRefused([sentence]));
});
