import axios from 'axios';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deal, Event, Note, Webhook } from '../../contract/types';
import { isGenuine } from '../../contract/signature';
import template from '../../templates/cold-email-reply-to-deal.json';
import { inRepository } from '../../scripts/repository.mjs';
import instantly from '../payloads/instantly-lead-interested.json';
import smartlead from '../payloads/smartlead-lead-category-updated.json';
import { fluidCommand } from '../support/fluidCommand';
import { type N8n, sharedN8n } from '../support/n8n';
import type { CredentialRef, Execution, WorkflowToImport } from '../support/n8nRest';
import { Passage } from '../support/passage';
import { itemsOf, PublishedTemplate } from '../support/publishedTemplate';
import { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;
let coldEmail: PublishedTemplate;

const listener = {
	name: 'When a deal is created',
	nodes: [
		{
			id: '5f1d6c1e-0c1b-4b8e-9a55-0b8f0c2d3e01',
			webhookId: '5f1d6c1e-0c1b-4b8e-9a55-0b8f0c2d3e02',
			name: 'Fluid Trigger',
			type: 'n8n-nodes-fluid.fluidTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {
				events: ['deal.created'],
				pipeline: { __rl: true, mode: 'name', value: 'Sales' },
			},
			credentials: { fluidApi: { id: '', name: '' } },
		},
	],
	connections: {},
} satisfies WorkflowToImport;

beforeAll(async () => {
	[fluid, n8n] = await Promise.all([ServiceProcess.start(), sharedN8n()]);
	const applied = await fluidCommand(
		['workspaces', 'apply', inRepository('templates/cold-email.blueprint.json')],
		{ env: { DATA_DIR: fluid.folder } },
	);
	expect(applied.code, applied.stderr).toBe(0);

	const access = { url: fluid.url, apiKey: fluid.client.key };
	credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
	coldEmail = await PublishedTemplate.publish(n8n, template, credential);
});
afterAll(() => fluid?.stop());

async function dealsOf(email: string): Promise<Deal[]> {
	const { body } = await fluid.client.get(`/api-deals?email=${encodeURIComponent(email)}`);
	return body.data;
}

async function webhooks(): Promise<Webhook[]> {
	return (await fluid.client.get('/api-webhooks')).body.data;
}

describe('the Fluid credential', () => {
	test('says that it works', async () => {
		const access = { url: fluid.url, apiKey: fluid.client.key };
		expect(await n8n.rest.testCredential('fluidApi', credential, access)).toMatchObject({
			status: 'OK',
		});
	});

	test('says what to do about a key that was cut off', async () => {
		const access = { url: fluid.url, apiKey: fluid.client.key.slice(0, -1) };
		expect(await n8n.rest.testCredential('fluidApi', credential, access)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('This is not a complete Fluid API key'),
		});
	});

	test.each([
		['another site', () => n8n.url, 'Something answers at'],
		['a wrong path', () => `${fluid.url}/crm`, 'Enter http://'],
		['an address where nothing listens', () => 'http://127.0.0.1:9', 'Nothing answers at'],
		['no address', () => 'crm', 'is not a web address'],
	])('says what to do about %s', async (_what, url, sentence) => {
		const access = { url: url(), apiKey: fluid.client.key };
		expect(await n8n.rest.testCredential('fluidApi', credential, access)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(sentence),
		});
	});
});

