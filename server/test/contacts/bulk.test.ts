import { describe, expect, test } from 'vitest';
import type { BulkContact, Event } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

const save = (contacts: unknown, query = '', headers = {}) =>
	fluid.post(`/api-contacts${query}`, { contacts }, headers);
const named = (name: string, count: number) =>
	Array.from({ length: count }, (_, index) => ({ email: `${name}-${index}@example.com` }));
const actions = (body: { results: BulkContact[] }) => body.results.map(({ action }) => action);
const found = async (email: string) =>
	(await fluid.get(`/api-contacts?email=${encodeURIComponent(email)}`)).body.data;
const events = async () =>
	((await fluid.get('/api-events?limit=200')).body.data as Event[]).reverse();

describe('many contacts in one request', () => {
	test('are answered one by one in the order they were sent', async () => {
		const contacts = named('many', 1000);
		const { status, body } = await save(contacts);
		expect(status).toBe(200);
		expect(body).toMatchObject({ created: 1000, updated: 0, unchanged: 0, failed: 0 });
		expect(body.results.map(({ index }: BulkContact) => index)).toEqual([...Array(1000).keys()]);
		expect(body.results.map(({ contact }: BulkContact) => contact?.email)).toEqual(
			contacts.map(({ email }) => email),
		);
	});

	test('are created, or updated where the email address is known, and publish it', async () => {
		await save([{ email: 'ada@example.com', name: 'Ada Lovelace', phone: '1' }]);
		const last = (await events()).at(-1)?.sequence ?? 0;
		const { status, body } = await save([
			{ email: 'ADA@example.com', phone: '2', company: 'Analytical Engines' },
			{ email: 'ada@example.com', phone: '2' },
			{ email: 'grace@example.com', name: 'Grace Hopper' },
			{ email: 'grace@example.com', phone: null, title: 'Admiral' },
			{ name: 'Nobody in particular' },
		]);
		expect(status).toBe(200);
		expect(body).toMatchObject({ created: 2, updated: 2, unchanged: 1, failed: 0 });
		expect(actions(body)).toEqual(['updated', 'unchanged', 'created', 'updated', 'created']);
		expect(body.results[0].changed_fields).toEqual(['phone', 'company']);
		expect(await found('ada@example.com')).toEqual([body.results[1].contact]);
		expect(body.results[1].contact).toMatchObject({ name: 'Ada Lovelace', phone: '2' });
		const published = (await events()).filter(({ sequence }) => sequence > last);
		expect(published.map(({ type, changed_fields }) => [type, changed_fields])).toEqual([
			['contact.updated', ['phone', 'company']],
			['contact.created', []],
			['contact.updated', ['title']],
			['contact.created', []],
		]);
	});

	test('stand each alone: one that is refused says why, and the others are saved', async () => {
		await save([{ email: 'taken@example.com', name: 'Taken' }]);
		const { status, body } = await save([
			{ email: 'first@example.com' },
			{ email: 'first@' },
			{ email: 'taken@example.com', mode: 'create' },
			{ email: 'nobody@example.com', mode: 'update' },
			{ phone: '1', mode: 'update' },
			{ phone: '1' },
			null,
			{ email: 'last@example.com', company: { domain: 'n/a' } },
			{ email: 'taken@example.com', mode: 'update', title: 'Owner' },
		]);
		expect(status).toBe(207);
		expect(body).toMatchObject({ created: 1, updated: 1, failed: 7 });
		expect(body.results.map(({ action, problem }: BulkContact) => problem?.code ?? action)).toEqual(
			[
				'created',
				'invalid_input',
				'contact_exists',
				'contact_not_found',
				'invalid_input',
				'invalid_input',
				'invalid_input',
				'invalid_input',
				'updated',
			],
		);
		expect(body.results[1].problem.errors[0].pointer).toBe('/email');
		expect(body.results[3].problem.detail).toBe(
			'No contact has the email address nobody@example.com. Use mode upsert to create it.',
		);
		expect(await found('last@example.com')).toEqual([]);
	});

	test.each([
		['no list', 'all', '/contacts', 'must be a list'],
		['an empty list', [], '/contacts', 'at least one entry'],
		['1,001 of them', named('too', 1001), '/contacts', 'more than 1,000 entries'],
	])('with %s are refused as a whole', async (_what, contacts, pointer, sentence) => {
		const { status, body } = await save(contacts);
		expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
		expect(body.detail).toContain(sentence);
	});

	test('as a bare list are refused with how to send them', async () => {
		const { status, body } = await fluid.post('/api-contacts', named('bare', 2));
		expect([status, body.detail]).toEqual([
			422,
			'The body must be an object. Send many contacts as {"contacts": [...]}.',
		]);
	});

	test('publish once a company that they all rename', async () => {
		const company = (name: string) => ({ name, domain: 'renamed.example' });
		await save(named('colleague', 20).map((each) => ({ ...each, company: company('Old') })));
		const last = (await events()).at(-1)?.sequence ?? 0;
		await save(
			named('colleague', 20).map((each, index) => ({ ...each, company: company(`New ${index}`) })),
		);
		const published = (await events()).filter(({ sequence }) => sequence > last);
		expect(published.length).toBeLessThanOrEqual(40);
		const names = new Map(
			published.map(({ data }) => [data.contact?.id, data.contact?.company?.name]),
		);
		expect([...names.values()]).toEqual(Array(20).fill('New 19'));
	});
});

describe('atomic=true', () => {
	test('saves no contact when one is refused, and says which', async () => {
		const contacts = [{ email: 'atomic@example.com' }, { email: 'atomic@' }];
		const { status, body } = await save(contacts, '?atomic=true');
		expect([status, body.errors[0].pointer]).toEqual([422, '/contacts/1/email']);
		expect(body.detail).toContain('Nothing was saved');
		expect(body.detail).toContain('Number 2 of the contacts: "email" is "atomic@"');
		expect(await found('atomic@example.com')).toEqual([]);
	});
});

describe('dry_run=true', () => {
	test('answers what would become of contacts and writes nothing', async () => {
		const { status, body } = await save(named('dry', 2), '?dry_run=true');
		expect([status, actions(body)]).toEqual([200, ['created', 'created']]);
		const one = await fluid.post('/api-contacts?dry_run=true', { email: 'dry-0@example.com' });
		expect([one.status, one.body.email]).toEqual([201, 'dry-0@example.com']);
		expect(await found('dry-0@example.com')).toEqual([]);
	});
});

test('the same Idempotency-Key answers the first answer again', async () => {
	const key = { 'Idempotency-Key': 'contacts-1' };
	const first = await save([{ name: 'Bob' }], '', key);
	const second = await save([{ name: 'Bob' }], '', key);
	expect(second.body).toEqual(first.body);
	expect(second.headers['idempotent-replayed']).toBe('true');
});

describe('a single contact', () => {
	test('is only created unless mode says otherwise', async () => {
		const bob = { email: 'bob@example.com', name: 'Bob' };
		expect((await fluid.post('/api-contacts', bob)).status).toBe(201);
		expect((await fluid.post('/api-contacts', bob)).body.code).toBe('contact_exists');
		const { status, body } = await fluid.post('/api-contacts', {
			...bob,
			phone: '1',
			mode: 'upsert',
		});
		expect([status, body.phone]).toEqual([200, '1']);
		const unknown = { email: 'carol@example.com', mode: 'update' };
		expect((await fluid.post('/api-contacts', unknown)).body.code).toBe('contact_not_found');
	});
});
