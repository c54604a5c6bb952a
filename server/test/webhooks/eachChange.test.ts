import { Webhook as Verifier } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventNames } from '../../../contract/events';
import { schemas } from '../../../contract/schemas';
import type { ChangeMessage, Delivery } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { laterMillisecond } from '../../../test/support/laterMillisecond';
import { Receiver } from '../../../test/support/receiver';
import { addForm } from '../forms/formFixture';
import { Visitor } from '../forms/visitor';
import { sql } from '../../src/database/sql';
import { limits } from '../../src/limits';
import { removeOld } from '../../src/retention';

const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '20ms,20ms', FLUID_RATE_LIMIT: '0' });
const WEBSITE = 'https://www.example.com';

let receiver: Receiver;
let count = 0;

beforeEach(async () => {
	receiver = await Receiver.start();
	count += 1;
});
afterEach(async () => {
	for (const { id } of (await fluid.get('/api-webhooks')).body.data)
		await fluid.delete(`/api-webhooks/${id}`);
	await receiver.stop();
});

async function subscribe(more: object = {}): Promise<{ id: string; secret: string }> {
	const all = { url: receiver.url, events: eventNames, deliver: 'each_change', ...more };
	const { status, body } = await fluid.post('/api-webhooks', all);
	expect(status).toBe(201);
	return body;
}

const changes = () => receiver.received.map(({ raw }) => JSON.parse(raw) as ChangeMessage);
const types = () => changes().map((change) => change.types);
/** Returns all that has arrived once it is all. */
async function arrived(): Promise<ChangeMessage[]> {
	await fluid.everythingTried();
	return changes();
}
const logOf = async ({ id }: { id: string }): Promise<Delivery[]> =>
	(await fluid.get(`/api-webhooks/${id}/deliveries`)).body.data;

async function moment(): Promise<string> {
	await laterMillisecond();
	const at = new Date().toISOString();
	await laterMillisecond();
	return at;
}

test('a webhook delivers each event unless it asks for changes, and shows which it does', async () => {
	const given = await fluid.post('/api-webhooks', { url: receiver.url, events: ['deal.won'] });
	expect(given.body).toMatchObject({ deliver: 'each_event', ordering: 'none' });
	const path = `/api-webhooks/${given.body.id}`;
	expect((await fluid.patch(path, { deliver: 'each_change' })).body.deliver).toBe('each_change');
	expect((await fluid.get(path)).body.deliver).toBe('each_change');

	const wrong = await fluid.patch(path, { deliver: 'each_chance' });
	expect(wrong.status).toBe(422);
	expect(wrong.body.detail).toContain('each_change');
});

