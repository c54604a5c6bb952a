import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startColdEmail } from '../support/coldEmail';
import { dealsIn, type FluidInN8n } from '../support/fluidInN8n';
import { startFluid } from '../support/fluid';
import { itemsOf, PublishedTemplate } from '../support/publishedTemplate';
import { renamePipelineTo } from '../support/renaming';
import { samplesOf, templateCalled } from '../support/templateSamples';

let started: FluidInN8n & { coldEmail: PublishedTemplate };

beforeAll(async () => {
	started = await startColdEmail();
});
afterAll(() => started?.fluid.stop());

const samples = samplesOf('cold-email');

async function dealNamed(name: string) {
	const deals = await dealsIn(started.fluid);
	return deals.filter((deal) => deal.name === name);
}

describe('a positive reply', () => {
	test.each([
		[
			'lemlist',
			'Clarke Ciphers',
			{ email: 'joan@clarke.example', name: 'Joan Clarke' },
			'Heads of operations, autumn',
			'Interested\n\nYes, please send me two times for a call.\nJoan',
		],
		[
			'Reply.io',
			'Vaughan Computing',
			{ email: 'dorothy@vaughan.example', title: 'Head of Computing', phone: '+1 757 555 0148' },
			'Computing leads, autumn',
			'Interested\n\nHappy to hear more. Does Friday work?\n\nDorothy',
		],
		[
			'HeyReach',
			'Orbit Analytics',
			{ email: null, name: 'Katherine Johnson', title: 'Founder' },
			'Founders on LinkedIn',
			'Interested\n\nSounds good, tell me more about it.',
		],
	])('in %s becomes a deal', async (tool, name, contact, campaign, note) => {
		const { status } = await started.coldEmail.receive(tool, samples[tool] as object);
		expect(status).toBe('success');

		const [deal, ...others] = await dealNamed(name);
		expect(others).toEqual([]);
		expect(deal).toMatchObject({
			contact,
			company: { name },
			custom_fields: { campaign },
			source: tool,
			reminder: { state: 'scheduled' },
		});
		expect(deal?.notes[0]?.text).toBe(note);
	});

	test('by somebody without an email address is added to their deal the next time', async () => {
		const { lead, ...sample } = samples.HeyReach as { lead: object; recent_messages: object[] };
		const grace = { ...lead, id: '42', company_name: 'Cobol Works' };
		await started.coldEmail.receive('HeyReach', { ...sample, lead: grace });
		const again = { creation_time: '2026-11-25T08:00:00.000Z', message: 'When?', is_reply: true };
		await started.coldEmail.receive('HeyReach', {
			...sample,
			lead: grace,
			correlation_id: 'another',
			recent_messages: [...sample.recent_messages, again],
		});

		const [deal, ...others] = await dealNamed('Cobol Works');
		expect(others).toEqual([]);
		expect(deal?.notes.map(({ text }) => text).sort()).toEqual([
			'Interested\n\nSounds good, tell me more about it.',
			'Interested\n\nWhen?',
		]);
	});
});

test.each([
	['lemlist', { type: 'emailsReplied', leadEmail: 'ida@example.com' }],
	['Reply.io', { event: { type: 'email_replied' }, contact_fields: { email: 'ida@example.com' } }],
	['HeyReach', { event_type: 'every_message_reply_received', lead: { id: 1, full_name: 'Ida' } }],
])('what %s sends for any reply makes no deal until "Replied" counts', async (tool, payload) => {
	const { status } = await started.coldEmail.receive(tool, payload);
	expect(status).toBe('success');
	expect(await dealsIn(started.fluid, 'ida@example.com')).toEqual([]);
});

test('something else than an event comes to an output that says so', async () => {
	const execution = await started.coldEmail.receive('lemlist', { hello: 'world' });
	expect(itemsOf(execution, 'Not understood')).toEqual([
		{ error: expect.stringMatching(/^lemlist sent something/), sent: { hello: 'world' } },
	]);
});

test('a workflow that was imported from the first version goes on', async () => {
	const { n8n, credential, fluid } = started;
	const earlier = await PublishedTemplate.publish(n8n, templateCalled('cold-email@1'), credential);
	const { status } = await earlier.receive('Smartlead', samples.Smartlead as object);
	await earlier.unpublish();

	expect(status).toBe('success');
	expect(await dealsIn(fluid, 'ada@analytical.example')).toMatchObject([
		{ name: 'Analytical Engines', source: 'Smartlead' },
	]);
});

test('a client may rename the pipeline: replies go on, and the step says what to change', async () => {
	const { n8n } = started;
	const renamed = await startFluid();
	try {
		const { workspaceId } = renamed;
		await renamed.addCustomField({ key: 'campaign', name: 'Campaign', type: 'text' });
		await renamed.service.database.write(workspaceId, (transaction) =>
			renamePipelineTo({ transaction, workspaceId }, 'Sales', 'New business'),
		);
		const access = { url: renamed.url, apiKey: renamed.key };
		const credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
		const published = await PublishedTemplate.publish(
			n8n,
			templateCalled('cold-email'),
			credential,
		);
		const execution = await published.receive('Instantly', samples.Instantly as object);
		await published.unpublish();

		const { data } = (await renamed.get('/api-deals')).body;
		expect(data).toMatchObject([{ pipeline_name: 'New business', source: 'Instantly' }]);
		expect(itemsOf(execution, 'Save reply')).toMatchObject([
			{ warnings: [{ code: 'old_name', params: { old: 'Sales', name: 'New business' } }] },
		]);
	} finally {
		await renamed.stop();
	}
});
