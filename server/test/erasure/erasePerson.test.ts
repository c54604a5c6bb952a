import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { personalDealFields } from '../../../contract/personalDealFields';
import { plainDealFields } from '../../../contract/plainDealFields';
import type { Contact, Erasure, Event } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { keepSpam } from '../../src/forms/spamStore';
import { findFormById } from '../../src/forms/store';
import { erasePerson } from '../../src/erasure/erase';
import { addForm } from '../forms/formFixture';
import { Visitor } from '../forms/visitor';
import { storedTexts } from './storedTexts';

let fluid: FluidFixture;
let receiver: Receiver;
let now: Date;

beforeEach(async () => {
	now = new Date('2026-11-24T09:30:00.000Z');
	fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '1h' }, () => now);
	receiver = await Receiver.start();
	await fluid.addCustomField({ key: 'mobile', name: 'Mobile', type: 'phone' });
	await fluid.addCustomField({ key: 'seats', name: 'Seats', type: 'number' });
});
afterEach(async () => {
	await fluid.stop();
	await receiver.stop();
});

const ada = {
	name: 'Ada Lovelace',
	email: 'Ada.Lovelace@example.com',
	phone: '+44 20 7946 0018',
	title: 'Countess',
	linkedin_url: 'https://www.linkedin.com/in/ada-lovelace',
};
const deal = {
	name: 'Website for Ada Lovelace',
	external_id: 'ada.lovelace@example.com',
	value: 4800,
	contact: ada,
	company: { name: 'Analytical Engines', domain: 'analytical.example' },
	custom_fields: { mobile: '+44 7700 900118', seats: 12 },
	reminder: { in_days: 3, note: 'Call Lovelace at home' },
	labels: ['lovelace'],
	source: 'Recommended by Lovelace',
	note: 'Lovelace prefers mornings',
	conversation_links: [{ url: 'https://mail.example/lovelace', label: null }],
};
const PERSONAL = /lovelace|countess|7946 ?0018|900118/i;

const erase = (body: object, query = '') => fluid.post(`/api-contacts/erase${query}`, body);
const erased = async (body: object): Promise<Erasure> => {
	const answer = await erase(body);
	expect(answer.status).toBe(200);
	return answer.body;
};
const events = async (): Promise<Event[]> =>
	(await fluid.get('/api-events?after=0&limit=200')).body.data;
const personal = async () => (await storedTexts(fluid)).filter((text) => PERSONAL.test(text));

async function formSent(): Promise<void> {
	const form = await addForm(fluid);
	const visitor = new Visitor(`${fluid.url}/f/${form}`);
	const hidden = await visitor.open('?utm_source=lovelace');
	now = new Date(now.getTime() + 60_000);
	const sent = { name: ada.name, email: ada.email, message: 'I am Lovelace' };
	expect((await visitor.send({ ...hidden, ...sent })).status).toBe(303);
	const { database } = fluid.service;
	await database.write(fluid.workspaceId, async (transaction) =>
		keepSpam(transaction, (await findFormById(transaction, form))!, sent, now),
	);
}

/** Everything Fluid keeps of a person, in every place that there is. */
async function adaEverywhere(): Promise<void> {
	receiver.respondWith((response, { raw }) => response.writeHead(422).end(raw));
	await fluid.post('/api-webhooks', {
		url: receiver.url,
		name: 'Mirror',
		events: ['deal.created', 'deal.updated', 'contact.updated', 'form.submitted'],
	});
	await fluid.ingest(deal, { 'Idempotency-Key': 'first' });
	const inRun = { 'Fluid-Run': 'import-1' };
	await fluid.ingest({ ...deal, name: 'Lovelace for a moment', labels: ['countess'] }, inRun);
	await fluid.ingest({ ...deal, contact: { ...ada, phone: '+44 20 7946 0019' } }, inRun);
	await fluid.ingest(deal);
	await fluid.ingest(
		{ deals: [deal, { name: 'Other', contact: { email: 'grace@example.com' } }] },
		{
			'Idempotency-Key': 'many',
		},
	);
	const { id } = (await fluid.get('/api-contacts?q=lovelace')).body.data[0];
	await fluid.patch(`/api-contacts/${id}`, { email: 'countess.lovelace@example.com' });
	await fluid.patch(`/api-contacts/${id}`, { email: ada.email, title: 'Lady' });
	await fluid.deal({
		external_id: 'second',
		name: 'Lovelace again',
		contact: { email: ada.email },
	});
	await fluid.ingest({ external_id: 'second', labels: ['lovelace'] }, inRun);
	await fluid.ingest({ external_id: 'second', labels: ['hot'] }, inRun);
	await fluid.deal({ external_id: 'second', contact: { email: 'grace@example.com' } });
	await formSent();
	await fluid.everythingTried();
}

