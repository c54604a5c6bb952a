import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import booking from '../../templates/booking-to-meeting-booked.json';
import calComBooking from '../../templates/samples/cal-com-booking-created.json';
import calendlyBooking from '../../templates/samples/calendly-invitee-created.json';
import { dealsIn, startFluidInN8n } from '../support/fluidInN8n';
import type { N8n } from '../support/n8n';
import type { CredentialRef } from '../support/n8nRest';
import { PublishedTemplate } from '../support/publishedTemplate';
import type { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;

beforeAll(async () => {
	({ fluid, n8n, credential } = await startFluidInN8n());
});
afterAll(() => fluid?.stop());

let calCom: typeof calComBooking;
let calendly: typeof calendlyBooking;

beforeEach(async () => {
	for (const { id } of await deals()) await fluid.client.delete(`/api-deals/${id}`);
	// What is sent of one booking twice is saved once, so each test has a booking of its own.
	const uid = randomUUID();
	calCom = { ...calComBooking, payload: { ...calComBooking.payload, uid } };
	calendly = { ...calendlyBooking, payload: { ...calendlyBooking.payload, uri: uid } };
});

const deals = (email?: string) => dealsIn(fluid, email);
const dealOf = (email: string, rest: object = {}) =>
	fluid.client.deal({ name: 'Acme website', contact: { email }, ...rest });

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
