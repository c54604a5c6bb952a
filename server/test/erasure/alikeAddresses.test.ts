import { describe, expect, test } from 'vitest';
import type { Erasure, Event } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { sql } from '../../src/database/sql';
import { withoutAddresses } from '../../src/erasure/mentions';

const fluid = fluidForFile();

const erase = (body: object, query = '') => fluid.post(`/api-contacts/erase${query}`, body);
const events = async (): Promise<Event[]> =>
	(await fluid.get('/api-events?after=0&limit=200')).body.data;

const inRun = { 'Fluid-Run': 'import' };
const runChanges = () =>
	fluid.service.database.all<{ state: string }>(sql`select * from run_changes order by change_id`);

const none = () => new Set<string>();
const ann = { ids: none(), emailKeys: none(), spellings: none(), phones: none() };
ann.spellings.add('ann@acme.example');
ann.spellings.add('ann+crm@acme.example');

describe('an address in a text', () => {
	test.each([
		'joann@acme.example',
		'jo.ann@acme.example',
		'jo-ann@acme.example',
		'jo_ann@acme.example',
		'jo+ann@acme.example',
		"o'ann@acme.example",
		'r&ann@acme.example',
		'éann@acme.example',
		'\\u00e9ann@acme.example',
		'ann@acme.example.com',
		'ann@acme.example-shop.com',
		'ann@acme.examples',
		'ann@acme.exampleé',
		'ann@acme.example\\u00e9',
	])('of somebody else stays: %s', (text) => {
		expect(withoutAddresses(ann, text)).toBe(text);
	});

	test.each([
		'%',
		'mailto:%',
		'<%>',
		'"%"',
		"'%'",
		'`%`',
		'(%).',
		'%, please',
		'Write to %.',
		'%- gone',
		'https://crm.example/people/%?a=1',
		'https://crm.example/?email=%&a=1',
		'mailto:?to=%',
		'%3C%%3E',
		'{\\"email\\":\\"%\\"}',
		'\\u003c%\\u003e',
		'Name:\\n%\\n',
		'*%*',
		'%|%',
	])('of the person goes: %s', (text) => {
		for (const address of ['ann@acme.example', 'Ann+CRM@acme.example'])
			expect(withoutAddresses(ann, text.replace(/%(?!3)/g, address))).toBe(
				text.replace(/%(?!3)/g, '[erased]'),
			);
	});
});

describe('erasing a person', () => {
	test('leaves alone whose address ends or begins the same way, and counts nothing of theirs', async () => {
		const deal = (name: string, email: string) =>
			fluid.ingest(
				{
					name,
					external_id: name.toLowerCase(),
					contact: { name, email },
					note: `Write to ${email}`,
				},
				{ 'Idempotency-Key': email },
			);
		await fluid.post('/api-webhooks', { delivery: 'pull', events: ['deal.created'] });
		await deal('Joann', 'joann@acme.example');
		await deal('Ann of acme.example.com', 'ann@acme.example.com');
		await fluid.deal({ name: 'Of a form', contact: { email: 'crm=ann@acme.example' } });
		await fluid.ingest(
			{ external_id: 'joann', note: 'ann@acme.example.com is another one' },
			inRun,
		);
		await fluid.ingest({ external_id: 'joann', source: 'joann@acme.example' }, inRun);
		await fluid.ingest({ external_id: 'joann', source: 'Another one' }, inRun);
		const changes = await runChanges();
		expect(JSON.stringify(changes)).toContain('ann@acme.example');
		const others = await events();
		await deal('Ann', 'ann@acme.example');

		const { body: said } = await erase({ email: 'ann@acme.example' }, '?dry_run=true');
		const { body: done } = await erase({ email: 'ann@acme.example' });
		for (const counts of [said, done] as Erasure[])
			expect(counts).toMatchObject({ contacts: 1, deals: 1, events: 2, waiting: 1, answers: 1 });
		expect((await events()).slice(0, others.length)).toEqual(others);
		expect(await runChanges()).toEqual(changes);
		const again = await deal('Joann', 'joann@acme.example');
		expect(JSON.stringify(again.body)).toContain('joann@acme.example');
	});

	test('that nobody is who has an address like it is refused and changes nothing', async () => {
		await fluid.deal({ name: 'Website', contact: { email: 'ada@sub.example', name: 'Ada' } });
		const before = await events();
		for (const query of ['', '?dry_run=true'])
			expect(await erase({ email: 'a@sub.example' }, query)).toMatchObject({
				status: 404,
				body: { code: 'contact_not_found' },
			});
		expect(await events()).toEqual(before);
	});

	test.each(['con_', '', 'con_01k9m6t0x7h4', 'ada'])(
		'by what is no id of a contact is refused: "%s"',
		async (contact_id) => {
			const before = await events();
			for (const query of ['', '?dry_run=true']) {
				const refused = await erase({ contact_id }, query);
				expect(refused).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
				expect(refused.body.errors).toMatchObject([
					{
						pointer: '/contact_id',
						detail: `"contact_id" must be the ID of a contact, which begins with con_, not "${contact_id}".`,
					},
				]);
			}
			expect(await events()).toEqual(before);
		},
	);

	test('by an id that nobody has and nothing names is refused', async () => {
		const contact_id = 'con_01k9m6t0x7h4y0bm6f8v1d5n9p';
		expect(await erase({ contact_id })).toMatchObject({
			status: 404,
			body: { code: 'contact_not_found' },
		});
	});
});
