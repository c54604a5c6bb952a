import { Webhook as Verifier } from 'standardwebhooks';
import { beforeEach, describe, expect, test } from 'vitest';
import { schemas } from '../../../contract/schemas';
import { momentBetween } from '../../../test/support/laterMillisecond';
import { addForm } from '../forms/formFixture';
import { Visitor } from '../forms/visitor';
import { changeWebhooks } from './changeWebhooks';

const { fluid, receiver, subscribe, changes, types, arrived, logOf } = changeWebhooks();

const WEBSITE = 'https://www.example.com';

let count = 0;
beforeEach(() => void (count += 1));

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
			[...schemas.changeMessage.required].sort(),
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
	const since = await momentBetween();
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
