import type { IDataObject } from 'n8n-workflow';
import { expect, test } from 'vitest';
import type { Contact } from '../contract/types';
import { fluidNode, fluidNodesForFile } from './support/fluidNodes';

const { fluid, nodes } = fluidNodesForFile();

async function read(resource: string, operation: string, parameters: IDataObject) {
	const { items, error } = await nodes.runNode(fluidNode(resource, operation, parameters));
	expect(error).toBeUndefined();
	return items.map(({ json }) => json);
}

test('a deal and its contact are read as the one object they are everywhere, or in short', async () => {
	const deal = await fluid.deal({
		name: 'Analytical Engines',
		value: 4800,
		company: 'Analytical',
		contact: { name: 'Ada Lovelace', email: 'ada@example.com', title: 'Countess' },
	});

	expect(await read('deal', 'get', { dealId: deal.id })).toEqual([deal]);
	const inShort = {
		id: deal.id,
		name: 'Analytical Engines',
		value: 4800,
		currency: 'USD',
		status: 'open',
		pipeline_name: 'Sales',
		stage_name: 'New lead',
		contact_name: 'Ada Lovelace',
		contact_email: 'ada@example.com',
		company_name: 'Analytical',
		custom_fields: {},
		url: deal.url,
		updated_at: deal.updated_at,
	};
	expect(await read('deal', 'get', { dealId: deal.id, simplify: true })).toEqual([inShort]);
	expect(await read('deal', 'getAll', { simplify: true })).toEqual([inShort]);

	const { id: contactId, updated_at } = deal.contact as Contact;
	const contact = {
		id: contactId,
		name: 'Ada Lovelace',
		email: 'ada@example.com',
		phone: null,
		title: 'Countess',
		company_name: 'Analytical',
		updated_at,
	};
	expect(await read('contact', 'get', { contactId, simplify: true })).toEqual([contact]);
	expect(await read('contact', 'getAll', { simplify: true })).toEqual([contact]);
});

test('a deal with nobody is read in short as well', async () => {
	const { id } = await fluid.deal({ name: 'Difference Engine' });

	expect(await read('deal', 'get', { dealId: id, simplify: true })).toEqual([
		expect.objectContaining({ contact_name: null, contact_email: null, company_name: null }),
	]);
});