describe('one change is one delivery', () => {
	test('of a deal that is moved and won, called after what matters most', async () => {
		const deal = await fluid.deal({ name: 'Acme website', stage: 'New lead' });
		const webhook = await subscribe();
		await fluid.ingest({ id: deal.id, stage: 'Contacted', status: 'won', value: 4800 });

		const [change, ...more] = await arrived();

		expect(more).toEqual([]);
		expect(change).toMatchObject({
			id: expect.stringMatching(/^chg_/),
			type: 'deal.won',
			types: ['deal.won', 'deal.stage_changed', 'deal.updated'],
			stage_id: (await fluid.get(`/api-deals/${deal.id}`)).body.stage_id,
			data: { deal: { id: deal.id, status: 'won', stage_name: 'Contacted', value: 4800 } },
			previous: { status: 'open', stage_name: 'New lead' },
		});
		expect(change?.changed_fields).toContain('value');
		expect(Object.keys(change as object).sort()).toEqual(
			Object.keys(schemas.changeMessage.properties).sort(),
		);
		expect(await logOf(webhook)).toMatchObject([
			{
				event_type: 'deal.won',
				change_id: change?.id,
				types: change?.types,
				deal_id: deal.id,
				deal_name: 'Acme website',
				status: 'succeeded',
			},
		]);
	});

	test('of a deal that creates its contact, with both', async () => {
		await subscribe();
		const contact = { name: 'Ada Lovelace', email: `ada-${count}@example.com` };
		await fluid.deal({ name: 'Acme website', status: 'lost', contact });

		const [change, ...more] = await arrived();

		expect(more).toEqual([]);
		expect(change?.types).toEqual(['deal.lost', 'deal.created', 'contact.created']);
		expect(change?.data).toMatchObject({
			deal: { name: 'Acme website' },
			contact: { name: 'Ada Lovelace' },
		});
	});

	test('of a lead form, with form, submission, deal and contact', async () => {
		await subscribe();
		const visitor = new Visitor(`${fluid.url}/f/${await addForm(fluid)}`, WEBSITE);
		await visitor.send({ name: 'Grace Hopper', email: `grace-${count}@example.com` });

		const [change, ...more] = await arrived();

		expect(more).toEqual([]);
		expect(change?.types).toEqual(['form.submitted', 'deal.created', 'contact.created']);
		expect(Object.keys(change?.data ?? {}).sort()).toEqual([
			'contact',
			'deal',
			'form',
			'submission',
		]);
	});

	test('for each item of a request, also beside one that is refused', async () => {
		await subscribe();
		const deals = [{ name: 'One', status: 'won' }, { name: '' }, { name: 'Two' }];
		await fluid.ingest({ deals });

		await arrived();

		expect(types()).toEqual([['deal.won', 'deal.created'], ['deal.created']]);
	});

	test('for each deal and contact of a company that is renamed', async () => {
		const company = { name: 'Globex', domain: `globex-${count}.example` };
		for (const name of ['Ada', 'Grace'])
			await fluid.deal({
				name: `${name}'s deal`,
				company,
				contact: { name, email: `${name}-${count}@globex.example` },
			});
		await subscribe();
		await fluid.deal({ name: 'Third', company: { ...company, name: 'Globex Corporation' } });

		await arrived();

		const of = types().map((one) => one.join());
		expect(of.sort()).toEqual([
			...['contact.updated', 'contact.updated'],
			...['deal.created', 'deal.updated', 'deal.updated'],
		]);
		expect(new Set(changes().map(({ id }) => id)).size).toBe(5);
	});

	test('for the contact that is deleted and for each of its deals', async () => {
		const contact = { name: 'Ada Lovelace', email: `ada-${count}@example.com` };
		const deal = await fluid.deal({ name: 'First', contact });
		await fluid.deal({ name: 'Second', contact });
		await subscribe();
		await fluid.delete(`/api-contacts/${deal.contact?.id}`);

		await arrived();

		expect(types().sort()).toEqual([['contact.deleted'], ['deal.updated'], ['deal.updated']]);
	});

	test('for each of two contacts that are merged', async () => {
		const first = await fluid.post('/api-contacts', {
			name: 'Ada',
			email: `a-${count}@example.com`,
		});
		const second = await fluid.post('/api-contacts', { name: 'Ada', phone: '+44 20 7946 0000' });
		await subscribe();
		await fluid.post(`/api-contacts/${first.body.id}/merge`, { contact_id: second.body.id });

		await arrived();

		expect(types()).toEqual([['contact.updated'], ['contact.deleted']]);
	});
});

test('it has the events that are subscribed and match the filters, and nothing else', async () => {
	const deal = await fluid.deal({ name: 'Acme website', stage: 'New lead' });
	const events = ['deal.updated', 'deal.stage_changed', 'contact.created'];
	await subscribe({ events, filters: { from_stage: 'Contacted', changed_fields: ['value'] } });

	const email = `ada-${count}@example.com`;
	await fluid.ingest({ id: deal.id, stage: 'Contacted', status: 'won', value: 1 });
	await fluid.ingest({ id: deal.id, stage: 'Meeting booked', contact: { email } });
	await fluid.ingest({ id: deal.id, note: 'Called.' });

	const [first, second, ...more] = await arrived();
	expect(more).toEqual([]);
	expect(first?.types).toEqual(['deal.updated']);
	expect(second?.types).toEqual(['deal.stage_changed', 'contact.created']);
	expect(Object.keys(second?.data ?? {}).sort()).toEqual(['contact', 'deal']);
});

test('it has an id of its own, the same on every try, on a retry and on a replay, and is signed', async () => {
	const { id, secret } = await subscribe();
	const since = await moment();
	receiver.respondWith((response) =>
		response.writeHead(receiver.received.length < 3 ? 500 : 200).end(),
	);
	await fluid.deal({ name: 'Acme website', status: 'won' });
	await receiver.waitFor(3);
	await expect.poll(async () => (await logOf({ id }))[0]?.status).toBe('succeeded');
	const [delivery] = await logOf({ id });
	await fluid.post(`/api-webhooks/${id}/deliveries/${delivery?.id}/retry`);
	await receiver.waitFor(4);
	const { body } = await fluid.post(`/api-webhooks/${id}/replay`, { since });
	await receiver.waitFor(5);

	expect(body.replayed).toBe(1);
	expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
		new Set([changes()[0]?.id]),
	);
	expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1);
	const events = (await fluid.get('/api-events?limit=5')).body.data.map(
		(event: { id: string }) => event.id,
	);
	expect(events).not.toContain(changes()[0]?.id);
	for (const { raw, headers } of receiver.received)
		new Verifier(secret).verify(raw, headers as Record<string, string>);
});

