import { expect, test } from 'vitest';
import { schemas } from '../../../contract/schemas';
import type { CustomField, Deal } from '../../../contract/types';
import { formOfDeal, inputOfForm } from '../../src/deals/dealForm';

const deal = {
	...(schemas.deal.examples[0] as unknown as Deal),
	custom_fields: { size: 12, tools: ['HubSpot'], is_partner: false },
};
const fields = [
	{ key: 'size', type: 'number', options: [] },
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
	expect(sent({ 'custom_fields.size': 'much' })).toEqual({ custom_fields: { size: 'much' } });
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
		reminder: { at: '2026-12-01T09:00:00Z', note: 'Send the proposal' },
	});
	expect(sent({ 'reminder.note': 'Call' })).toEqual({ reminder: { note: 'Call' } });
});
