import { expect, test } from 'vitest';
import { eventNames } from '../../../contract/events';
import { addForm } from '../forms/formFixture';
import { Visitor } from '../forms/visitor';
import { dialects, sql } from '../../src/database/sql';
import { removeOld } from '../../src/retention';
import { changeWebhooks } from './changeWebhooks';

const { fluid, receiver, subscribe, changes, types, arrived, logOf } = changeWebhooks();

const WEBSITE = 'https://www.example.com';

const CHANGE_EVENT_IDS = dialects(
	sql`select json_extract(value, '$.id') from deliveries, json_each(deliveries.change_events)`,
	sql`select value ->> 'id' from deliveries, jsonb_array_elements(deliveries.change_events::jsonb) as event (value)`,
);

test('all ten events and 1,000 mixed changes come to exactly 1,000 deliveries', async () => {
	await subscribe();
	const visitor = new Visitor(`${fluid.url}/f/${await addForm(fluid)}`, WEBSITE);
	for (let round = 0; round < 100; round += 1) {
		const email = `person-${round}@example.com`;
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
		const sent = { name: 'Grace', email: `visitor-${round}@example.com` };
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
			${CHANGE_EVENT_IDS})`)) as {
		total: number;
	};
	expect(arrivedTypes).toHaveLength(total);
}, 120_000);

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
