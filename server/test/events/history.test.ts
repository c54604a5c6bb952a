import { describe, expect, test } from 'vitest';
import { eventNames } from '../../../contract/events';
import type { Event } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

const fluid = fluidForFile({}, () => now);
let now = new Date('2026-11-24T09:00:00.123Z');

/** What happened since the last call, oldest first. */
let seen = 0;
async function news(): Promise<Event[]> {
	const { body } = await fluid.get('/api-events?limit=200');
	const events = (body.data as Event[]).filter(({ sequence }) => sequence > seen).reverse();
	seen = Math.max(seen, ...events.map(({ sequence }) => sequence));
	return events;
}
const types = (events: Event[]) => events.map(({ type }) => type);

describe('what a deal fires', () => {
	test('when it is created with a new contact: contact.created and deal.created', async () => {
		const deal = await fluid.deal({
			name: 'Acme website',
			external_id: 'acme',
			contact: { email: 'ada@example.com' },
		});
		const events = await news();
		expect(types(events)).toEqual(['contact.created', 'deal.created']);
		expect(events[0]).toMatchObject({
			pipeline_id: null,
			stage_id: null,
			data: { contact: deal.contact },
			previous: null,
			changed_fields: [],
		});
		expect(events[1]).toEqual({
			id: expect.stringMatching(/^evt_[0-9a-z]{26}$/),
			type: 'deal.created',
			timestamp: '2026-11-24T09:00:00.123Z',
			workspace_id: fluid.workspaceId,
			pipeline_id: deal.pipeline_id,
			stage_id: deal.stage_id,
			sequence: (events[0]?.sequence ?? 0) + 1,
			data: { deal },
			previous: null,
			changed_fields: [],
		});
	});

	test('when a value changes: deal.updated with the old value', async () => {
		const deal = await fluid.deal({ external_id: 'acme', value: 10, labels: ['hot'] });
		const [event, ...rest] = await news();
		expect(event).toMatchObject({
			type: 'deal.updated',
			data: { deal },
			previous: { value: null, labels: [] },
			changed_fields: ['value', 'labels'],
		});
		expect(rest).toEqual([]);
	});

	test('when its stage changes: deal.stage_changed beside deal.updated, with the stage it left', async () => {
		const before = (await fluid.get('/api-deals?external_id=acme')).body.data[0];
		const deal = await fluid.deal({ external_id: 'acme', stage: 'Contacted', value: 20 });
		const events = await news();
		expect(types(events)).toEqual(['deal.updated', 'deal.stage_changed']);
		for (const event of events) {
			expect(event).toMatchObject({
				stage_id: deal.stage_id,
				previous: { stage_id: before.stage_id, stage_name: 'New lead', value: 10 },
			});
			expect(event.changed_fields).toEqual(['value', 'stage_id', 'stage_name']);
		}
	});

	test('when it is won or lost: deal.won or deal.lost beside deal.updated, once', async () => {
		await fluid.deal({ external_id: 'acme', status: 'won' });
		expect(types(await news())).toEqual(['deal.updated', 'deal.won']);
		await fluid.deal({ external_id: 'acme', status: 'won', value: 30 });
		expect(types(await news())).toEqual(['deal.updated']);
		await fluid.deal({ external_id: 'acme', status: 'lost', lost_reason: 'No budget' });
		const events = await news();
		expect(types(events)).toEqual(['deal.updated', 'deal.lost']);
		expect(events[1]).toMatchObject({
			previous: { status: 'won', lost_reason: null },
			changed_fields: ['status', 'lost_reason'],
		});
	});

	test('when it is created as won: deal.created and deal.won, and no deal.updated', async () => {
		await fluid.deal({ name: 'Won at once', status: 'won' });
		expect(types(await news())).toEqual(['deal.created', 'deal.won']);
		await fluid.deal({ name: 'Lost at once', status: 'lost' });
		expect(types(await news())).toEqual(['deal.created', 'deal.lost']);
	});

	test('when a custom field changes: its name, and only its old value', async () => {
		await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text' });
		await fluid.addCustomField({ key: 'size', name: 'Size', type: 'number' });
		await fluid.deal({
			name: 'Fields',
			external_id: 'fields',
			custom_fields: { industry: 'SaaS', size: 5 },
		});
		await news();
		await fluid.deal({ external_id: 'fields', custom_fields: { industry: 'Retail', size: 5 } });
		const [event] = await news();
		expect(event).toMatchObject({
			changed_fields: ['custom_fields.industry'],
			previous: { custom_fields: { industry: 'SaaS' } },
		});
	});

	test('when its contact changes with it: contact.updated, and deal.updated for this deal', async () => {
		await fluid.deal({
			external_id: 'acme',
			contact: { email: 'ada@example.com', title: 'Countess' },
		});
		const [contact, deal] = await news();
		expect(contact).toMatchObject({
			type: 'contact.updated',
			previous: { title: null },
			changed_fields: ['title'],
		});
		expect(deal).toMatchObject({
			type: 'deal.updated',
			changed_fields: ['contact'],
			previous: { contact: { title: null } },
		});
	});

	test('when nothing changes, or the request is refused: nothing', async () => {
		await fluid.ingest({ external_id: 'acme', value: 30 });
		await fluid.ingest({ external_id: 'acme', value: 'much' });
		expect(await news()).toEqual([]);
	});

	test('when it is deleted: deal.deleted with the deal as it last was', async () => {
		const { body } = await fluid.get('/api-deals?external_id=acme');
		await fluid.delete(`/api-deals/${body.data[0].id}`);
		expect(await news()).toMatchObject([
			{ type: 'deal.deleted', data: { deal: body.data[0] }, previous: null },
		]);
	});
});

