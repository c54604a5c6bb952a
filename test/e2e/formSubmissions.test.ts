import { afterAll, beforeAll, expect, test } from 'vitest';
import { dealsIn, type FluidInN8n, startFluidInN8n } from '../support/fluidInN8n';
import { itemsOf, PublishedTemplate } from '../support/publishedTemplate';
import { samplesOf, templateCalled } from '../support/templateSamples';

let started: FluidInN8n;
let form: PublishedTemplate;

beforeAll(async () => {
	started = await startFluidInN8n();
	form = await PublishedTemplate.publish(started.n8n, templateCalled('form'), started.credential);
});
afterAll(() => started?.fluid.stop());

const samples = samplesOf('form');
const dealsOf = (email: string) => dealsIn(started.fluid, email);

test('a submission in Typeform becomes a deal with what the answers say', async () => {
	const { status } = await form.receive('Typeform', samples.Typeform as object);
	expect(status).toBe('success');

	const [deal, ...others] = await dealsOf('mary@jackson.example');
	expect(others).toEqual([]);
	expect(deal).toMatchObject({
		name: 'Jackson Aero',
		value: 12000,
		source: 'Typeform: Request a quote',
		labels: ['web form'],
		stage_name: 'New lead',
		contact: { first_name: 'Mary', last_name: 'Jackson', phone: '+17575550112' },
		company: { name: 'Jackson Aero' },
		reminder: { state: 'scheduled', note: 'Answer Mary' },
	});
	expect(deal?.notes[0]?.text).toContain('What do you need?: Website, Ads');
	expect(deal?.notes[0]?.text).toContain('utm_campaign: autumn');
});

test('a submission in Tally becomes a deal, named after the person where no company is asked', async () => {
	const { status } = await form.receive('Tally', samples.Tally as object);
	expect(status).toBe('success');

	const [deal] = await dealsOf('alan@turing.example');
	expect(deal).toMatchObject({
		name: 'Alan Turing',
		contact: { name: 'Alan Turing' },
		company: { domain: 'turing.example' },
	});
	expect(deal?.notes[0]?.text).toContain('Team size: 11 to 50');
});

test('the same submission sent twice is saved once, and another one is a note in the open deal', async () => {
	const { data, ...rest } = samples.Tally as { data: { fields: object[] } };
	await form.receive('Tally', samples.Tally as object);
	await form.receive('Tally', {
		...rest,
		data: { ...data, responseId: 'other', formName: 'Demo' },
	});

	const [deal, ...others] = await dealsOf('alan@turing.example');
	expect(others).toEqual([]);
	expect(deal?.notes).toHaveLength(2);
});

test('a budget that is no amount stays in the note, and the deal is saved without it', async () => {
	const field = (label: string, type: string, value: string) => ({
		key: label,
		label,
		type,
		value,
	});
	const { status } = await form.receive('Tally', {
		eventType: 'FORM_RESPONSE',
		data: {
			responseId: 'unclear',
			formName: 'Contact us',
			fields: [
				field('Email', 'INPUT_EMAIL', 'ida@example.com'),
				field('Your budget', 'INPUT_TEXT', 'between five and ten'),
			],
		},
	});

	expect(status).toBe('success');
	const [deal] = await dealsOf('ida@example.com');
	expect(deal).toMatchObject({ value: null });
	expect(deal?.notes[0]?.text).toContain('Value: between five and ten');
});

test.each([
	['Typeform', { event_type: 'form_response', form_response: { token: 't', answers: [] } }],
	['Tally', { hello: 'world' }],
])('what %s sends of nobody comes to an output that says so', async (tool, payload) => {
	const execution = await form.receive(tool, payload);
	expect(execution.status).toBe('success');
	expect(itemsOf(execution, 'Not understood')).toEqual([
		{ error: expect.stringMatching(new RegExp(`^${tool} sent `)), sent: payload },
	]);
});
