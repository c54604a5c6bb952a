import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import booking from '../../templates/booking-to-meeting-booked.json';
import calComBooking from '../../templates/samples/cal-com-booking-created.json';
import { dealsIn, startFluidInN8n } from '../support/fluidInN8n';
import type { N8n } from '../support/n8n';
import type { CredentialRef } from '../support/n8nRest';
import { itemsOf, PublishedTemplate } from '../support/publishedTemplate';
import type { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;

beforeAll(async () => {
	({ fluid, n8n, credential } = await startFluidInN8n());
});
afterAll(() => fluid?.stop());

let calCom: typeof calComBooking;

beforeEach(async () => {
	for (const { id } of await deals()) await fluid.client.delete(`/api-deals/${id}`);
	// What is sent of one booking twice is saved once, so each test has a booking of its own.
	calCom = { ...calComBooking, payload: { ...calComBooking.payload, uid: randomUUID() } };
});

const deals = (email?: string) => dealsIn(fluid, email);
const dealOf = (email: string, rest: object = {}) =>
	fluid.client.deal({ name: 'Acme website', contact: { email }, ...rest });

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
