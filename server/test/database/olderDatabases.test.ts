import axios from 'axios';
import { Webhook as Verifier } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { type FluidFixture, startedForFile } from '../../../test/support/fluid';
import { type Received, Receiver } from '../../../test/support/receiver';
import { Visitor } from '../forms/visitor';
import { rowsWithoutOwner } from './owners';
import { keptStates, startOnOlder, statesBetween } from './olderDatabase';

/** The first secret of the webhook, known to its receiver; it was replaced once since. */
const SECRET = `whsec_${Buffer.from('the secret of an older database').toString('base64')}`;

/** Newest first. */
const EVENTS = [
	...['form.submitted', 'deal.created', 'contact.created'],
	...['deal.deleted', 'deal.created', 'contact.created'],
	...['deal.won', 'deal.created', 'contact.created'],
	...['deal.lost', 'deal.created', 'contact.created'],
	...['deal.stage_changed', 'deal.updated', 'deal.created', 'contact.created'],
];

/** Half an hour after the last change in them: the delivery that failed is to be retried in half an hour. */
const OPENED = '2026-03-02T09:30:00.000Z';

async function expectDeals(fluid: FluidFixture): Promise<void> {
	const { data } = (await fluid.get('/api-deals')).body;
	expect(data).toMatchObject([
		{ name: 'Initech', source: 'Form: Contact us', notes: [{ text: 'We need a website.' }] },
		{ name: 'Globex retainer', value: 900, status: 'won', company: { name: 'Globex' } },
		{ name: 'Über uns', value: null, status: 'lost', lost_reason: 'No budget' },
		{
			name: 'Acme website',
			external_id: 'smartlead-1',
			value: 4800,
			currency: 'USD',
			status: 'open',
			stage_name: 'Contacted',
			contact: { name: 'Ada Lovelace', email: 'ada@example.com', phone: '+44 20 7946 0000' },
			company: { name: 'Acme', domain: 'acme.example' },
			custom_fields: { budget: 12000.5, plan: 'Large' },
			reminder: { at: '2026-03-09T09:00:00.000Z', note: 'Call back' },
			labels: ['Hot', 'Émile'],
			owner_email: 'grace@example.com',
			notes: [{ text: 'Wants an offer.' }, { text: 'Answered on Monday.' }],
			created_at: '2026-03-02T09:00:12.000Z',
		},
	]);
}

async function expectTheRest(fluid: FluidFixture): Promise<void> {
	expect((await fluid.get('/api-contacts')).body.data).toMatchObject([
		{ name: 'Mary Jackson', company: { name: 'Initech' } },
		{ name: 'Grace Hopper', company: { name: 'Acme' } },
		{ name: null, email: 'hank@example.com' },
		{ name: 'José', email: 'Jose@Example.com' },
		{ name: 'Ada Lovelace', title: 'CTO', linkedin_url: 'https://www.linkedin.com/in/ada' },
	]);
	expect((await fluid.get('/api-custom-fields')).body.data).toMatchObject([
		{ key: 'budget', type: 'number' },
		{ key: 'plan', type: 'select', options: ['Small', 'Large'] },
	]);
	expect((await fluid.get('/api-webhooks')).body.data).toMatchObject([
		{ events: ['deal.won'], status: 'active', has_auth_header: false },
		{ secret_rotated_at: '2026-03-02T09:00:06.000Z', has_auth_header: true },
	]);
	expect((await fluid.get('/api-forms')).body.data).toMatchObject([
		{ name: 'Contact us', stage_name: 'New lead', fields: [{}, {}, {}, { name: 'message' }] },
	]);
	// They were written before some of today's fields existed; the client refuses one that lacks any.
	const events = (await fluid.get('/api-events?limit=100')).body.data;
	expect(events.map(({ type }: { type: string }) => type)).toEqual(EVENTS);
	expect(events.at(-2).data.deal).toMatchObject({ name: 'Acme website', stage_name: 'New lead' });
}