describe('a positive reply in Smartlead', () => {
	let triggered: Execution;
	let listening: PublishedTemplate;

	beforeAll(async () => {
		listening = await PublishedTemplate.publish(n8n, listener, credential);
		const execution = await coldEmail.receive('Smartlead', smartlead);
		expect(execution.status).toBe('success');
		triggered = await n8n.rest.waitForExecution(listening.id);
	});

	test('becomes a deal with contact, company, custom field and reminder', async () => {
		const [deal, ...others] = await dealsOf('ada@analytical.example');
		expect(others).toEqual([]);
		expect(deal).toMatchObject({
			name: 'Analytical Engines',
			pipeline_name: 'Sales',
			stage_name: 'New lead',
			status: 'open',
			contact: {
				name: 'Ada Lovelace',
				email: 'ada@analytical.example',
				phone: '+44 20 7946 0018',
				title: 'Head of Operations',
				linkedin_url: 'https://www.linkedin.com/in/ada-example',
			},
			company: { name: 'Analytical Engines', domain: 'analytical.example' },
			custom_fields: { campaign: 'Operations leaders, autumn' },
			reminder: { state: 'scheduled' },
			labels: ['cold email'],
			source: 'Smartlead',
		});
		expect(deal?.notes[0]?.text).toBe(
			'Interested\n\nSounds interesting, can we talk on Thursday?\nAda',
		);
	});

	test('starts the workflow that listens with Fluid Trigger, with the whole deal', async () => {
		const [deal] = await dealsOf('ada@analytical.example');
		const [event] = itemsOf(triggered, 'Fluid Trigger') as [Event];
		expect(triggered.status).toBe('success');
		expect(event).toMatchObject({ type: 'deal.created', data: { deal: { id: deal?.id } } });
	});

	test('was delivered once, signed, and taken with 200', async () => {
		const [webhook] = await webhooks();
		const { body } = await fluid.client.get(`/api-webhooks/${webhook?.id}/deliveries`);
		expect(body.data).toMatchObject([
			{ event_type: 'deal.created', status: 'succeeded', attempts: [{ status_code: 200 }] },
		]);
	});

	test('a forged delivery is refused with 401 and starts nothing', async () => {
		const [webhook] = await webhooks();
		const before = (await n8n.rest.executions(listening.id)).length;
		const forged = {
			'webhook-id': 'evt_forged',
			'webhook-timestamp': '1',
			'webhook-signature': 'v1,AAAA',
		};
		expect(isGenuine(forged, '{}', 'whsec_AAAA', new Date())).toBe(false);
		const { status } = await axios.post(
			webhook?.url as string,
			{},
			{ headers: forged, validateStatus: () => true },
		);
		expect(status).toBe(401);
		expect(await n8n.rest.executions(listening.id)).toHaveLength(before);
	});

	test('a second reply is a note in the open deal and keeps what a person wrote', async () => {
		const [{ id }] = (await dealsOf('ada@analytical.example')) as [Deal];
		await fluid.client.ingest({
			id,
			name: 'Engine room, phase 1',
			labels: ['priority'],
			source: 'Conference',
			contact: { name: 'Ada King' },
			reminder: { at: '2027-02-01T09:00:00Z', note: 'Call her after the fair' },
		});
		await coldEmail.receive('Smartlead', {
			...smartlead,
			lead_category: { ...smartlead.lead_category, new_name: 'Meeting Request' },
		});
		const [deal, ...others] = await dealsOf('ada@analytical.example');
		expect(others).toEqual([]);
		expect(deal).toMatchObject({
			name: 'Engine room, phase 1',
			labels: ['priority'],
			source: 'Conference',
			contact: { name: 'Ada King' },
			reminder: { at: '2027-02-01T09:00:00.000Z', note: 'Call her after the fair' },
		});
		expect(deal?.notes).toHaveLength(2);
	});

	test('a second reply sets a reminder where none is set any more', async () => {
		const [{ id }] = (await dealsOf('ada@analytical.example')) as [Deal];
		await fluid.client.ingest({ id, reminder: null });
		const last_reply = { ...smartlead.last_reply, message_id: '<3@analytical.example>' };
		await coldEmail.receive('Smartlead', { ...smartlead, last_reply });
		expect(await dealsOf('ada@analytical.example')).toMatchObject([
			{ reminder: { note: expect.stringContaining('Answer Ada: https://app.smartlead.ai') } },
		]);
	});

	test('a negative reply makes nothing', async () => {
		const execution = await coldEmail.receive('Smartlead', {
			...smartlead,
			to_email: 'mary@shelley.example',
			lead_data: { ...smartlead.lead_data, email: 'mary@shelley.example' },
			lead_category: { ...smartlead.lead_category, new_name: 'Not Interested' },
		});
		expect(execution.status).toBe('success');
		expect(await dealsOf('mary@shelley.example')).toEqual([]);
	});

	test('switching the listening workflow off removes its webhook', async () => {
		expect(await webhooks()).toHaveLength(1);
		await listening.unpublish();
		expect(await webhooks()).toEqual([]);
	});
});

