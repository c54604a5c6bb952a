import { describe, expect, test } from 'vitest';
import type { Contact, Deal, Event } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { addForm } from '../forms/formFixture';
import { Visitor } from '../forms/visitor';

const fluid = fluidForFile({}, () => now);
let now = new Date('2026-11-24T09:30:00.000Z');

const made = async (contact: object) =>
	(await fluid.post('/api-contacts', contact)).body as Contact;
const merge = (kept: Pick<Contact, 'id'>, contact_id: unknown) =>
	fluid.post(`/api-contacts/${kept.id}/merge`, { contact_id });
const dealsOf = async (email: string): Promise<Deal[]> =>
	(await fluid.get(`/api-deals?email=${email}&limit=200`)).body.data;

/** What was published since an event, oldest first. */
async function publishedSince(last: Event): Promise<Event[]> {
	const { data } = (await fluid.get('/api-events?limit=200')).body as { data: Event[] };
	return data.filter(({ sequence }) => sequence > last.sequence).reverse();
}
const lastEvent = async (): Promise<Event> => (await fluid.get('/api-events?limit=1')).body.data[0];

describe('a contact that is merged into another one', () => {
	test('leaves it its deals with their notes and what it lacks, and is gone', async () => {
		const kept = await made({ email: 'ada@example.com', name: 'Ada Lovelace', title: 'Countess' });
		const merged = await made({
			email: 'ada@old.example',
			name: 'A. Lovelace',
			phone: '+44 20 7946 0018',
			title: 'Mathematician',
			company: 'Analytical Engines',
		});
		const deal = await fluid.deal({
			name: 'Engine',
			note: 'Call on Thursday',
			contact: { email: 'ada@old.example' },
		});
		const before = await lastEvent();

		const { status, body } = await merge(kept, merged.id);

		expect(status).toBe(200);
		expect(body).toMatchObject({
			...kept,
			phone: '+44 20 7946 0018',
			company: { name: 'Analytical Engines' },
			updated_at: body.updated_at,
		});
		expect(await dealsOf('ada@example.com')).toMatchObject([
			{ id: deal.id, contact: body, notes: [{ text: 'Call on Thursday' }] },
		]);
		expect((await fluid.get(`/api-contacts/${merged.id}`)).status).toBe(404);
		expect(await publishedSince(before)).toMatchObject([
			{
				type: 'contact.updated',
				changed_fields: ['phone', 'company'],
				data: { contact: { id: kept.id } },
			},
			{
				type: 'deal.updated',
				changed_fields: ['contact'],
				previous: { contact: { id: merged.id } },
				data: { deal: { id: deal.id, contact: body } },
			},
			{ type: 'contact.deleted', data: { contact: { id: merged.id } } },
		]);
	});

	test('gives its address to one that has none', async () => {
		const kept = await made({ name: 'Grace Hopper' });
		const merged = await made({ email: 'grace@example.com', name: 'G. Hopper' });
		expect((await merge(kept, merged.id)).body).toMatchObject({
			id: kept.id,
			name: 'Grace Hopper',
			email: 'grace@example.com',
		});
	});

	test('leaves it what it sent by lead forms', async () => {
		const formId = await addForm(fluid);
		const visitor = new Visitor(`${fluid.url}/f/${formId}`);
		const hidden = await visitor.open();
		now = new Date(now.getTime() + 20_000);
		await visitor.send({ ...hidden, name: 'Linus', email: 'linus@example.com' });
		const [contact] = (await fluid.get('/api-contacts?email=linus@example.com')).body.data;
		const kept = await made({ name: 'Linus Pauling' });

		await merge(kept, contact.id);

		const rows = await fluid.service.database.all<{ contact_id: string }>({
			strings: ['select contact_id from submissions'],
			values: [],
		});
		expect(rows).toEqual([{ contact_id: kept.id }]);
	});

	test('leaves it hundreds of deals, each of which publishes it, and the same again finds nothing to do', async () => {
		const kept = await made({ email: 'many@example.com' });
		const contact = { email: 'many@old.example' };
		await fluid.post('/api-ingest', {
			deals: Array.from({ length: 150 }, (_, index) => ({ name: `Deal ${index}`, contact })),
		});
		const [merged] = (await fluid.get('/api-contacts?email=many@old.example')).body.data;
		const before = await lastEvent();

		await merge(kept, merged.id);

		expect(await dealsOf('many@example.com')).toHaveLength(150);
		const types = (await publishedSince(before)).map(({ type }) => type);
		expect(types).toEqual([...Array(150).fill('deal.updated'), 'contact.deleted']);
		const again = await merge(kept, merged.id);
		expect([again.status, again.body.errors[0].pointer]).toEqual([422, '/contact_id']);
		expect(again.body.detail).toContain('It may be merged or deleted already.');
	});
});

test('two contacts with hundreds of deals that are merged into each other at once are one afterwards', async () => {
	const one = await made({ email: 'one@there.example' });
	const other = await made({ email: 'other@there.example' });
	for (const { email } of [one, other])
		await fluid.post('/api-ingest', {
			deals: Array.from({ length: 350 }, (_, index) => ({
				name: `Deal ${index}`,
				contact: { email },
			})),
		});

	const answers = await Promise.all([merge(one, other.id), merge(other, one.id)]);

	expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
	expect(answers.find(({ status }) => status === 422)?.body.detail).toMatch(
		/^The contact con_\w+ is being merged into another one just now\./,
	);
	const { body } = await fluid.get('/api-contacts?q=there.example');
	expect(body.data).toHaveLength(1);
});

test.each([
	['itself', async (kept: Contact) => kept.id, 'is the contact itself'],
	['one that nobody knows', async () => 'con_1', 'No contact has the id "con_1".'],
	['a number', async () => 7, '"contact_id" must be text'],
	[
		'one of another workspace',
		async () => {
			const other = await fluid.otherWorkspace(`Client ${now.getTime()}`);
			return (await other.post('/api-contacts', { name: 'Not yours' })).body.id;
		},
		'No contact has the id',
	],
])('to merge %s into a contact is refused', async (_what, idOf, sentence) => {
	const kept = await made({ name: 'Kept' });
	const { status, body } = await merge(kept, await idOf(kept));
	expect([status, body.errors[0].pointer]).toEqual([422, '/contact_id']);
	expect(body.detail).toContain(sentence);
	expect((await fluid.get(`/api-contacts/${kept.id}`)).body).toEqual(kept);
});

test('to merge into a contact that does not exist is a 404', async () => {
	const { status, body } = await merge({ id: 'con_1' }, 'con_2');
	expect([status, body.code]).toEqual([404, 'contact_not_found']);
});