describe('what a contact fires', () => {
	test('when it is changed: contact.updated with the old values', async () => {
		const { contact } = await fluid.deal({
			name: 'Grace',
			contact: { email: 'grace@example.com', name: 'Grace Hopper' },
		});
		await news();
		const { body } = await fluid.patch(`/api-contacts/${contact?.id}`, { phone: '+1 555 0100' });
		expect(await news()).toMatchObject([
			{
				type: 'contact.updated',
				data: { contact: body },
				previous: { phone: null },
				changed_fields: ['phone'],
			},
		]);
		await fluid.patch(`/api-contacts/${contact?.id}`, {
			phone: '+1 555 0100',
			email: 'GRACE@example.com',
		});
		expect(await news()).toEqual([]);
	});

	test('when it is deleted: contact.deleted, and deal.updated for each of its deals', async () => {
		const one = await fluid.deal({ name: 'One', contact: { email: 'linus@example.com' } });
		const two = await fluid.deal({ name: 'Two', contact: { email: 'linus@example.com' } });
		await news();
		await fluid.delete(`/api-contacts/${one.contact?.id}`);
		const events = await news();
		expect(types(events)).toEqual(['deal.updated', 'deal.updated', 'contact.deleted']);
		expect(events.map(({ data }) => data.deal?.id)).toEqual([one.id, two.id, undefined]);
		expect(events[0]).toMatchObject({
			data: { deal: { contact: null } },
			previous: { contact: one.contact },
			changed_fields: ['contact'],
		});
		expect(events[2]).toMatchObject({ data: { contact: one.contact } });
	});
});

describe('recent events', () => {
	test('are of every type but form.submitted by now, each found by its type', async () => {
		for (const type of eventNames) {
			const { body } = await fluid.get(`/api-events?type=${type}`);
			expect(new Set(types(body.data))).toEqual(new Set(type === 'form.submitted' ? [] : [type]));
		}
	});

	test('are found since a moment', async () => {
		now = new Date('2026-11-25T09:00:00Z');
		await fluid.deal({ name: 'A day later' });
		const { body } = await fluid.get('/api-events?since=2026-11-25T09:00:00Z');
		expect(body.data).toMatchObject([
			{ type: 'deal.created', data: { deal: { name: 'A day later' } } },
		]);
	});

	test('are read page by page, newest first, each exactly once', async () => {
		const read: Event[] = [];
		let cursor = '';
		do {
			const { body } = await fluid.get(`/api-events?limit=7&cursor=${cursor}`);
			read.push(...body.data);
			cursor = body.next_cursor;
		} while (cursor);
		const sequences = read.map(({ sequence }) => sequence);
		expect(sequences).toEqual([...sequences].sort((a, b) => b - a));
		expect(sequences).toEqual(Array.from({ length: seen + 1 }, (_, index) => seen + 1 - index));
	});

	test.each([
		['a type that does not exist', 'type=deal.create', '/type', 'Did you mean "deal.created"?'],
		['a moment that is none', 'since=now', '/since', '2026-11-24T09:00:00Z'],
		['a cursor that is none', 'cursor=evt_1', '/cursor', 'next_cursor'],
	])('with %s are refused', async (_what, query, pointer, sentence) => {
		const { status, body } = await fluid.get(`/api-events?${query}`);
		expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
		expect(body.detail).toContain(sentence);
	});

	test('are to the letter what was delivered', async () => {
		const receiver = await Receiver.start();
		await fluid.post('/api-webhooks', { url: receiver.url, events: [...eventNames] });
		await fluid.deal({
			name: 'To the letter: ä "\\ 🎉 \u2028 </script>',
			value: 1.1,
			contact: { name: 'Ada' },
		});
		await receiver.waitFor(2);
		const answer = await fetch(`${fluid.url}/api-events?limit=2`, {
			headers: { authorization: `Bearer ${fluid.key}` },
		});
		const text = await answer.text();
		for (const { raw } of receiver.received) expect(text).toContain(raw);
		await receiver.stop();
	});
});

describe('a company that gets another name', () => {
	test('fires an event for every deal and contact that shows it, not only for the one it came with', async () => {
		const company = { name: 'Initech', domain: 'initech.example' };
		const contact = { email: 'bill@initech.example' };
		await fluid.deal({ name: 'Printer', external_id: 'printer', contact, company });
		await fluid.deal({ name: 'Stapler', external_id: 'stapler', company });
		await news();

		const renamed = { name: 'Initech Group', domain: 'initech.example' };
		await fluid.deal({ external_id: 'stapler', company: renamed });
		const events = await news();
		expect(
			events.map(({ type, data }) => [type, data.deal?.name ?? data.contact?.email]).sort(),
		).toEqual([
			['contact.updated', 'bill@initech.example'],
			['deal.updated', 'Printer'],
			['deal.updated', 'Stapler'],
		]);
		for (const { data, changed_fields, previous } of events) {
			expect((data.deal ?? data.contact)?.company).toMatchObject(renamed);
			expect(changed_fields).toContain('company');
			expect(previous?.company).toMatchObject(company);
		}
	});
});
