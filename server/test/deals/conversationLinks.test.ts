import { describe, expect, test } from 'vitest';
import type { InputError } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();
const url = 'https://app.smartlead.ai/inbox/4711';

const refused = async (conversation_links: unknown): Promise<InputError[]> => {
	const { status, body } = await fluid.ingest({ name: 'Acme website', conversation_links });
	expect(status).toBe(422);
	return body.errors;
};

describe('what is wrong with a link', () => {
	test('is said of its label, not of the whole field', async () => {
		const label = 'x'.repeat(101);
		expect(
			await refused([
				{ url, label: 'Smartlead' },
				{ url, label },
			]),
		).toMatchObject([
			{
				pointer: '/conversation_links/1/label',
				detail:
					'"label" of entry 2 in "conversation_links" is longer than 100 characters. Shorten it.',
			},
		]);
	});

	test('is said of the entry, with what to give instead', async () => {
		const [fault] = await refused([url]);
		expect(fault?.pointer).toBe('/conversation_links/0');
		expect(fault?.detail).toBe(
			`Entry 1 of "conversation_links" must be an object, not "${url}". Give an object with the URL and, if wanted, what it is called, e.g. {"url": "${url}", "label": "Smartlead"}.`,
		);
	});

	test('is that there are too many, of which some are to be left out', async () => {
		const links = Array.from({ length: 11 }, (_, index) => ({ url: `${url}/${index}` }));
		expect(await refused(links)).toMatchObject([
			{
				detail: '"conversation_links" has more than 10 entries. Leave some of them out.',
			},
		]);
	});

	test.each([
		['of nothing', ''],
		['of blanks', '  '],
		['of a zero-width blank', '\u200b'],
		['of two lines', 'Smart\nlead'],
		['with a right-to-left override', 'daeltramS\u202e'],
	])('is a label %s', async (_what, label) => {
		expect(await refused([{ url, label }])).toMatchObject([
			{ pointer: '/conversation_links/0/label', detail: expect.stringContaining('Smartlead') },
		]);
	});
});

test.each(['Smartlead', 'Réponse à Ada 👩‍💻', 'می‌خواهم', 'שיחה עם Ada'])(
	'a label is kept as it is: %s',
	async (label) => {
		const deal = await fluid.deal({ name: 'Acme website', conversation_links: [{ url, label }] });
		expect(deal.conversation_links).toEqual([{ url, label }]);
	},
);

test('of two links with one URL, the last one counts', async () => {
	const links = [
		{ url, label: 'First' },
		{ url, label: 'Second' },
	];
	const deal = await fluid.deal({ name: 'Acme website', conversation_links: links });
	expect(deal.conversation_links).toEqual([{ url, label: 'Second' }]);
});

test('a deal is not expected to close before 1900', async () => {
	for (const date of ['0000-01-01', '0026-12-15', '1899-12-31']) {
		const { status, body } = await fluid.ingest({ name: 'Acme', expected_close_date: date });
		expect(status).toBe(422);
		expect(body.detail).toBe(
			`"expected_close_date" is "${date}", which is before 1900. Correct the year.`,
		);
	}
	const deal = await fluid.deal({ name: 'Acme', expected_close_date: '1900-01-01' });
	expect(deal.expected_close_date).toBe('1900-01-01');
});
