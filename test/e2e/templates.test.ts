import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Deal, Webhook } from '../../contract/types';
import booking from '../../templates/booking-to-meeting-booked.json';
import dealWon from '../../templates/deal-won-to-slack.json';
import payment from '../../templates/stripe-payment-to-deal-won.json';
import calComBooking from '../payloads/cal-com-booking-created.json';
import calendlyBooking from '../payloads/calendly-invitee-created.json';
import stripe from '../payloads/stripe-checkout-session-completed.json';
import { type N8n, sharedN8n } from '../support/n8n';
import type { CredentialRef } from '../support/n8nRest';
import { Passage } from '../support/passage';
import { itemsOf, PublishedTemplate } from '../support/publishedTemplate';
import { Receiver } from '../support/receiver';
import { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;
let calCom: typeof calComBooking;
let calendly: typeof calendlyBooking;

beforeAll(async () => {
	[fluid, n8n] = await Promise.all([ServiceProcess.start(), sharedN8n()]);
	const access = { url: fluid.url, apiKey: fluid.client.key };
	credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
});
afterAll(() => fluid?.stop());
beforeEach(async () => {
	for (const { id } of await deals()) await fluid.client.delete(`/api-deals/${id}`);
	// What is sent of one booking twice is saved once, so each test has a booking of its own.
	const uid = randomUUID();
	calCom = { ...calComBooking, payload: { ...calComBooking.payload, uid } };
	calendly = { ...calendlyBooking, payload: { ...calendlyBooking.payload, uri: uid } };
});

async function deals(email?: string): Promise<Deal[]> {
	const query = email ? `?email=${encodeURIComponent(email)}` : '';
	return (await fluid.client.get(`/api-deals${query}`)).body.data;
}

async function dealOf(email: string, rest: object = {}): Promise<Deal> {
	return await fluid.client.deal({ name: 'Acme website', contact: { email }, ...rest });
}

describe('a booking', () => {
	let template: PublishedTemplate;

	beforeAll(async () => {
		template = await PublishedTemplate.publish(n8n, booking, credential);
	});
	afterAll(() => template.unpublish());

	test('in Cal.com moves the open deal to Meeting booked and reminds of the meeting', async () => {
		const { id } = await dealOf('ada@analytical.example', {
			contact: { email: 'ada@analytical.example', name: 'Ada King' },
			labels: ['priority'],
			source: 'Conference',
		});
		const { status } = await template.receive('Cal.com', calCom);
		expect(status).toBe('success');
		const [deal, ...others] = await deals('ada@analytical.example');
		expect(others).toEqual([]);
		expect(deal).toMatchObject({
			id,
			name: 'Acme website',
			stage_name: 'Meeting booked',
			contact: { name: 'Ada King' },
			labels: ['priority'],
			reminder: {
				at: '2027-01-14T09:00:00.000Z',
				note: 'Discovery call between Grace Hopper and Ada Lovelace with Ada Lovelace',
			},
			source: 'Conference',
		});
		expect(deal?.notes[0]?.text).toContain('is booked for 2027-01-14 09:00 UTC');
	});

	test('that is moved in Cal.com moves the reminder of the same deal', async () => {
		await template.receive('Cal.com', calCom);
		const startTime = '2027-01-20T10:00:00Z';
		const moved = { ...calCom.payload, startTime, rescheduleUid: calCom.payload.uid };
		await template.receive('Cal.com', { triggerEvent: 'BOOKING_RESCHEDULED', payload: moved });
		const [deal, ...others] = await deals('ada@analytical.example');
		expect(others).toEqual([]);
		expect(deal?.reminder?.at).toBe('2027-01-20T10:00:00.000Z');
		expect(deal?.notes).toHaveLength(2);
	});

	test('in Calendly makes a deal for somebody who has none', async () => {
		const { status } = await template.receive('Calendly', calendly);
		expect(status).toBe('success');
		expect(await deals('charles@difference.example')).toMatchObject([
			{
				name: 'Charles Babbage',
				stage_name: 'Meeting booked',
				reminder: { at: '2027-01-15T14:00:00.000Z', note: 'Discovery call with Charles Babbage' },
				source: 'Calendly',
			},
		]);
	});

	test('keeps the reminder that a person set, and says the time in the note', async () => {
		const reminder = { at: '2027-02-01T09:00:00.000Z', note: 'Send the price list' };
		await dealOf('ada@analytical.example', { reminder });
		await template.receive('Cal.com', calCom);
		const [deal] = await deals('ada@analytical.example');
		expect(deal).toMatchObject({ reminder, stage_name: 'Meeting booked' });
		expect(deal?.notes[0]?.text).toContain('is booked for 2027-01-14 09:00 UTC');
	});

	test('takes the place of the reminder to answer the reply it follows', async () => {
		const note = 'Answer Ada: https://app.smartlead.ai/app/master-inbox?leadMap=771204';
		await dealOf('ada@analytical.example', { reminder: { in_days: 1, note } });
		await template.receive('Cal.com', calCom);
		expect(await deals()).toMatchObject([{ reminder: { at: '2027-01-14T09:00:00.000Z' } }]);
	});

	const cancellations = [
		['Cal.com', () => calCom, () => ({ ...calCom, triggerEvent: 'BOOKING_CANCELLED' })],
		['Calendly', () => calendly, () => ({ ...calendly, event: 'invitee.canceled' })],
	] as const;

	test.each(cancellations)(
		'that is cancelled in %s needs no reminder',
		async (tool, made, gone) => {
			await template.receive(tool, made());
			await template.receive(tool, gone());
			const [deal] = await deals();
			expect(deal).toMatchObject({ status: 'open', reminder: null });
			expect(deal?.notes.map(({ text }) => text)).toContainEqual(
				expect.stringMatching(/^Discovery call.* is cancelled$/),
			);
		},
	);

	test('that is cancelled keeps the reminder for something else', async () => {
		const reminder = { at: '2027-02-01T09:00:00.000Z', note: 'Send the price list' };
		await dealOf('ada@analytical.example', { reminder });
		await template.receive('Cal.com', { ...calCom, triggerEvent: 'BOOKING_CANCELLED' });
		expect(await deals()).toMatchObject([{ reminder }]);
	});

	test.each(cancellations)(
		'of nobody that is cancelled in %s makes no deal',
		async (tool, _made, gone) => {
			const { status } = await template.receive(tool, gone());
			expect(status).toBe('success');
			expect(await deals()).toEqual([]);
		},
	);

	test('that is moved in Calendly keeps its reminder when the old time is cancelled', async () => {
		await template.receive('Calendly', calendly);
		const payload = { ...calendly.payload, rescheduled: true };
		await template.receive('Calendly', { event: 'invitee.canceled', payload });
		expect(await deals()).toMatchObject([{ reminder: { at: '2027-01-15T14:00:00.000Z' } }]);
	});
});

describe('a booking of one kind or another', () => {
	let template: PublishedTemplate;

	beforeAll(async () => {
		const text = JSON.stringify(booking).replace('={{ $now.zoneName }}', 'Europe/Berlin');
		template = await PublishedTemplate.publish(n8n, JSON.parse(text), credential);
	});
	afterAll(() => template.unpublish());

	const ofCalCom = (payload: object, triggerEvent = 'BOOKING_CREATED') => ({
		triggerEvent,
		payload: { ...calCom.payload, ...payload },
	});
	const ann = { name: 'Ann First', email: 'ann@seats.example' };
	const bob = { name: 'Bob Second', email: 'bob@seats.example' };
	const seat = (who: typeof ann, id: string, attendees: object[]) => ({
		seatsPerTimeSlot: 5,
		attendeeSeatId: id,
		attendees,
		responses: { name: { value: who.name }, email: { value: who.email } },
	});

	test('says the time in the zone of the client', async () => {
		await template.receive('Cal.com', calCom);
		const [deal] = await deals();
		expect(deal?.notes[0]?.text).toContain('for 2027-01-14 10:00 Europe/Berlin (09:00 UTC)');
	});

	test('with seats is of the person who books, and cancelled of the person who cancels', async () => {
		await template.receive('Cal.com', ofCalCom(seat(ann, 'seat-1', [ann])));
		await template.receive('Cal.com', ofCalCom(seat(bob, 'seat-2', [ann, bob])));
		expect(await deals('ann@seats.example')).toMatchObject([{ notes: [{}] }]);
		expect(await deals('bob@seats.example')).toMatchObject([
			{ contact: bob, reminder: { at: '2027-01-14T09:00:00.000Z' } },
		]);

		const gone = { ...seat(ann, 'seat-2', [bob]), requestReschedule: true };
		await template.receive('Cal.com', ofCalCom(gone, 'BOOKING_CANCELLED'));
		expect(await deals('ann@seats.example')).toMatchObject([{ reminder: {}, notes: [{}] }]);
		const [ofBob] = await deals('bob@seats.example');
		expect(ofBob?.reminder).toBeNull();
		expect(ofBob?.notes[0]?.text).toMatch(/ is cancelled$/);
	});

	test('with a phone number alone has no made-up address, and is found by it', async () => {
		const email = '15551230000@sms.cal.com';
		const phone = '+15551230000';
		const byPhone = {
			attendees: [{ name: 'Phone Only', email, phoneNumber: phone }],
			responses: {
				name: { value: 'Phone Only' },
				email: { value: email },
				attendeePhoneNumber: { value: phone },
			},
		};
		await template.receive('Cal.com', ofCalCom(byPhone));
		await template.receive('Cal.com', ofCalCom(byPhone, 'BOOKING_CANCELLED'));
		const [deal, ...others] = await deals();
		expect(others).toEqual([]);
		expect(deal).toMatchObject({ contact: { name: 'Phone Only', email: null, phone } });
		expect(deal).toMatchObject({ reminder: null, stage_name: 'Meeting booked' });
	});

	test('of a series keeps the reminder on the next meeting', async () => {
		for (const day of ['14', '07', '21']) {
			const startTime = `2027-01-${day}T09:00:00Z`;
			await template.receive(
				'Cal.com',
				ofCalCom({ uid: `series-${day}-${calCom.payload.uid}`, startTime }),
			);
		}
		expect(await deals()).toMatchObject([{ reminder: { at: '2027-01-07T09:00:00.000Z' } }]);
	});

	test('that is to be moved by the guest says so and needs no reminder', async () => {
		await template.receive('Cal.com', calCom);
		const asked = { requestReschedule: true, cancellationReason: 'Please reschedule. I am away.' };
		await template.receive('Cal.com', ofCalCom(asked, 'BOOKING_CANCELLED'));
		const [deal] = await deals();
		expect(deal?.reminder).toBeNull();
		expect(deal?.notes[0]?.text).toMatch(/with the request to choose another time$/);
	});

	test('that is sent twice adds one note', async () => {
		await dealOf('ada@analytical.example');
		await template.receive('Cal.com', calCom);
		await template.receive('Cal.com', calCom);
		expect(await deals()).toMatchObject([{ notes: [{}] }]);
		expect((await deals())[0]?.notes).toHaveLength(1);
	});

	test('of somebody with several open deals moves the newest', async () => {
		for (const name of ['Acme website', 'Acme shop'])
			await dealOf('ada@analytical.example', { name });
		const { status } = await template.receive('Cal.com', calCom);
		expect(status).toBe('success');
		expect(await deals()).toMatchObject([
			{ name: 'Acme shop', stage_name: 'Meeting booked', reminder: {} },
			{ name: 'Acme website', stage_name: 'New lead', reminder: null },
		]);
	});

	test('that is none comes to an output that says so', async () => {
		const execution = await template.receive('Cal.com', { triggerEvent: 'PING' });
		expect(itemsOf(execution, 'Not understood')).toMatchObject([
			{ error: expect.stringContaining('Cal.com sent the event PING') },
		]);
	});
});

describe('a payment in Stripe', () => {
	let template: PublishedTemplate;

	beforeAll(async () => {
		template = await PublishedTemplate.publish(n8n, payment, credential);
	});
	afterAll(() => template.unpublish());

	const session = (change: object) => ({
		...stripe,
		data: { object: { ...stripe.data.object, ...change } },
	});

	test('wins the open deal of the customer, with what was paid', async () => {
		const { id } = await dealOf('ada@analytical.example', { value: 100 });
		const { status } = await template.receive('Stripe', stripe);
		expect(status).toBe('success');
		const [deal] = await deals('ada@analytical.example');
		expect(deal).toMatchObject({
			id,
			name: 'Acme website',
			status: 'won',
			value: 4800.5,
			currency: 'EUR',
		});
		expect(deal?.notes[0]?.text).toBe('Paid in Stripe: cs_test_a1b2c3');
	});

	test('wins the deal that its metadata names, whoever pays', async () => {
		const { id } = await dealOf('ada@analytical.example');
		await dealOf('ada@analytical.example', { name: 'Acme shop' });
		const paidBy = { email: 'accounts@analytical.example' };
		const paid = { metadata: { fluid_deal_id: id }, customer_details: paidBy };
		await template.receive('Stripe', session(paid));
		expect((await fluid.client.get(`/api-deals/${id}`)).body).toMatchObject({
			status: 'won',
			contact: { email: 'ada@analytical.example' },
		});
	});

	test.each([
		['jpy', 480_000, 480_000],
		['kwd', 480_050, 480.05],
	])('in %s has the value it has there', async (currency, amount_total, value) => {
		await dealOf('ada@analytical.example');
		await template.receive('Stripe', session({ currency, amount_total }));
		expect(await deals()).toMatchObject([{ value, currency: currency.toUpperCase() }]);
	});

	const invoice = (change: object) => ({
		...stripe,
		type: 'invoice.paid',
		data: {
			object: {
				id: 'in_1QAbC',
				billing_reason: 'manual',
				customer_email: 'ada@analytical.example',
				amount_paid: 480_050,
				currency: 'eur',
				...change,
			},
		},
	});

	test('of an invoice wins the deal as well', async () => {
		await dealOf('ada@analytical.example');
		await template.receive('Stripe', invoice({}));
		expect(await deals()).toMatchObject([{ status: 'won', value: 4800.5 }]);
	});

	test('of a new subscription wins the deal that the metadata of the subscription names', async () => {
		const { id } = await dealOf('ada@analytical.example');
		const parent = { subscription_details: { metadata: { fluid_deal_id: id } } };
		await template.receive('Stripe', invoice({ billing_reason: 'subscription_create', parent }));
		expect(await deals()).toMatchObject([{ id, status: 'won' }]);
	});

	test.each([
		['the renewal of a subscription', { billing_reason: 'subscription_cycle' }],
		['the first invoice of a subscription', { billing_reason: 'subscription_create' }],
		['an invoice over nothing', { amount_paid: 0 }],
	])('for %s wins no deal by the email address', async (_what, change) => {
		await dealOf('ada@analytical.example');
		await template.receive('Stripe', invoice(change));
		expect(await deals()).toMatchObject([{ status: 'open' }]);
	});

	test('that renews a subscription leaves the deal that its metadata names', async () => {
		const { id } = await dealOf('ada@analytical.example');
		const parent = { subscription_details: { metadata: { fluid_deal_id: id } } };
		await template.receive('Stripe', invoice({ billing_reason: 'subscription_cycle', parent }));
		expect(await deals()).toMatchObject([{ status: 'open' }]);
	});

	test.each([
		['sent again', stripe],
		['sent again as an invoice', invoice({})],
	])('that is %s wins no other deal of the customer', async (_what, repeated) => {
		const first = await dealOf('ada@analytical.example');
		await template.receive('Stripe', session({ invoice: 'in_1QAbC' }));
		await fluid.client.ingest({ id: first.id, value: 5000 });
		const next = await dealOf('ada@analytical.example', { name: 'Acme shop' });
		await template.receive('Stripe', repeated);
		expect((await fluid.client.get(`/api-deals/${first.id}`)).body.value).toBe(5000);
		expect((await fluid.client.get(`/api-deals/${next.id}`)).body.status).toBe('open');
	});

	test('of somebody with several open deals wins none and says so', async () => {
		for (const name of ['Acme website', 'Acme shop'])
			await dealOf('ada@analytical.example', { name });
		const execution = await template.receive('Stripe', stripe);
		expect(await deals()).toMatchObject([{ status: 'open' }, { status: 'open' }]);
		expect(itemsOf(execution, 'No open deal, or several')).toEqual([
			{ error: expect.stringContaining('ada@analytical.example has 2 open deals') },
		]);
	});

	test('without an email address says so', async () => {
		const execution = await template.receive('Stripe', invoice({ customer_email: null }));
		expect(itemsOf(execution, 'No open deal, or several')).toEqual([
			{ error: expect.stringContaining('in_1QAbC has no email address') },
		]);
	});

	const naming = (fluid_deal_id: string) => session({ metadata: { fluid_deal_id } });

	test('that names a deal which is gone says so', async () => {
		const { id } = await dealOf('ada@analytical.example');
		await fluid.client.delete(`/api-deals/${id}`);
		const execution = await template.receive('Stripe', naming(id));
		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'No open deal, or several')).toMatchObject([
			{ error: expect.stringContaining('No deal has') },
		]);
	});

	test('while Fluid is in trouble fails, and wins the deal it names once it is retried', async () => {
		const passage = await Passage.to(fluid.url);
		const access = { url: passage.url, apiKey: fluid.client.key };
		const behindProxy = await n8n.rest.createCredential('fluidApi', access, 'Behind a proxy');
		const published = await PublishedTemplate.publish(n8n, payment, behindProxy);
		const { id } = await dealOf('ada@analytical.example');

		passage.breakDown(/^GET .api-deals/);
		const failed = await published.receive('Stripe', naming(id));
		expect(failed.status).toBe('error');
		passage.recover();
		const retried = await published.retry(failed);

		await published.unpublish();
		await passage.stop();
		expect(retried.status).toBe('success');
		expect(await deals()).toMatchObject([{ id, status: 'won' }]);
	});

	test('that is not made yet changes nothing', async () => {
		await dealOf('ada@analytical.example');
		await template.receive('Stripe', session({ payment_status: 'unpaid' }));
		expect(await deals()).toMatchObject([{ status: 'open' }]);
	});

	test('of somebody without an open deal makes none and says so at the error output', async () => {
		const execution = await template.receive('Stripe', stripe);
		expect(execution.status).toBe('success');
		expect(await deals()).toEqual([]);
		expect(itemsOf(execution, 'No open deal, or several')).toEqual([
			expect.objectContaining({
				error: expect.stringContaining('ada@analytical.example has no open deal'),
			}),
		]);
	});
});