test('a test arrives as a change does', async () => {
	const webhook = await subscribe({ events: ['deal.won'] });

	const { body } = await fluid.post(`/api-webhooks/${webhook.id}/test`);

	const [change] = changes();
	expect(change).toMatchObject({ type: 'deal.won', types: ['deal.won'] });
	expect(body).toMatchObject({ change_id: change?.id, types: ['deal.won'], status: 'succeeded' });
	expect(receiver.received[0]?.headers['webhook-id']).toBe(change?.id);
});

test('all ten events and 1,000 mixed changes come to exactly 1,000 deliveries', async () => {
	await subscribe();
	const visitor = new Visitor(`${fluid.url}/f/${await addForm(fluid)}`, WEBSITE);
	for (let round = 0; round < 100; round += 1) {
		const email = `person-${count}-${round}@example.com`;
		const made = await fluid.ingest({
			deals: [
				{ name: `Made ${round}`, contact: { name: 'Ada', email } },
				{ name: `Won at once ${round}`, status: 'won' },
			],
		});
		const [first, second] = made.body.results.map(
			(result: { deal: { id: string } }) => result.deal.id,
		) as [string, string];
		await fluid.ingest({
			deals: [
				{ id: first, stage: 'Contacted', value: 100 + round },
				{ id: second, status: 'lost', lost_reason: 'No budget' },
				{ id: first, stage: 'Meeting booked', status: 'won', contact: { email, title: 'CTO' } },
			],
		});
		const sent = { name: 'Grace', email: `visitor-${count}-${round}@example.com` };
		// No more from one visitor: what is too often is refused.
		if (round < 10) await visitor.send(sent);
		else await fluid.deal({ name: `Submitted ${round}`, contact: sent });
		const { body } = await fluid.post('/api-contacts', { name: 'Alan', phone: `+44 20 ${round}` });
		await fluid.patch(`/api-contacts/${body.id}`, { title: 'Cryptanalyst' });
		await fluid.delete(`/api-contacts/${body.id}`);
		await fluid.delete(`/api-deals/${second}`);
	}

	await receiver.waitFor(1_000, 60_000);
	await fluid.everythingTried();

	expect(receiver.received).toHaveLength(1_000);
	expect(new Set(changes().map(({ id }) => id)).size).toBe(1_000);
	const arrivedTypes = types().flat();
	expect(new Set(arrivedTypes)).toEqual(new Set(eventNames));
	const { total } = (await fluid.service.database.get<{ total: number }>(sql`
		select count(*) as total from events where id in (
			select json_extract(value, '$.id') from deliveries, json_each(deliveries.change_events))`)) as {
		total: number;
	};
	expect(arrivedTypes).toHaveLength(total);
}, 120_000);

