import { beforeAll, describe, expect, test } from 'vitest';
import type { Contact } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

const contactOf = async (contact: object): Promise<Contact> =>
	(await fluid.deal({ name: 'Acme website', contact })).contact as Contact;
const emails = async (query: string) =>
	(await fluid.get(`/api-contacts?${query}`)).body.data.map(({ email }: Contact) => email);

describe('contacts are found', () => {
	beforeAll(async () => {
		await contactOf({ email: 'Ada.Lovelace@Example.com', name: 'Ada Lovelace' });
		await contactOf({ email: 'emile@example.org', name: 'Émile Zola' });
	});

	test('by email address, upper and lower case alike', async () => {
		expect(await emails('email=ada.lovelace@EXAMPLE.com')).toEqual(['Ada.Lovelace@Example.com']);
		expect(await emails('email=ada@example.com')).toEqual([]);
	});

	test('by text in the name or the email address, letter by letter', async () => {
		expect(await emails('q=LOVE')).toEqual(['Ada.Lovelace@Example.com']);
		expect(await emails('q=example.org')).toEqual(['emile@example.org']);
		expect(await emails(`q=${encodeURIComponent('ÉMILE')}`)).toEqual(['emile@example.org']);
		expect(await emails('q=_')).toEqual([]);
	});

	test('newest first, page by page', async () => {
		const first = await fluid.get('/api-contacts?limit=1');
		const second = await fluid.get(`/api-contacts?limit=1&cursor=${first.body.next_cursor}`);
		expect([first, second].map(({ body }) => body.data[0].name)).toEqual([
			'Émile Zola',
			'Ada Lovelace',
		]);
		expect(second.body.next_cursor).toBeNull();
	});
});

describe('a contact', () => {
	test('is changed in what is given; null clears, absent stays', async () => {
		const before = await contactOf({
			email: 'grace@example.com',
			name: 'Grace Hopper',
			phone: '1',
			title: 'Admiral',
		});
		const { status, body } = await fluid.patch(`/api-contacts/${before.id}`, {
			last_name: 'Murray',
			phone: null,
			company: 'Navy',
		});
		expect(status).toBe(200);
		expect(body).toMatchObject({
			...before,
			name: 'Grace Murray',
			last_name: 'Murray',
			phone: null,
			company: { name: 'Navy' },
			updated_at: body.updated_at,
		});
		expect((await fluid.get(`/api-contacts/${before.id}`)).body).toEqual(body);
		expect(
			(await fluid.patch(`/api-contacts/${before.id}`, { company: null })).body.company,
		).toBeNull();
	});

	test('shows its change in its deals', async () => {
		const deal = await fluid.deal({ name: 'Shown', contact: { email: 'shown@example.com' } });
		await fluid.patch(`/api-contacts/${deal.contact?.id}`, { email: 'moved@example.com' });
		expect((await fluid.get(`/api-deals/${deal.id}`)).body.contact.email).toBe('moved@example.com');
	});

	test('cannot take the email address of another, in whatever letters', async () => {
		const ada = await contactOf({ email: 'ada@example.com', name: 'Ada' });
		const bob = await contactOf({ email: 'bob@example.com' });
		const { status, body } = await fluid.patch(`/api-contacts/${bob.id}`, {
			email: 'ADA@example.com',
		});
		expect([status, body.code]).toEqual([409, 'contact_exists']);
		expect(body.detail).toContain(`"Ada" (${ada.id}) has the email address`);
		const nameless = await fluid.patch(`/api-contacts/${ada.id}`, { email: 'bob@example.com' });
		expect(nameless.body.detail).toContain(`"A contact without a name" (${bob.id}) has the email`);
		expect(
			(await fluid.patch(`/api-contacts/${ada.id}`, { email: 'ADA@example.com' })).status,
		).toBe(200);
	});

	test.each([
		['nothing', {}, '', 'give at least one field'],
		['a misspelt field', { emial: 'a@example.com' }, '/emial', 'Did you mean "email"?'],
		['an email address that is none', { email: 'ada' }, '/email', 'ada@example.com'],
		['a domain that is none', { company: { domain: 'a b' } }, '/company/domain', 'acme.example'],
	])('changed by %s is refused', async (_what, change, pointer, sentence) => {
		const { id } = await contactOf({ name: 'Someone' });
		const { status, body } = await fluid.patch(`/api-contacts/${id}`, change);
		expect([status, body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([
			422,
			[pointer],
		]);
		expect(body.detail).toContain(sentence);
	});

	test('that is deleted is gone, and its deals stay without it', async () => {
		const deal = await fluid.deal({ name: 'Left', contact: { email: 'left@example.com' } });
		const path = `/api-contacts/${deal.contact?.id}`;
		expect((await fluid.delete(path)).status).toBe(204);
		expect((await fluid.get(`/api-deals/${deal.id}`)).body.contact).toBeNull();
		for (const answer of [
			await fluid.get(path),
			await fluid.delete(path),
			await fluid.patch(path, { name: 'Back' }),
		])
			expect([answer.status, answer.body.code]).toEqual([404, 'contact_not_found']);
		expect((await contactOf({ email: 'left@example.com' })).id).not.toBe(deal.contact?.id);
	});
});
