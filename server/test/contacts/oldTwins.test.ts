import { describe, expect, test } from 'vitest';
import type { Contact, Deal } from '../../../contract/types';
import { startedForFile } from '../../../test/support/fluid';
import { OldDatabase } from './oldTwins';

const NFD = 'jo\u0308rg@bu\u0308ro.example';

const ids: Record<string, string> = {};

const fluid = startedForFile(() => {
	const old = new OldDatabase();
	ids.company = old.company('Büro', 'büro.example');
	ids.companyAgain = old.company('Bu\u0308ro', 'xn--bro-hoa.example');
	ids.first = old.contact('jörg@büro.example', { name: 'Jörg' });
	ids.second = old.contact(NFD, { company_id: ids.companyAgain });
	ids.third = old.contact('Jörg@xn--bro-hoa.example');
	ids.ada = old.contact('Ada@Example.com');
	ids.adaAgain = old.contact('ada@exam\u00adple.com');
	ids.deal = old.deal('From the second', ids.second, ids.companyAgain);
	ids.adaOne = old.deal('First of Ada', ids.ada);
	ids.adaTwo = old.deal('Second of Ada', ids.adaAgain);
	return old.start();
});

const reply = (email: string) => ({ name: 'Reply', match_on: 'email', contact: { email } });
const idsOf = async (path: string) =>
	(await fluid.get(path)).body.data.map(({ id }: { id: string }) => id);

describe('contacts of before that turn out to share an address', () => {
	test('are all there still, each as it was written', async () => {
		const { body } = await fluid.get(`/api-contacts/${ids.third}`);
		expect(body.email).toBe('Jörg@xn--bro-hoa.example');
		expect(await idsOf('/api-contacts')).toHaveLength(5);
	});

	test.each(['jörg@büro.example', NFD, 'JÖRG@XN--BRO-HOA.example'])(
		'are all found by %s',
		async (email) => {
			const query = encodeURIComponent(email);
			const all = [ids.third, ids.second, ids.first];
			expect(await idsOf(`/api-contacts?email=${query}`)).toEqual(all);
			expect(await idsOf(`/api-contacts?q=${query}`)).toEqual(all);
			expect(await idsOf(`/api-deals?email=${query}`)).toEqual([ids.deal]);
			expect(await idsOf(`/api-deals?q=${query}`)).toEqual([ids.deal]);
		},
	);

	test('have their deals listed together, newest first and page by page', async () => {
		const path = '/api-deals?email=ada@example.com&limit=1';
		const first = (await fluid.get(path)).body;
		expect(first.data.map(({ id }: Deal) => id)).toEqual([ids.adaTwo]);
		expect(await idsOf(`${path}&cursor=${first.next_cursor}`)).toEqual([ids.adaOne]);
	});

	test('have the open deal of any of them changed by match_on email, and it stays with that one', async () => {
		const { body } = await fluid.ingest({ ...reply('jörg@büro.example'), value: 4800 });
		expect([body.action, body.deal.id]).toEqual(['updated', ids.deal]);
		expect(body.deal.contact.id).toBe(ids.second);
		expect(body.changed_fields).toEqual(['name', 'value']);
	});

	test('have two open deals named, when each has one', async () => {
		const { status, body } = await fluid.ingest(reply('ada@example.com'));
		expect([status, body.code]).toEqual([409, 'ambiguous_match']);
		expect(body.candidates.map(({ id }: { id: string }) => id)).toEqual([ids.adaOne, ids.adaTwo]);
	});

	test('are for a new deal the oldest of them', async () => {
		const deal = await fluid.deal({ name: 'New', contact: { email: NFD } });
		expect(deal.contact).toMatchObject({ id: ids.first, email: 'jörg@büro.example' });
	});

	test('may each be changed with the address they have, and no other contact can take it', async () => {
		const path = `/api-contacts/${ids.adaAgain}`;
		const renamed = await fluid.patch(path, { email: 'ada@example.com', name: 'Ada' });
		expect([renamed.status, renamed.body.name]).toEqual([200, 'Ada']);
		const other = (await fluid.post('/api-contacts', { name: 'Bob' })).body as Contact;
		const taken = await fluid.patch(`/api-contacts/${other.id}`, { email: 'ada@example.com' });
		expect([taken.status, taken.body.code]).toEqual([409, 'contact_exists']);
		expect(taken.body.detail).toContain(ids.ada);
	});
});

test.each([{ name: 'BÜRO' }, { name: 'Other', domain: 'https://www.xn--bro-hoa.example/about' }])(
	'of companies that turn out to be one, %j means the oldest',
	async (company) => {
		const deal = await fluid.deal({ name: 'New', company });
		expect(deal.company).toMatchObject({ id: ids.company, domain: 'büro.example' });
	},
);
