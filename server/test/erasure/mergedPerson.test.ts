import { expect, test } from 'vitest';
import type { Contact, Erasure } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { sql } from '../../src/database/sql';
import { storedTexts } from './storedTexts';

const fluid = fluidForFile();

const made = async (name: string, email: string): Promise<Contact> =>
	(await fluid.deal({ name: `Website for ${name}`, contact: { name, email } })).contact as Contact;
const merge = async (kept: Contact, merged: Contact) =>
	expect(
		(await fluid.post(`/api-contacts/${kept.id}/merge`, { contact_id: merged.id })).status,
	).toBe(200);
const erase = async (body: object, query = ''): Promise<Erasure> =>
	(await fluid.post(`/api-contacts/erase${query}`, body)).body;
const stored = async (text: RegExp) => (await storedTexts(fluid)).filter((row) => text.test(row));

test('contacts that were merged into a person, one into the other, are erased with them', async () => {
	const [kept, other, third] = [
		await made('Mary Keep', 'keep@mm.example'),
		await made('Mary Other', 'other@mm.example'),
		await made('Mary Third', 'third@mm.example'),
	];
	await merge(other, third);
	await merge(kept, other);

	const said = await erase({ email: 'keep@mm.example' }, '?dry_run=true');
	const done = await erase({ email: 'keep@mm.example' });
	expect(said.contact_ids.sort()).toEqual([kept.id, other.id, third.id].sort());
	expect([done.contact_ids.sort(), done.events]).toEqual([said.contact_ids, said.events]);
	expect(await stored(/mary|mm\.example/i)).toEqual([]);
	expect(await stored(/^merged_contacts/)).toEqual([]);
});

test('somebody whose deal was handed to a person is not erased with them', async () => {
	const giver = await made('Grace Giver', 'giver@handed.example');
	const [deal] = (await fluid.get('/api-deals?email=giver@handed.example')).body.data;
	await fluid.deal({ id: deal.id, contact: { name: 'Tom Taker', email: 'taker@handed.example' } });
	const { contact_ids } = await erase({ email: 'taker@handed.example' });
	expect(contact_ids).not.toContain(giver.id);
	expect((await fluid.get(`/api-contacts/${giver.id}`)).body.name).toBe('Grace Giver');
});

test('a contact that is there again is somebody of their own, whatever it was merged into', async () => {
	const kept = await made('Kept', 'kept@again.example');
	const again = await made('Again', 'again@again.example');
	await fluid.service.database.write(fluid.workspaceId, (transaction) =>
		transaction.run(sql`insert into merged_contacts (workspace_id, contact_id, into_id)
			values (${fluid.workspaceId}, ${again.id}, ${kept.id})`),
	);
	const { contact_ids } = await erase({ email: 'kept@again.example' });
	expect(contact_ids).toEqual([kept.id]);
	expect((await fluid.get(`/api-contacts/${again.id}`)).body.name).toBe('Again');
});

test('erasing an address that a contact had earlier names the contact, which stays', async () => {
	const contact = await made('Ada', 'ada@before.example');
	await fluid.patch(`/api-contacts/${contact.id}`, { email: 'ada@after.example' });
	const sentence = `The contact ${contact.id} had an address of this person earlier`;
	for (const query of ['?dry_run=true', '']) {
		const { contacts, still_held } = await erase({ email: 'ada@before.example' }, query);
		expect(contacts).toBe(0);
		expect(still_held[0]).toContain(sentence);
		expect(still_held[0]).toContain('erase it by its contact_id too');
	}
	const { still_held } = await erase({ contact_id: contact.id });
	expect(still_held.join(' ')).not.toContain('The contact');
});

test('erasing the address of a contact that was merged names the one that has its deals', async () => {
	const kept = await made('Keeper', 'keeper@merged.example');
	const gone = await made('Gone', 'gone@merged.example');
	await merge(kept, gone);
	const { contact_ids, still_held } = await erase(
		{ email: 'gone@merged.example' },
		'?dry_run=true',
	);
	expect(contact_ids).toEqual([gone.id]);
	expect(still_held[0]).toContain(`The contact ${kept.id} `);
});