describe('a won deal', () => {
	let slack: Receiver;
	let template: PublishedTemplate;

	beforeAll(async () => {
		slack = await Receiver.start();
		const text = JSON.stringify(dealWon);
		const forClient = text.replace('https://hooks.slack.com/services/...', `${slack.url}/wins`);
		expect(forClient).not.toBe(text);
		template = await PublishedTemplate.publish(n8n, JSON.parse(forClient), credential);
	});
	afterAll(() => slack.stop());

	test('is posted to Slack once, with its amount, its company and a link', async () => {
		const { id, url } = await fluid.client.deal({
			name: 'Acme <website>',
			value: 4800.5,
			contact: { name: 'Ada Lovelace', email: 'ada@acme.example' },
			company: 'Acme & Sons',
		});
		await fluid.client.ingest({ id, status: 'won' });
		await fluid.client.ingest({ id, note: 'They sign tomorrow.' });
		const [call] = await slack.waitFor(1, 20_000);
		expect(call?.path).toBe('/wins');
		expect(JSON.parse(call?.raw as string)).toEqual({
			text: `*Acme &lt;website&gt;* is won: USD 4,800.5 from Acme &amp; Sons (Ada Lovelace)\n<${url}|Open the deal>`,
		});
		expect((await n8n.rest.executions(template.id)).length).toBe(1);
	});

	test('is posted where it has neither value nor company nor contact', async () => {
		const { url } = await fluid.client.deal({ name: 'Beta shop', status: 'won' });
		const calls = await slack.waitFor(2, 20_000);
		expect(JSON.parse(calls[1]?.raw as string)).toEqual({
			text: `*Beta shop* is won\n<${url}|Open the deal>`,
		});
	});

	test('is posted without the name that its contact does not have', async () => {
		await fluid.client.deal({
			name: 'Gamma app',
			status: 'won',
			contact: { phone: '+44 20 7946 0018' },
		});
		const calls = await slack.waitFor(3, 20_000);
		expect(JSON.parse(calls[2]?.raw as string).text).toMatch(/^\*Gamma app\* is won\n</);
	});

	test('of the workspace of another client is not posted', async () => {
		const text = JSON.stringify(dealWon).replace('"My workspace"', '"Client B"');
		const forClient = text.replace('https://hooks.slack.com/services/...', `${slack.url}/other`);
		const ofOther = await PublishedTemplate.publish(n8n, JSON.parse(forClient), credential);
		await fluid.client.deal({ name: 'Delta app', status: 'won' });
		const { data } = await n8n.rest.waitForExecution(
			ofOther.id,
			({ status }) => status === 'error',
		);
		await ofOther.unpublish();
		expect(data.resultData.error?.message).toContain('belongs to the workspace "My workspace"');
		expect(slack.received.filter(({ path }) => path === '/other')).toEqual([]);
	});

	test('is not posted any more once the workflow is switched off', async () => {
		const webhooks = async () => (await fluid.client.get('/api-webhooks')).body.data as Webhook[];
		expect(await webhooks()).toHaveLength(1);
		await template.unpublish();
		expect(await webhooks()).toEqual([]);
	});
});
