import { beforeAll, describe, expect, test } from 'vitest';
import type { Company, Deal, Event } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

async function dealWith(company: object, email: string): Promise<Deal & { company: Company }> {
	const deal = await fluid.deal({ name: 'Engines', contact: { email }, company });
	return deal as Deal & { company: Company };
}

const events = async (): Promise<Event[]> => (await fluid.get('/api-events')).body.data;

describe('GET /api-companies', () => {
	let acme: Company;
	let beta: Company;

	beforeAll(async () => {
		({ company: acme } = await dealWith(
			{ name: 'Acme', domain: 'acme.example' },
			'a@acme.example',
		));
		({ company: beta } = await dealWith({ name: 'Beta & Co' }, 'b@beta.example'));
	});

	test('lists companies, newest first, a page at a time', async () => {
		const { body: first } = await fluid.get('/api-companies?limit=1');
		expect(first.data).toEqual([beta]);
		const { body: second } = await fluid.get(`/api-companies?limit=1&cursor=${first.next_cursor}`);
		expect(second).toEqual({ data: [acme], next_cursor: null });
	});

	test.each([
		['name=ACME', () => [acme]],
		['domain=https://www.acme.example/', () => [acme]],
		['name=acme&domain=beta.example', () => []],
	])('finds those with %s', async (query, found) => {
		expect((await fluid.get(`/api-companies?${query}`)).body.data).toEqual(found());
	});

	test('refuses a filter that is none', async () => {
		const { status, body } = await fluid.get('/api-companies?domian=acme.example');
		expect([status, body.errors[0].detail]).toEqual([
			422,
			expect.stringContaining('Did you mean "domain"?'),
		]);
	});

	test('reads one by its id', async () => {
		expect((await fluid.get(`/api-companies/${acme.id}`)).body).toEqual(acme);
		expect((await fluid.get('/api-companies/com_1')).body.code).toBe('company_not_found');
	});
});

describe('PATCH /api-companies/:id', () => {
	test('changes the company for every deal and contact that has it, each with its event', async () => {
		const { id, company, contact } = await dealWith({ name: 'Gamma' }, 'c@gamma.example');
		await fluid.patch(`/api-contacts/${contact?.id}`, { company: { name: 'Gamma' } });

		const { status, body } = await fluid.patch(`/api-companies/${company.id}`, {
			name: ' Gamma Ltd ',
			domain: 'https://gamma.example',
		});

		expect([status, body]).toEqual([
			200,
			{ id: company.id, name: 'Gamma Ltd', domain: 'gamma.example' },
		]);
		expect((await fluid.get(`/api-deals/${id}`)).body.company).toEqual(body);
		const published = (await events()).filter(({ previous }) => 'company' in (previous ?? {}));
		expect(published.slice(0, 2).map(({ type }) => type)).toEqual([
			'deal.updated',
			'contact.updated',
		]);
	});

	test('fires nothing when nothing changes', async () => {
		const { company } = await dealWith({ name: 'Delta' }, 'd@delta.example');
		const before = await events();
		await fluid.patch(`/api-companies/${company.id}`, { name: 'Delta', domain: null });
		expect(await events()).toEqual(before);
	});

	test('refuses a domain, or a name without one, that another company is found by', async () => {
		const { company: one } = await dealWith(
			{ name: 'Eins', domain: 'eins.example' },
			'e@x.example',
		);
		const { company: two } = await dealWith({ name: 'Zwei' }, 'z@x.example');
		const { company: three } = await dealWith({ name: 'Drei' }, 'y@x.example');
		const taken = await fluid.patch(`/api-companies/${two.id}`, { domain: 'www.eins.example' });
		expect(taken.body).toMatchObject({ code: 'company_exists', params: { id: one.id } });
		const named = await fluid.patch(`/api-companies/${two.id}`, { name: 'drei' });
		expect(named.body).toMatchObject({ code: 'company_exists', params: { id: three.id } });
		// The same name at another domain is another company.
		const other = { name: 'Drei', domain: 'zwei.example' };
		expect((await fluid.patch(`/api-companies/${two.id}`, other)).status).toBe(200);
	});

	test('refuses what is no domain, with its place', async () => {
		const { company } = await dealWith({ name: 'Epsilon' }, 'f@epsilon.example');
		const { status, body } = await fluid.patch(`/api-companies/${company.id}`, { domain: 'n/a' });
		expect([status, body.errors[0].pointer]).toEqual([422, '/domain']);
		expect((await fluid.patch(`/api-companies/${company.id}`, {})).status).toBe(422);
	});
});

describe('DELETE /api-companies/:id', () => {
	test('says how many deals and contacts had it, which stay without it, each with its event', async () => {
		const { id, company, contact } = await dealWith({ name: 'Zeta' }, 'g@zeta.example');
		const other = await dealWith({ name: 'Zeta' }, 'h@zeta.example');
		await fluid.patch(`/api-contacts/${contact?.id}`, { company: { name: 'Zeta' } });
		const had = (await fluid.get('/api-contacts?email=g@zeta.example')).body.data[0].company;
		expect(had).toEqual(company);
		const last = (await events())[0]?.sequence as number;

		const { status, body } = await fluid.delete(`/api-companies/${company.id}`);

		expect([status, body]).toEqual([200, { company, deals: 2, contacts: 2 }]);
		expect((await fluid.get(`/api-companies/${company.id}`)).status).toBe(404);
		const deal = (await fluid.get(`/api-deals/${id}`)).body;
		expect([deal.name, deal.company, deal.contact.company]).toEqual(['Engines', null, null]);
		const published = (await fluid.get(`/api-events?after=${last}`)).body.data as Event[];
		const lost = published.map(({ type, data }) => [type, data.deal?.id ?? data.contact?.id]);
		expect(lost).toEqual([
			['deal.updated', id],
			['deal.updated', other.id],
			['contact.updated', contact?.id],
			['contact.updated', other.contact?.id],
		]);
	});

	test('of another workspace is refused, and changes nothing', async () => {
		const { company } = await dealWith({ name: 'Eta' }, 'i@eta.example');
		const other = await fluid.otherWorkspace('Another client');
		expect((await other.delete(`/api-companies/${company.id}`)).status).toBe(404);
		expect((await fluid.get(`/api-companies/${company.id}`)).body).toEqual(company);
	});
});