describe('what was missed comes by change as well', () => {
	const winning = (name: string) => fluid.deal({ name, status: 'won', contact: { name } });

	test.each([1, 2, 200])('by catching up, in parts of %d', async (size) => {
		const before = limits.caughtUpAtOnce;
		limits.caughtUpAtOnce = size;
		const consumer = `changes-${count}`;
		const webhook = await subscribe({ consumer });
		await winning('Arrived');
		await receiver.waitFor(1);
		await fluid.patch(`/api-webhooks/${webhook.id}`, { status: 'paused' });
		await winning('Held');
		await fluid.delete(`/api-webhooks/${webhook.id}`);
		await winning('Since 1');
		await winning('Since 2');

		const { body } = await fluid.post('/api-webhooks', {
			url: receiver.url,
			events: eventNames,
			deliver: 'each_change',
			consumer,
			catch_up: true,
		});
		await receiver.waitFor(4);
		await arrived();
		limits.caughtUpAtOnce = before;

		expect(body.caught_up).toBe(3);
		expect(
			changes()
				.map(({ data }) => data.deal?.name)
				.sort(),
		).toEqual([...['Arrived', 'Held', 'Since 1', 'Since 2']]);
		expect(new Set(types().map((one) => one.join()))).toEqual(
			new Set(['deal.won,deal.created,contact.created']),
		);
	});

	test.each([1, 2, 100])('by a replay, in parts of %d', async (size) => {
		const before = limits.replayedAtOnce;
		limits.replayedAtOnce = size;
		const since = await moment();
		await winning('First');
		await winning('Second');
		const { id } = await subscribe();
		const dry = await fluid.post(`/api-webhooks/${id}/replay?dry_run=true`, { since });
		const { body } = await fluid.post(`/api-webhooks/${id}/replay`, { since });
		await receiver.waitFor(2);
		await arrived();
		limits.replayedAtOnce = before;

		expect([dry.body.replayed, body.replayed]).toEqual([2, 2]);
		expect(types()).toEqual([
			['deal.won', 'deal.created', 'contact.created'],
			['deal.won', 'deal.created', 'contact.created'],
		]);
	});

	test.each([1, 100])('by a replay of what was missed only, in parts of %d', async (size) => {
		const before = limits.replayedAtOnce;
		limits.replayedAtOnce = size;
		const since = await moment();
		const webhook = await subscribe();
		const path = `/api-webhooks/${webhook.id}`;
		receiver.answer(500);
		await winning('Given up');
		await expect.poll(async () => (await logOf(webhook))[0]?.status).toBe('failed');
		receiver.answer(200);
		await winning('Arrived');
		await fluid.everythingTried();
		await fluid.patch(path, { status: 'paused' });
		await winning('Held');
		await fluid.patch(path, { status: 'active' });
		receiver.received.length = 0;

		const dry = await fluid.post(`${path}/replay?dry_run=true`, { since, only_missed: true });
		const { body } = await fluid.post(`${path}/replay`, { since, only_missed: true });
		await receiver.waitFor(2);
		await arrived();
		const again = await fluid.post(`${path}/replay`, { since, only_missed: true });
		limits.replayedAtOnce = before;

		expect([dry.body.replayed, body.replayed, again.body.replayed]).toEqual([2, 2, 0]);
		expect(
			changes()
				.map(({ data }) => data.deal?.name)
				.sort(),
		).toEqual(['Given up', 'Held']);
	});

	test('also what a webhook has missed as events, before it delivered changes', async () => {
		const since = await moment();
		const webhook = await subscribe({ deliver: 'each_event' });
		const path = `/api-webhooks/${webhook.id}`;
		await fluid.patch(path, { status: 'paused' });
		await winning('Held as three events');
		await fluid.patch(path, { status: 'active', deliver: 'each_change' });

		const { body } = await fluid.post(`${path}/replay`, { since, only_missed: true });
		await arrived();

		expect(body.replayed).toBe(1);
		expect(types()).toEqual([['deal.won', 'deal.created', 'contact.created']]);
		expect((await fluid.get(`${path}/deliveries?status=held`)).body.data).toEqual([]);
	});

	test('and by event again, once a webhook delivers events', async () => {
		const since = await moment();
		const webhook = await subscribe();
		const path = `/api-webhooks/${webhook.id}`;
		await fluid.patch(path, { status: 'paused' });
		await winning('Held as one change');
		await fluid.patch(path, { status: 'active', deliver: 'each_event' });

		const { body } = await fluid.post(`${path}/replay`, { since, only_missed: true });
		await arrived();

		expect(body.replayed).toBe(3);
		expect(receiver.received.map(({ event }) => event.type).sort()).toEqual([
			...['contact.created', 'deal.created', 'deal.won'],
		]);
		expect((await fluid.get(`${path}/deliveries?status=held`)).body.data).toEqual([]);
	});
});

test('all events of a change that still waits are kept with it', async () => {
	const webhook = await subscribe();
	const path = `/api-webhooks/${webhook.id}`;
	await fluid.patch(path, { status: 'paused' });
	await fluid.deal({ name: 'Waits for long', status: 'won', contact: { name: 'Ada' } });
	await fluid.deal({ name: 'The newest event stays anyway' });
	const [newest, held] = await logOf(webhook);
	await fluid.patch(path, { status: 'active' });
	await fluid.post(`${path}/deliveries/${newest?.id}/retry`);
	await receiver.waitFor(1);

	await removeOld(fluid.service.database, new Date(Date.now() + 31 * 86_400_000));
	await fluid.post(`${path}/deliveries/${held?.id}/retry`);
	await receiver.waitFor(2);

	expect(changes()[1]?.types).toEqual(['deal.won', 'deal.created', 'contact.created']);
	expect(Object.keys(changes()[1]?.data ?? {}).sort()).toEqual(['contact', 'deal']);
});

test('a change is at most 256 kB too', async () => {
	const long = (letter: string) => letter.repeat(9_000);
	await subscribe();
	const notes = Array.from({ length: 20 }, (_, index) => `${index} ${long('x')}`);
	const deal = await fluid.deal({ name: 'Large', contact: { name: 'Ada' } });
	for (const note of notes) await fluid.ingest({ id: deal.id, note, status: 'open' });
	await fluid.ingest({ id: deal.id, status: 'won', stage: 'Contacted', note: long('y') });

	await arrived();

	for (const { raw } of receiver.received) expect(Buffer.byteLength(raw)).toBeLessThan(256_001);
	expect(types().at(-1)).toEqual(['deal.won', 'deal.stage_changed', 'deal.updated']);
});
