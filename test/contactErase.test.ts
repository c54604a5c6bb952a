import type { IDataObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { fluidNode, fluidNodesForFile } from './support/fluidNodes';

const { fluid, nodes } = fluidNodesForFile();

/** A lead with something to erase in each of the fields that are chosen from. */
async function lead(email: string) {
	const deal = await fluid.deal({
		name: 'Ada Lovelace',
		value: 4800,
		labels: ['countess'],
		note: 'Her mother answers the phone.',
		custom_fields: { mobile: '+44 20 7946 0018' },
		contact: { email, first_name: 'Ada' },
	});
	return { deal, contactId: (deal.contact as { id: string }).id };
}

const byEmail = (value: string) => ({ person: { __rl: true, mode: 'email', value } });
const erase = async (parameters: IDataObject) => {
	const { items, error } = await nodes.runNode(fluidNode('contact', 'erase', parameters));
	return { found: items[0]?.json, error };
};

describe('Contact > Erase', () => {
	test('only says what there is of a person while Erase for Good is off', async () => {
		await fluid.addCustomField({ key: 'mobile', name: 'Mobile', type: 'phone' });
		const { deal } = await lead('ada@example.com');

		const { found } = await erase(byEmail('Ada@Example.com'));

		expect(found).toMatchObject({ erased: false, contacts: 1, deals: 1, notes: 1 });
		expect((await fluid.get(`/api-deals/${deal.id}`)).body).toMatchObject({
			name: 'Ada Lovelace',
			contact: { email: 'ada@example.com' },
		});
	});

	test('erases for good what is chosen, and returns what was removed and who else has it', async () => {
		const { deal, contactId } = await lead('grace@example.com');

		const { found } = await erase({ ...byEmail('grace@example.com'), eraseForGood: true });

		expect(found).toMatchObject({
			erased: true,
			contact_ids: [contactId],
			contacts: 1,
			deals: 1,
			notes: 1,
			receivers: [],
			still_held: expect.arrayContaining([expect.any(String)]),
		});
		expect((await fluid.get(`/api-deals/${deal.id}`)).body).toMatchObject({
			name: '[erased]',
			value: 4800,
			labels: [],
			contact: null,
			custom_fields: { mobile: null },
		});
		expect((await fluid.get(`/api-contacts/${contactId}`)).status).toBe(404);
	});

	test('leaves of the deals what is not chosen', async () => {
		const { deal, contactId } = await lead('joan@example.com');

		await erase({
			person: { __rl: true, mode: 'list', value: contactId },
			eraseForGood: true,
			dealFields: ['notes'],
			options: { customFields: [] },
		});

		expect((await fluid.get(`/api-deals/${deal.id}`)).body).toMatchObject({
			name: 'Ada Lovelace',
			labels: ['countess'],
			notes_count: 0,
			contact: null,
			custom_fields: { mobile: '+44 20 7946 0018' },
		});
	});

	test('says so when nothing is stored of anybody with that address, and when none is given', async () => {
		const { error } = await erase({ ...byEmail('nobody@example.com'), eraseForGood: true });
		expect(error?.message).toContain('Nothing is stored of anybody with the email address');
		expect((await erase(byEmail('={{ $json.email }}'))).error?.message).toBe(
			'Person is empty for this item. Give one, e.g. with an expression.',
		);
	});
});