describe.each(keptStates)(
	'the database of a version whose last change of the tables was %s',
	(state) => {
		let now = new Date(OPENED);
		const fluid = startedForFile(() => startOnOlder(state, () => now));
		const receiver = Receiver.forFile();

		test('is read by the API key of that time, with its deals as they were', () =>
			expectDeals(fluid));

		test('has its contacts, custom fields, webhooks, forms and events', () => expectTheRest(fluid));

		test('knows of every row whose it is', async () => {
			expect(await rowsWithoutOwner(fluid.service.database)).toEqual({});
		});

		test('finds its people and deals again, whatever the case of their address', async () => {
			const again = await fluid.ingest({
				name: 'Über uns',
				contact: { email: 'jose@example.com' },
			});
			expect(again.body.deal.contact).toMatchObject({ name: 'José', email: 'Jose@Example.com' });
			const known = { external_id: 'smartlead-1', value: 5000 };
			expect((await fluid.ingest(known)).body).toMatchObject({ action: 'updated' });
			expect((await fluid.get('/api-contacts')).body.data).toHaveLength(5);
		});

		test('delivers, signed with the secrets it holds, and retries what had failed when it is due', async () => {
			const [failing, leads] = (await fluid.get('/api-webhooks')).body.data;
			const log = async () => (await fluid.get(`/api-webhooks/${failing.id}/deliveries`)).body.data;
			expect(await log()).toMatchObject([
				{ event_type: 'deal.won', attempts: [{ number: 1, status_code: 500 }] },
			]);
			for (const { id } of [failing, leads]) {
				await fluid.patch(`/api-webhooks/${id}`, { url: receiver.url });
			}
			await fluid.deal({ name: 'Hooli rollout' });
			const [delivery] = (await receiver.waitFor(1)) as [Received];
			expect(delivery.headers.authorization).toBe('Bearer token-of-ada');
			// Until a day after it was replaced, the first secret signs as well.
			const signatures = String(delivery.headers['webhook-signature']).split(' ');
			expect(signatures).toHaveLength(2);
			const id = String(delivery.headers['webhook-id']);
			expect(signatures).toContain(new Verifier(SECRET).sign(id, now, delivery.raw));

			now = new Date('2026-03-02T10:30:00.000Z');
			await fluid.deal({ name: 'Another deal' });
			await expect
				.poll(log, { timeout: 10_000 })
				.toMatchObject([{ status: 'succeeded', attempts: [{}, {}] }]);
		});

		test('goes on delivering to a trigger of that time that was off meanwhile, and catches up once it has a name', async () => {
			const [, { id, events, secret_rotated_at }] = (await fluid.get('/api-webhooks')).body.data;
			const path = `/api-webhooks/${id}`;
			const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
			const log = async (): Promise<Delivery[]> =>
				(await fluid.get(`${path}/deliveries`)).body.data;
			// What was sent in vain before its URL was put right is tried again meanwhile.
			const isOwn = (name?: string | null) => name?.startsWith('While') ?? false;
			const waiting = async () => (await log()).filter(({ deal_name }) => isOwn(deal_name));
			const arrived = () => receiver.received.filter(({ event }) => isOwn(event.data.deal?.name));
			const names = () => arrived().map(({ event }) => event.data.deal?.name);
			receiver.answer(404);
			await fluid.deal({ name: 'While n8n was off' });
			await expect
				.poll(waiting)
				.toMatchObject([{ status: 'pending', attempts: [{ status_code: 404 }] }]);

			// What today's trigger does when it finds the webhook that one of before has left.
			const named = await fluid.patch(path, { consumer: 'n8n:trigger-of-before' });
			expect([named.status, named.body]).toMatchObject([200, { id, secret_rotated_at }]);
			receiver.answer(200);
			later(2 * 3_600);
			await expect.poll(names).toEqual(['While n8n was off', 'While n8n was off']);
			const again = arrived()[1] as Received;
			const signed = new Verifier(SECRET).sign(String(again.headers['webhook-id']), now, again.raw);
			expect(String(again.headers['webhook-signature']).split(' ')).toContain(signed);

			await fluid.delete(path);
			await fluid.deal({ name: 'While it was deleted' });
			const anew = { url: receiver.url, events, consumer: 'n8n:trigger-of-before', catch_up: true };
			expect((await fluid.post('/api-webhooks', anew)).body).toMatchObject({ caught_up: 1 });
			later(60);
			await expect.poll(() => names().slice(2)).toEqual(['While it was deleted']);
		});

		test('takes what visitors send by its form', async () => {
			const [form] = (await fluid.get('/api-forms')).body.data;
			const visitor = new Visitor(form.url);
			const hidden = await visitor.open();
			now = new Date(now.getTime() + 30_000);
			const answers = { name: 'Katherine', email: 'katherine@example.com', consent: 'on' };
			expect((await visitor.send({ ...hidden, ...answers })).status).toBe(303);
			const { data } = (await fluid.get('/api-deals?q=Katherine')).body;
			expect(data).toMatchObject([{ source: 'Form: Contact us' }]);
		});

		test('knows who is signed in', async () => {
			const signedIn = { headers: { cookie: 'fluid_session=session-of-ada' } };
			expect((await axios.get(`${fluid.url}/deals`, signedIn)).data).toContain('Acme website');
		});
	},
);

test.each(statesBetween)(
	'a database whose migrations ended with %s is brought on from there',
	async (state) => {
		const fluid = await startOnOlder(state, () => new Date(OPENED));
		await expectDeals(fluid);
		await expectTheRest(fluid);
		await fluid.stop();
	},
);
