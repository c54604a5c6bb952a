import { expect, test } from 'vitest';
import { schemas } from '../../../contract/schemas';
import type { CustomField, Deal } from '../../../contract/types';
import { formOfDeal, inputOfForm } from '../../src/ui/deal/dealForm';

const deal = {
	...(schemas.deal.examples[0] as unknown as Deal),
	custom_fields: { size: 12, tools: ['HubSpot'], is_partner: false },
};
const fields = [
	{ key: 'size', name: 'Size', type: 'number', options: [] },
	{ key: 'tools', type: 'multi_select', options: ['HubSpot', 'Excel'] },
	{ key: 'is_partner', type: 'boolean', options: [] },
] as unknown as CustomField[];
const shown = formOfDeal(deal, fields);
const sent = (change: Record<string, string | string[]>) =>
	inputOfForm({ ...shown, ...change }, shown, fields);

test('a form that is sent as it was shown changes nothing', () => {
	expect(sent({})).toEqual({});
});

test('only what differs is changed', () => {
	expect(sent({ name: ' Acme shop ', value: '' })).toEqual({ name: 'Acme shop', value: null });
});

test('a link that is called like an address keeps its name when another one is added', () => {
	const links = [{ url: 'https://a.example', label: 'Ada; see https://b.example' }];
	const before = formOfDeal({ ...deal, conversation_links: links }, []);
	expect(inputOfForm(before, before, [])).toEqual({});

	const added = JSON.stringify([...links, { url: 'https://c.example' }]);
	expect(inputOfForm({ ...before, conversation_links: added }, before, [])).toEqual({
		conversation_links: [...links, { url: 'https://c.example', label: null }],
	});
});

test('an empty name is sent, to be refused', () => {
	expect(sent({ name: ' ' })).toEqual({ name: '' });
});

test('custom fields have the types of their fields', () => {
	expect(
		sent({
			'custom_fields.size': '12.5',
			'custom_fields.tools': ['', 'HubSpot', 'Excel'],
			'custom_fields.is_partner': 'yes',
		}),
	).toEqual({
		custom_fields: { size: 12.5, tools: ['HubSpot', 'Excel'], is_partner: true },
	});
	expect(sent({ 'custom_fields.tools': '' })).toEqual({ custom_fields: { tools: null } });
});

test.each([
	['value', '$4,800', { value: 4800 }],
	['currency', 'eur', { currency: 'EUR' }],
	['labels', 'cold; warm', { labels: ['cold', 'warm'] }],
	[
		'contact.linkedin_url',
		'linkedin.com/in/ada',
		{ contact: { linkedin_url: 'https://linkedin.com/in/ada' } },
	],
	['custom_fields.size', '1.200,5', { custom_fields: { size: 1200.5 } }],
	['custom_fields.tools', 'excel', { custom_fields: { tools: ['Excel'] } }],
])('what is typed is read as people write it: %s %s', (name, typed, input) => {
	expect(sent({ [name]: typed })).toEqual(input);
});

test('what cannot be read is refused at its place, all of it at once', () => {
	const read = () => sent({ value: 'a lot', 'custom_fields.size': '4,800', name: 'Acme' });
	expect(read).toThrow(
		expect.objectContaining({
			more: expect.objectContaining({
				errors: [
					expect.objectContaining({
						pointer: '/value',
						detail: 'Value: "a lot" is not an amount. Write it like 4800 or 4800.50.',
					}),
					expect.objectContaining({
						pointer: '/custom_fields/size',
						detail: 'Size: "4,800" can be 4.8 or 4800. Write 4.8 or 4800.',
					}),
				],
			}) as object,
		}) as Error,
	);
});

test('a label that holds a comma is shown so that it stays one', () => {
	const labels = ['Acme, Inc', 'warm'];
	const own = formOfDeal({ ...deal, labels }, fields);
	expect(inputOfForm({ ...own, labels: `${String(own.labels)} hot` }, own, fields)).toEqual({
		labels: [...labels, 'hot'],
	});
});

test('another address takes everything along that is known of the person', () => {
	expect(sent({ 'contact.phone': '123' })).toEqual({ contact: { phone: '123' } });
	expect(sent({ 'contact.email': 'grace@example.com', 'contact.title': '' })).toEqual({
		contact: {
			name: 'Ada Lovelace',
			email: 'grace@example.com',
			phone: '+44 20 7946 0018',
			linkedin_url: 'https://www.linkedin.com/in/ada-example',
		},
	});
});

test('emptied contact, company and reminder are taken off the deal', () => {
	const nobody = Object.keys(shown).filter((name) => name.startsWith('contact.'));
	expect(sent(Object.fromEntries(nobody.map((name) => [name, ''])))).toEqual({ contact: null });
	expect(sent({ 'company.name': '', 'company.domain': '' })).toEqual({ company: null });
	expect(sent({ 'reminder.at': '' })).toEqual({ reminder: null });
});

test('another company keeps the domain it is known by', () => {
	expect(sent({ 'company.name': 'Globex', 'company.domain': '' })).toEqual({
		company: { name: 'Globex' },
	});
	expect(sent({ 'company.domain': '' })).toEqual({
		company: { name: 'Analytical Engines', domain: null },
	});
});

test('a reminder is a time in UTC with a note', () => {
	expect(sent({ 'reminder.at': '2026-12-01T09:00' })).toEqual({
		reminder: { at: '2026-12-01T09:00:00.000Z', note: 'Send the proposal' },
	});
	expect(sent({ 'reminder.note': 'Call' })).toEqual({ reminder: { note: 'Call' } });
});