describe('a person who is erased', () => {
	test('is gone from every table, whatever it was that kept them', async () => {
		await adaEverywhere();
		expect((await personal()).length).toBeGreaterThan(15);

		const { body: said } = await erase({ email: ada.email }, '?dry_run=true');
		expect((await personal()).length).toBeGreaterThan(15);
		const done = await erased({ email: 'ADA.lovelace@EXAMPLE.com' });
		// The deal that is somebody else's by now keeps the name it has; it is nobody's to erase.
		expect(await personal()).toEqual([expect.stringMatching(/^deals .*"name":"Lovelace again"/)]);
		expect(done).toMatchObject({
			contacts: 1,
			deals: 1,
			submissions: 1,
			spam: 1,
			answers: 2,
		});
		for (const key of [
			'contacts',
			'deals',
			'notes',
			'submissions',
			'spam',
			'answers',
			'events',
		] as const)
			expect([key, done[key]]).toEqual([key, said[key]]);
		expect(done.attempts).toBeGreaterThan(5);
	});

	test('leaves the deals, the sums of the board and the events in their places', async () => {
		await adaEverywhere();
		const before = await events();
		await erased({ email: ada.email });

		const after = await events();
		expect(
			after.slice(0, before.length).map(({ id, type, sequence }) => [id, type, sequence]),
		).toEqual(before.map(({ id, type, sequence }) => [id, type, sequence]));
		expect(after.map(({ sequence }) => sequence)).toEqual(after.map((_, index) => index + 1));
		const left = (await fluid.get('/api-deals')).body.data.find(
			({ value }: { value: number }) => value === 4800,
		);
		expect(left).toMatchObject({
			name: '[erased]',
			contact: null,
			company: { name: 'Analytical Engines' },
			custom_fields: { mobile: null, seats: 12 },
			reminder: { note: null },
			notes: [],
			notes_count: 0,
			labels: [],
		});
		expect((await fluid.get('/api-deals?q=lovelace')).body.data).toHaveLength(1);
		expect((await fluid.get('/api-contacts?q=lovelace')).body.data).toEqual([]);
	});

	test('is gone from Idempotency-Keys; what is sent again with such a key is taken as new', async () => {
		const others = ['lead-joann.lovelace@example.com', 'order-442079460018000', 'plain'];
		const own = [
			`lead-${ada.email.toLowerCase()}`,
			'ada.lovelace%40example.com_2026',
			'call:0044 (20) 7946-0018',
			'call-442079460019',
			// Was its address for a while.
			'Countess.Lovelace@example.com/1',
		];
		const grace = { name: 'Website for Grace', external_id: 'grace' };
		for (const key of [...others, ...own]) await fluid.ingest(grace, { 'Idempotency-Key': key });
		const { contact } = await fluid.deal(deal);
		const path = `/api-contacts/${contact?.id}`;
		await fluid.patch(path, { email: 'countess.lovelace@example.com', phone: '+44 20 7946 0019' });
		await fluid.patch(path, { email: ada.email, phone: ada.phone });

		const { body: said } = await erase({ email: ada.email }, '?dry_run=true');
		const { answers } = await erased({ email: ada.email });
		expect([said.answers, answers]).toEqual([own.length, own.length]);
		const kept = (await storedTexts(fluid)).filter((text) => text.startsWith('idempotency_keys '));
		expect(kept.map((text) => JSON.parse(text.split(' ').slice(1).join(' ')).key).sort()).toEqual(
			others.sort(),
		);
		const again = async (key: string) =>
			(await fluid.ingest({ ...grace, value: 100 }, { 'Idempotency-Key': key })).status;
		expect([await again(own[0] as string), await again('plain')]).toEqual([200, 422]);
	});

	// What announces the erasure itself fails at first here, too.
	test('is announced by id, company and times alone, and what waits goes out without the person', async () => {
		receiver.answer(500);
		await fluid.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created', 'deal.updated', 'contact.deleted'],
		});
		const { contact, id } = await fluid.deal(deal);
		await receiver.waitFor(1);
		await fluid.everythingTried();
		const { waiting } = await erased({ contact_id: contact?.id });
		expect(waiting).toBe(1);
		now = new Date(now.getTime() + 2 * 3600_000);
		const sent = (await receiver.waitFor(6)).slice(1);
		expect(sent.filter(({ raw }) => PERSONAL.test(raw))).toEqual([]);
		const byType = Object.fromEntries(sent.map(({ event }) => [event.type, event]));
		expect(byType['deal.created']).toMatchObject({
			data: {
				deal: { id, name: '[erased]', value: 4800, contact: { id: contact?.id, email: null } },
			},
		});
		expect(byType['deal.updated']).toMatchObject({
			data: { deal: { id, contact: null } },
			previous: {},
		});
		expect(byType['deal.updated']?.changed_fields).toEqual(
			expect.arrayContaining(['name', 'contact', 'notes', 'custom_fields.mobile']),
		);
		const { id: contactId, company, created_at, updated_at } = contact as Contact;
		const left = { id: contactId, company, created_at, updated_at };
		const nothing = Object.fromEntries(Object.keys(contact as Contact).map((key) => [key, null]));
		expect(byType['contact.deleted']?.data).toEqual({ contact: { ...nothing, ...left } });
	});

	test('keeps what is chosen to stay, in the deals and in what is stored of them', async () => {
		await fluid.deal(deal);
		await erased({ email: ada.email, deal_fields: ['name'], custom_fields: [] });
		const [left] = (await fluid.get('/api-deals')).body.data;
		expect(left).toMatchObject({
			name: '[erased]',
			notes: [{ text: 'Lovelace prefers mornings' }],
			custom_fields: { mobile: '+44 7700 900118' },
		});
		const created = (await events()).find(({ type }) => type === 'deal.created');
		expect(created?.data.deal).toMatchObject({
			name: '[erased]',
			source: 'Recommended by Lovelace',
			// An address says who it was wherever it stands.
			external_id: '[erased]',
		});
	});

	test('is found by email address also where only a form was sent and taken for spam', async () => {
		const form = await addForm(fluid);
		const { database } = fluid.service;
		await database.write(fluid.workspaceId, async (transaction) =>
			keepSpam(transaction, (await findFormById(transaction, form))!, { email: ada.email }, now),
		);
		expect(await erased({ email: ada.email })).toMatchObject({ contacts: 0, spam: 1 });
		expect(await personal()).toEqual([]);
	});

	test('is found where contacts were merged, deleted and made again', async () => {
		const first = await fluid.deal({ name: 'One', contact: { name: 'Lovelace', phone: '7946' } });
		const second = await fluid.deal({ name: 'Two', contact: { email: ada.email } });
		await fluid.post(`/api-contacts/${first.contact?.id}/merge`, {
			contact_id: second.contact?.id,
		});
		await fluid.delete(`/api-contacts/${first.contact?.id}`);
		await fluid.deal({ name: 'Three', contact: ada });
		const { contact_ids } = await erased({ email: ada.email });
		expect(contact_ids).toEqual(expect.arrayContaining([first.contact?.id, second.contact?.id]));
		expect(await personal()).toEqual([]);
	});

	test('takes nothing from somebody who has an address now that was theirs before', async () => {
		const { contact } = await fluid.deal({
			name: 'One',
			contact: { name: 'Ada', email: 'info@example.com' },
		});
		await fluid.patch(`/api-contacts/${contact?.id}`, { email: ada.email });
		await fluid.deal({ name: 'Two', contact: { name: 'Grace Hopper', email: 'info@example.com' } });
		await erased({ contact_id: contact?.id });
		const grace = (await fluid.get('/api-contacts?email=info@example.com')).body.data;
		expect(grace).toMatchObject([{ name: 'Grace Hopper' }]);
		const two = (await events()).find(({ data }) => data.deal?.name === 'Two');
		expect(two?.data.deal?.contact).toMatchObject({
			name: 'Grace Hopper',
			email: 'info@example.com',
		});
	});

	test('takes nothing from somebody who had their address for a while', async () => {
		const { contact } = await fluid.deal({
			name: 'One',
			contact: { name: 'Grace', email: ada.email },
		});
		await fluid.patch(`/api-contacts/${contact?.id}`, { email: 'grace@example.com' });
		await fluid.deal({ name: 'Two', contact: ada });
		const { contact_ids } = await erased({ email: ada.email });
		expect(contact_ids).toHaveLength(1);
		const grace = (await fluid.get(`/api-contacts/${contact?.id}`)).body;
		expect(grace).toMatchObject({ name: 'Grace', email: 'grace@example.com' });
		expect(await personal()).toEqual([]);
	});

	test('is erased from what a receiver answers that had the event at that moment', async () => {
		let answer = () => {};
		receiver.respondWith((response, { raw }) => (answer = () => void response.end(raw)));
		await fluid.post('/api-webhooks', { url: receiver.url, events: ['deal.created'] });
		await fluid.deal(deal);
		await receiver.waitFor(1);
		const erasing = erased({ email: ada.email });
		let isAnswered = false;
		// Much longer than all the rest of it takes.
		setTimeout(() => {
			isAnswered = true;
			answer();
		}, 1_500);
		expect(await erasing).toMatchObject({
			under_way: 0,
			attempts: 1,
			receivers: [{ host: new URL(receiver.url).host }],
		});
		expect(isAnswered).toBe(true);
		expect(await personal()).toEqual([]);
	});

	test('is gone from the reason why a webhook is paused, and from counts of spam', async () => {
		const { body: webhook } = await fluid.post('/api-webhooks', {
			delivery: 'pull',
			events: ['deal.created'],
		});
		await fluid.deal(deal);
		const { database } = fluid.service;
		await database.write(fluid.workspaceId, (transaction) =>
			transaction.run({
				strings: [
					`update webhooks set status = 'paused', paused_reason = 'No ada.lovelace@example.com here.'`,
				],
				values: [],
			}),
		);
		await formSent();
		expect(await erased({ email: ada.email })).toMatchObject({ other_texts: 1, spam: 1 });
		const { paused_reason } = (await fluid.get(`/api-webhooks/${webhook.id}`)).body;
		expect(paused_reason).toBe('No [erased] here.');
		expect((await storedTexts(fluid)).find((text) => text.startsWith('forms '))).toContain(
			'"spam":0',
		);
	});

	test('still has copies elsewhere, which are named with host and day', async () => {
		await fluid.post('/api-webhooks', {
			url: receiver.url,
			name: 'Mirror',
			events: ['deal.created'],
		});
		await fluid.deal(deal);
		await receiver.waitFor(1);
		await fluid.everythingTried();
		const { receivers, still_held } = await erased({ email: ada.email });
		expect(receivers).toMatchObject([
			{
				name: 'Mirror',
				host: new URL(receiver.url).host,
				kind: 'other',
				last_sent_at: now.toISOString(),
			},
		]);
		expect(still_held[0]).toContain(
			`${new URL(receiver.url).host} (Mirror) received data of this person, last on 2026-11-24.`,
		);
		expect(still_held.join(' ')).toContain('Backups');
	});

	test('was sent what is said before, also once the erasure itself has been delivered', async () => {
		receiver.respondWith((response) => response.end('Thank you'));
		const all = ['deal.created', 'deal.updated', 'contact.deleted'];
		await fluid.post('/api-webhooks', { url: receiver.url, name: 'Mirror', events: all });
		await fluid.post('/api-webhooks', { url: receiver.url, events: ['contact.deleted'] });
		await fluid.deal(deal);
		await fluid.everythingTried();
		const sentAt = now.toISOString();
		now = new Date(now.getTime() + 86_400_000);
		const { body: said } = await erase({ email: ada.email }, '?dry_run=true');
		expect(said).toMatchObject({
			attempts: 1,
			receivers: [{ name: 'Mirror', last_sent_at: sentAt }],
		});

		const { context } = fluid.service;
		const delivering = {
			...context,
			write: (async (workspaceId, change) => {
				const part = await context.write(workspaceId, change);
				await fluid.everythingTried();
				return part;
			}) as typeof context.write,
		};
		const done = await erasePerson(delivering, fluid.workspaceId, { email: ada.email });

		await receiver.waitFor(4);
		expect(done).toMatchObject({ attempts: 1, receivers: said.receivers });
	});

	test('was received by nobody who was never reached, and by whoever may have got the body', async () => {
		const closed = await Receiver.start();
		await closed.stop();
		const cutOff = await Receiver.start();
		cutOff.respondWith((response) => response.destroy());
		const urls = {
			Refused: closed.url,
			'No TLS': receiver.url.replace('http:', 'https:'),
			Unknown: 'http://nowhere.invalid/',
			'Cut off': cutOff.url,
			Answered: receiver.url,
		};
		receiver.answer(500);
		for (const [name, url] of Object.entries(urls))
			await fluid.post('/api-webhooks', { url, name, events: ['deal.created'] });
		await fluid.deal(deal);
		await fluid.everythingTried();
		const pulled = { delivery: 'pull', events: ['deal.created'] };
		const { body: fetched } = await fluid.post('/api-webhooks', { ...pulled, name: 'Fetched' });
		await fluid.post('/api-webhooks', { ...pulled, name: 'Not fetched' });
		await fluid.deal({ ...deal, external_id: 'second' });
		// A lease that has not ended would be waited for.
		const { data } = (await fluid.post(`/api-webhooks/${fetched.id}/pull`, {})).body;
		const released = data.map(({ id }: { id: string }) => id);
		const commit = await fluid.post(`/api-webhooks/${fetched.id}/commit`, { released });
		expect(commit.body).toMatchObject({ released: 1 });

		const named = async (answer: Promise<Erasure>) =>
			(await answer).receivers.map(({ name, last_sent_at }) => [name, last_sent_at]).sort();
		const at = now.toISOString();
		const all = [
			['Answered', at],
			['Cut off', at],
			['Fetched', at],
		];
		const said = erase({ email: ada.email }, '?dry_run=true').then(({ body }) => body);
		expect(await named(said)).toEqual(all);
		const done = await erased({ email: ada.email });
		expect(await named(Promise.resolve(done))).toEqual(all);
		// Also once the errors of all tries are removed.
		expect(await named(erased({ contact_id: done.contact_ids[0] }))).toEqual(all);
		await cutOff.stop();
	});

	test('who is asked for by id again has nothing left, and by address is unknown', async () => {
		const { contact } = await fluid.deal(deal);
		await erased({ contact_id: contact?.id });
		expect(await erased({ contact_id: contact?.id })).toMatchObject({
			contacts: 0,
			deals: 0,
			events: 0,
		});
		const unknown = await erase({ email: ada.email });
		expect(unknown).toMatchObject({ status: 404, body: { code: 'contact_not_found' } });
		expect(unknown.body.detail).toContain('Nothing is stored of anybody with the email address');
	});

	test('is gone for good when the same is asked again after an interruption', async () => {
		for (let index = 0; index < 120; index += 1)
			await fluid.deal({ ...deal, external_id: `${index}` });
		let writes = 0;
		const dying = {
			...fluid.service.context,
			write: ((workspaceId, change) => {
				writes += 1;
				if (writes > 1) throw new Error('The machine went off.');
				return fluid.service.context.write(workspaceId, change);
			}) as typeof fluid.service.context.write,
		};
		await expect(erasePerson(dying, fluid.workspaceId, { email: ada.email })).rejects.toThrow(
			'went off',
		);
		expect(await erased({ email: ada.email })).toMatchObject({ contacts: 1, deals: 70 });
		expect(await personal()).toEqual([]);
	});
});

test('what cannot be erased is refused with a sentence', async () => {
	const { contact } = await fluid.deal(deal);
	const neither = await erase({});
	expect(neither.body.detail).toBe('Say whom to erase: give "contact_id" or "email".');
	const both = await erase({ email: ada.email, contact_id: contact?.id });
	expect(both.body.detail).toBe('Give "contact_id" or "email", not both.');
	const field = await erase({ email: ada.email, custom_fields: ['mobil'] });
	expect(field.body.errors[0]).toMatchObject({ pointer: '/custom_fields/0' });
	expect(field.body.detail).toContain('Did you mean "mobile"?');
	const other = await fluid.otherWorkspace('Another client');
	expect((await other.post('/api-contacts/erase', { email: ada.email })).status).toBe(404);
	expect((await fluid.get(`/api-contacts/${contact?.id}`)).body.name).toBe('Ada Lovelace');
});

test('every field of a deal in which anything may stand can be chosen', () => {
	const free = ['text', 'long_text', 'web_address', 'list', 'links'];
	const plain = plainDealFields.filter(({ type }) => free.includes(type)).map(({ key }) => key);

	expect(personalDealFields).toEqual(['name', 'lost_reason', 'reminder_note', 'notes', ...plain]);
});
