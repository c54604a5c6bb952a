import { beforeAll, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { addForm, contactUs, question } from './formFixture';
import { Visitor } from './visitor';

const fluid = fluidForFile({}, () => now);
let formId: string;
let now = new Date('2026-11-24T09:30:00.000Z');

const own = ['number', 'date', 'boolean', 'url'] as const;

beforeAll(async () => {
	for (const type of own)
		await fluid.addCustomField({ key: `my_${type}`, name: `My ${type}`, type });
	formId = await addForm(fluid, {
		fields: [
			...contactUs.fields,
			question('value', 'Budget'),
			...own.map((type) => question(`my_${type}`, `My ${type}`)),
		],
		consent_text: 'You may write to me.',
	});
});

/** Sends the form as a browser does, by somebody whose address is made of the values. */
async function send(values: Record<string, string | string[]>) {
	const visitor = new Visitor(`${fluid.url}/f/${formId}`);
	const hidden = await visitor.open();
	now = new Date(now.getTime() + 60_000);
	const person = { name: 'Ada Lovelace', email: `ada${now.getTime()}@example.com` };
	const answer = await visitor.send({ ...hidden, ...person, consent: 'yes', ...values });
	const { body } = await fluid.get(`/api-deals?email=${person.email}`);
	return { ...answer, deal: body.data[0] };
}

test('what visitors write is read by the rule of docs/values.md', async () => {
	const { status, deal } = await send({
		value: '$4,800',
		my_number: '1.200,50',
		my_date: '24 Nov 2026',
		my_boolean: 'on',
		my_url: 'example.com',
	});

	expect(status).toBe(303);
	expect(deal).toMatchObject({
		value: 4800,
		custom_fields: {
			my_number: 1200.5,
			my_date: '2026-11-24',
			my_boolean: true,
			my_url: 'https://example.com',
		},
	});
});

test.each<[string, string | string[], boolean]>([
	['no', 'no', false],
	['off', 'off', false],
	['a hidden no before a box that is not ticked', 'no', false],
	['a hidden no before a ticked box', ['no', 'yes'], true],
])('a box is not ticked because something was sent: %s', async (_, sent, isTicked) => {
	const { deal } = await send({ my_boolean: sent });
	expect(deal.custom_fields.my_boolean).toBe(isTicked);
});

test('consent is not given by saying no', async () => {
	const { status, page } = await send({ consent: 'no' });
	expect(status).toBe(422);
	expect(page).toContain('Check this box to agree');
});

test.each([
	['my_number', '4,800', 'can be 4.8 or 4800'],
	['my_date', '03/12/2026', 'whether the day or the month comes first'],
	['my_boolean', 'I agree', 'is neither yes nor no'],
	['my_url', 'https://example.com\\@evil.example', 'holds a backslash'],
])(
	'what can mean two things or nothing is asked for again: %s %s',
	async (name, value, sentence) => {
		const { status, page, deal } = await send({ [name]: value });
		expect([status, deal]).toEqual([422, undefined]);
		expect(page).toContain(sentence);
	},
);