test('a positive reply in Instantly becomes a deal, named by its address where no name is sent', async () => {
	const execution = await coldEmail.receive('Instantly', instantly);
	expect(execution.status).toBe('success');
	const [deal] = await dealsOf('charles@difference.example');
	expect(deal).toMatchObject({
		name: 'charles@difference.example',
		company: { domain: 'difference.example' },
		custom_fields: { campaign: 'Founders, autumn' },
		source: 'Instantly',
	});
	expect(deal?.notes[0]?.text).toContain('Yes, send me the details.');
});

describe('a positive reply', () => {
	const from = (email: string, change: object = {}) => ({
		...smartlead,
		lead_data: { ...smartlead.lead_data, email, ...change },
	});
	const reply = (email_body: string) => ({ last_reply: { ...smartlead.last_reply, email_body } });
	const replyAs = (message_id: string, email_body: string) => ({
		last_reply: { ...smartlead.last_reply, message_id, email_body },
	});
	const noteOf = async (email: string) => (await dealsOf(email))[0]?.notes[0]?.text;
	const wholeNoteOf = async (email: string): Promise<Note> => {
		const [deal] = await dealsOf(email);
		return (await fluid.client.get(`/api-deals/${deal?.id}/notes`)).body.data[0];
	};

	test('from a free mail address belongs to no company', async () => {
		for (const lead_email of ['mary@gmail.com', 'percy@gmail.com']) {
			await coldEmail.receive('Instantly', { ...instantly, lead_email });
			expect(await dealsOf(lead_email)).toMatchObject([{ company: null }]);
		}
	});

	test('with a page at LinkedIn for a website belongs to the company of its address', async () => {
		const page = { website: 'https://www.linkedin.com/company/acme', company_name: 'Acme' };
		await coldEmail.receive('Smartlead', from('joan@acme.example', page));
		expect(await dealsOf('joan@acme.example')).toMatchObject([
			{ company: { name: 'Acme', domain: 'acme.example' } },
		]);
	});

	test.each([
		['website', 'Website: soon online', { website: 'soon online', company_url: '' }],
		['phone', 'Phone: +44 20', { phone_number: `+44 20 7946 0018${' or 0018'.repeat(8)}` }],
		['linkedin', 'LinkedIn: none', { linkedin_profile: 'none' }],
	])('with a broken %s becomes a deal that keeps it in the note', async (what, noted, change) => {
		const email = `${what}@difference.example`;
		const { status } = await coldEmail.receive('Smartlead', from(email, change));
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([{ contact: { email, first_name: 'Ada' } }]);
		expect(await noteOf(email)).toContain(noted);
	});

	test('without a usable address becomes a deal too', async () => {
		const lead = { ...from('ada at analytical', { company_name: 'Lovelace & Co' }) };
		await coldEmail.receive('Smartlead', lead);
		const { body } = await fluid.client.get('/api-deals?q=Lovelace%20%26%20Co');
		expect(body.data).toMatchObject([{ contact: { email: null, first_name: 'Ada' } }]);
		expect(body.data[0].notes[0].text).toContain('Email: ada at analytical');
	});

	test('that is very long is cut, and says where the rest is', async () => {
		const email = 'long@analytical.example';
		const rest = `…\n\nThe rest is in Smartlead: ${smartlead.app_url}`;
		const { status } = await coldEmail.receive('Smartlead', {
			...from(email),
			...reply(`<p>${'I have a question. '.repeat(315)}ok${'\u{1f600}'.repeat(1000)}</p>`),
		});
		expect(status).toBe('success');
		const { text } = await wholeNoteOf(email);
		// One less, for half an emoji is none.
		expect(text).toHaveLength(5_999 + rest.length);
		expect(text).not.toContain('\ufffd');
		expect(text.endsWith(rest)).toBe(true);
	});

	test('in HTML is read as its author wrote it', async () => {
		const email = 'html@analytical.example';
		const html =
			'<html><head><style>p { color: red }</style></head><body><p>Let&#39;s talk &amp; agree:</p>\n<ul><li>3 &lt; 4</li><li>caf&eacute;&nbsp;at 9</li></ul></body></html>';
		await coldEmail.receive('Smartlead', { ...from(email), ...reply(html) });
		expect(await noteOf(email)).toBe("Interested\n\nLet's talk & agree:\n3 < 4\ncafé at 9");
	});

	test('that Fluid does not take whole becomes a deal that says what to correct', async () => {
		const text = JSON.stringify(template).replaceAll('"key":"campaign"', '"key":"no_such_field"');
		const broken = await PublishedTemplate.publish(n8n, JSON.parse(text), credential);
		const email = 'mary@shelley.example';
		const { status } = await broken.receive('Smartlead', from(email));
		await broken.unpublish();
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([
			{ contact: { email, name: 'Ada Lovelace', phone: '+44 20 7946 0018' } },
		]);
		expect(await noteOf(email)).toContain('no_such_field');
		expect(await noteOf(email)).toContain('Campaign: Operations leaders, autumn');
	});

	test.each([
		['two dots in a row', 'd..ot@mobile.example'],
		['letters with marks in its domain', 'info@büro-works.example'],
	])('from an address with %s is kept with it', async (_what, email) => {
		const { status } = await coldEmail.receive('Smartlead', from(email));
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([
			{
				contact: { email },
				reminder: { state: 'scheduled' },
				custom_fields: { campaign: 'Operations leaders, autumn' },
			},
		]);
	});

	test('with a NUL in it becomes a deal whose note has it not', async () => {
		const email = 'nul@works.example';
		await coldEmail.receive('Smartlead', { ...from(email), ...reply('<div>Yes\0 please</div>') });
		expect(await noteOf(email)).toBe('Interested\n\nYes please');
	});

	test('without a usable address is found again when the lead replies again', async () => {
		const lead = from('grace at navy', { company_name: 'Navy' });
		await coldEmail.receive('Smartlead', lead);
		await coldEmail.receive('Smartlead', { ...lead, ...replyAs('r2', 'Any news?') });
		const { body } = await fluid.client.get('/api-deals?q=Navy');
		expect(body.data).toHaveLength(1);
		expect(body.data[0].pipeline_name).toBe('Sales');
		expect(body.data[0].notes).toHaveLength(2);
	});

	test.each([
		[
			'names at the top',
			'Smartlead',
			'jane@clinic.example',
			{
				lead_category: { new_name: 'Interested' },
				lead_email: 'jane@clinic.example',
				first_name: 'Jane',
				last_name: 'Roe',
				company_name: 'Example Clinic',
				reply_message: { text: 'Tell me more.' },
			},
		],
		[
			'names in lead, the category as a text',
			'Smartlead',
			'jane@hospital.example',
			{
				lead_category: 'Interested',
				lead: {
					email: 'jane@hospital.example',
					first_name: 'Jane',
					last_name: 'Roe',
					company_name: 'Example Clinic',
				},
				reply: { body: 'Tell me more.' },
			},
		],
		[
			'lead_first_name',
			'Instantly',
			'jane@practice.example',
			{
				event_type: 'lead_interested',
				lead_email: 'jane@practice.example',
				lead_first_name: 'Jane',
				lead_last_name: 'Roe',
				companyName: 'Example Clinic',
				reply: { body: 'Tell me more.' },
			},
		],
	])('with %s is read too', async (_what, tool, email, payload) => {
		const { status } = await coldEmail.receive(tool, payload);
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([
			{ contact: { name: 'Jane Roe' }, company: { name: 'Example Clinic' } },
		]);
		expect(await noteOf(email)).toBe('Interested\n\nTell me more.');
	});

	test.each([
		['Smartlead', { event: 'EMAIL_REPLIED', lead: { email: 'joan@acme.example' } }],
		['Instantly', { lead_email: 'joan@acme.example' }],
		['Smartlead', { lead_category: { new_name: 'Interested' } }],
	])('from %s that is not understood comes to an output that says so', async (tool, payload) => {
		const execution = await coldEmail.receive(tool, payload);
		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Not understood')).toEqual([
			{ error: expect.stringMatching(/^(Smartlead|Instantly) sent /), sent: payload },
		]);
	});

	test('that is sent twice adds one note', async () => {
		const email = 'twice@analytical.example';
		for (const replies of ['first', 'second', 'second'])
			await coldEmail.receive('Smartlead', { ...from(email), ...replyAs(replies, replies) });
		const [deal, ...others] = await dealsOf(email);
		expect(others).toEqual([]);
		expect(deal?.notes.map(({ text }) => text)).toEqual([
			'Interested\n\nsecond',
			'Interested\n\nfirst',
		]);
	});

	test('of a lead with several open deals is a note in the newest', async () => {
		const email = 'several@analytical.example';
		const deals = [];
		for (const name of ['Website', 'Shop'])
			deals.push(await fluid.client.deal({ name, contact: { email } }));
		await coldEmail.receive('Smartlead', from(email));
		const found = await dealsOf(email);
		expect(found.map(({ id, notes }) => [id, notes.length])).toEqual([
			[deals[1]?.id, 1],
			[deals[0]?.id, 0],
		]);
	});

	test('of somebody known, whose deal was lost, fills only what is empty in the contact', async () => {
		const email = 'known@analytical.example';
		const contact = { email, name: 'Countess Lovelace' };
		await fluid.client.deal({ name: 'Old', status: 'lost', contact });
		await coldEmail.receive('Smartlead', from(email));
		const [deal] = await dealsOf(email);
		expect(deal).toMatchObject({
			name: 'Analytical Engines',
			contact: { name: 'Countess Lovelace', phone: '+44 20 7946 0018' },
		});
	});

	test('leaves out the thread that it quotes', async () => {
		const email = 'quote@analytical.example';
		const html =
			'<div dir="ltr">Sure!<div><br></div><div>Thursday &rarr; 9&thinsp;am</div></div><div class="gmail_quote"><div class="gmail_attr">On Tue, Nov 24, 2026 Grace wrote:<br></div><blockquote>Hello Ada</blockquote></div>';
		await coldEmail.receive('Smartlead', { ...from(email), ...reply(html) });
		expect(await noteOf(email)).toBe('Interested\n\nSure!\n\nThursday → 9\u2009am');
	});

	test('does not reach the workspace of another client', async () => {
		const text = JSON.stringify(template).replace('"My workspace"', '"Client B"');
		const published = await PublishedTemplate.publish(n8n, JSON.parse(text), credential);
		const { status, data } = await published.receive('Smartlead', from('b@client.example'));
		await published.unpublish();
		expect(status).toBe('error');
		expect(data.resultData.error?.message).toContain('belongs to the workspace "My workspace"');
		expect(await dealsOf('b@client.example')).toEqual([]);
	});

	test('while Fluid is in trouble fails, and becomes the whole deal once it is retried', async () => {
		const passage = await Passage.to(fluid.url);
		const access = { url: passage.url, apiKey: fluid.client.key };
		const behindProxy = await n8n.rest.createCredential('fluidApi', access, 'Behind a proxy');
		const published = await PublishedTemplate.publish(n8n, template, behindProxy);
		const email = 'emmy@analytical.example';

		passage.breakDown(/^POST .api-ingest/);
		const failed = await published.receive('Smartlead', from(email));
		expect(failed.status).toBe('error');
		expect(await dealsOf(email)).toEqual([]);
		passage.recover();
		const retried = await published.retry(failed);

		await published.unpublish();
		await passage.stop();
		expect(retried.status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([
			{
				contact: { phone: '+44 20 7946 0018' },
				company: { domain: 'analytical.example' },
				custom_fields: { campaign: 'Operations leaders, autumn' },
				reminder: { state: 'scheduled' },
			},
		]);
		expect(await noteOf(email)).toMatch(/^Interested/);
	});
});
