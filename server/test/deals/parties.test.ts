import { describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

const contactOf = async (contact: unknown, more = {}) =>
	(await fluid.deal({ name: 'Acme website', contact, ...more })).contact;
const companyOf = async (company: unknown, more = {}) =>
	(await fluid.deal({ name: 'Acme website', company, ...more })).company;

describe('the contact of a deal', () => {
	test('is the one with its email address, upper and lower case alike', async () => {
		const first = await contactOf({ email: 'Ada@Example.com', name: 'Ada Lovelace' });
		const second = await contactOf({ email: 'ada@EXAMPLE.COM', title: 'Head of Operations' });
		expect(second).toMatchObject({
			id: first?.id,
			name: 'Ada Lovelace',
			email: 'Ada@Example.com',
			title: 'Head of Operations',
		});
	});

	test('keeps what an update does not name and loses what is null', async () => {
		await contactOf({
			email: 'grace@example.com',
			name: 'Grace Hopper',
			phone: '+1 555 0100',
			title: 'Admiral',
		});
		const contact = await contactOf({ email: 'grace@example.com', phone: null });
		expect(contact).toMatchObject({ name: 'Grace Hopper', phone: null, title: 'Admiral' });
	});

	test('has a full name made of first and last name, or the other way round', async () => {
		expect(await contactOf({ first_name: 'Ada', last_name: 'King Lovelace' })).toMatchObject({
			name: 'Ada King Lovelace',
		});
		expect(await contactOf({ name: ' Ada King Lovelace ' })).toMatchObject({
			name: 'Ada King Lovelace',
			first_name: 'Ada',
			last_name: 'King Lovelace',
		});
		expect(await contactOf({ name: 'Plato' })).toMatchObject({
			name: 'Plato',
			first_name: 'Plato',
			last_name: null,
		});
	});

	test('without an email address gets the one that is given later', async () => {
		const deal = await fluid.deal({
			name: 'Call back',
			external_id: 'call',
			contact: { name: 'Alan Turing' },
		});
		const later = await fluid.deal({ external_id: 'call', contact: { email: 'alan@example.com' } });
		expect(later.contact).toMatchObject({
			id: deal.contact?.id,
			name: 'Alan Turing',
			email: 'alan@example.com',
		});
	});

	test('is another one when another email address is given', async () => {
		const deal = await fluid.deal({
			name: 'Handed over',
			external_id: 'hand',
			contact: { email: 'one@example.com' },
		});
		const later = await fluid.deal({ external_id: 'hand', contact: { email: 'two@example.com' } });
		expect(later.contact?.id).not.toBe(deal.contact?.id);
		expect((await fluid.get('/api-contacts?email=one@example.com')).body.data).toHaveLength(1);
	});

	test('is nobody when everything about it was left empty', async () => {
		expect(await contactOf({ email: null, name: '', first_name: ' ', phone: null })).toBeNull();
	});

	test.each([
		['an email address that is none', { email: 'ada@' }, '/contact/email', 'ada@example.com'],
		[
			'a profile that is no web address',
			{ linkedin_url: 'linkedin.com/in/ada' },
			'/contact/linkedin_url',
			'https://example.com',
		],
		['a misspelt field', { mail: 'ada@example.com' }, '/contact/mail', 'Did you mean "email"?'],
	])('with %s is refused', async (_what, contact, pointer, sentence) => {
		const { status, body } = await fluid.ingest({ name: 'Acme website', contact });
		expect([status, body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([
			422,
			[pointer],
		]);
		expect(body.detail).toContain(sentence);
	});

	test('that is a text is refused with what it can be', async () => {
		const { body } = await fluid.ingest({ name: 'Acme website', contact: 'Ada' });
		expect(body.errors).toMatchObject([
			{ pointer: '/contact', detail: expect.stringContaining('must be an object or null') },
		]);
	});
});

describe('the company of a deal', () => {
	test('is the one with its domain, however that is written', async () => {
		const first = await companyOf({ name: 'Acme', domain: 'https://www.Acme.example/about?x=1' });
		expect(first).toMatchObject({ name: 'Acme', domain: 'acme.example' });
		expect(await companyOf({ domain: 'ACME.example.' })).toEqual(first);
		expect(await companyOf({ domain: 'ftp://acme.example' })).toEqual(first);
		expect(await companyOf({ name: 'Acme Inc', domain: 'acme.example' })).toEqual({
			...first,
			name: 'Acme Inc',
		});
	});

	test('is else the one with its name, whose spelling stays', async () => {
		const first = await companyOf('Globex');
		expect(await companyOf(' GLOBEX ')).toEqual(first);
		expect(
			(await fluid.ingest({ name: 'Again', external_id: 'g', company: 'Globex' })).status,
		).toBe(201);
		expect(
			(await fluid.ingest({ name: 'Again', external_id: 'g', company: 'globex' })).body.action,
		).toBe('unchanged');
	});

	test('gets the domain that is given later, and is another one at another domain', async () => {
		const first = await companyOf('Initech');
		expect(await companyOf({ name: 'Initech', domain: 'initech.example' })).toEqual({
			...first,
			domain: 'initech.example',
		});
		expect((await companyOf({ name: 'Initech', domain: 'initech.test' }))?.id).not.toBe(first?.id);
	});

	test('has its domain for a name when it has no other', async () => {
		expect(await companyOf({ domain: 'hooli.example' })).toMatchObject({ name: 'hooli.example' });
	});

	test('has its new name in the contact of the deal as well, at once', async () => {
		const company = { name: 'Soylent', domain: 'soylent.example' };
		const contact = { email: 'sol@example.com' };
		await fluid.deal({ name: 'Order', external_id: 'order', contact, company });

		const renamed = { name: 'Soylent Corp', domain: 'soylent.example' };
		const deal = await fluid.deal({ external_id: 'order', company: renamed });

		expect([deal.company, deal.contact?.company]).toMatchObject([renamed, renamed]);
	});

	test('is joined by a contact that has none', async () => {
		const deal = await fluid.deal({
			name: 'Acme website',
			contact: { email: 'bob@example.com' },
			company: 'Umbrella',
		});
		expect(deal.contact?.company).toEqual(deal.company);
		expect(await contactOf({ email: 'bob@example.com' }, { company: 'Stark' })).toMatchObject({
			company: { name: 'Umbrella' },
		});
	});

	test.each([
		['a blank name', '  ', '/company', 'must not be empty'],
		[
			'a domain that is none',
			{ name: 'Acme', domain: 'https://' },
			'/company/domain',
			'Write it like acme.example',
		],
		...['n/a', '-', 'none', '0', 'a,b.c', 'acme'].map(
			(domain): [string, object, string, string] => [
				`"${domain}" for a domain`,
				{ name: 'Acme', domain },
				'/company/domain',
				'Write it like acme.example, or leave it out.',
			],
		),
		[
			'an email address for a domain',
			{ domain: 'ada@acme.example' },
			'/company/domain',
			'acme.example',
		],
		[
			'nothing but a cleared domain',
			{ domain: null },
			'/company/name',
			'Give its name or its domain',
		],
		['a number', 7, '/company', 'text or an object or null'],
	])('with %s is refused', async (_what, company, pointer, sentence) => {
		const { status, body } = await fluid.ingest({ name: 'Acme website', company });
		expect([status, body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([
			422,
			[pointer],
		]);
		expect(body.detail).toContain(sentence);
	});
});
