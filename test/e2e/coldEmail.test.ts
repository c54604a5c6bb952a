import axios from 'axios';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deal, Event, Webhook } from '../../contract/types';
import { isGenuine } from '../../contract/signature';
import template from '../../templates/cold-email-reply-to-deal.json';
import { inRepository } from '../../scripts/repository.mjs';
import instantly from '../payloads/instantly-lead-interested.json';
import smartlead from '../payloads/smartlead-lead-category-updated.json';
import { fluidCommand } from '../support/fluidCommand';
import { type N8n, startN8n } from '../support/n8n';
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
	[fluid, n8n] = await Promise.all([ServiceProcess.start(), startN8n()]);
	const applied = await fluidCommand(
		['workspaces', 'apply', inRepository('templates/cold-email.blueprint.json')],
		{ env: { DATA_DIR: fluid.folder } },
	);
	expect(applied.code, applied.stderr).toBe(0);

	const access = { url: fluid.url, apiKey: fluid.client.key };
	credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
	coldEmail = await PublishedTemplate.publish(n8n, template, credential);
});
afterAll(async () => {
	await n8n?.stop();
	await fluid?.stop();
});

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
			message: expect.stringContaining('Copy it again whole'),
		});
	});

	test.each([
		['another site', () => n8n.url],
		['a wrong path', () => `${fluid.url}/crm`],
	])('says that %s is not Fluid', async (_what, url) => {
		const access = { url: url(), apiKey: fluid.client.key };
		expect(await n8n.rest.testCredential('fluidApi', credential, access)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('No Fluid service answers at this base URL'),
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
		await coldEmail.receive('Smartlead', smartlead);
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
	const noteOf = async (email: string) => (await dealsOf(email))[0]?.notes[0]?.text;

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
		['linkedin', 'LinkedIn: https://none', { linkedin_profile: 'none' }],
	])('with a broken %s becomes a deal that keeps it in the note', async (what, told, change) => {
		const email = `${what}@difference.example`;
		const { status } = await coldEmail.receive('Smartlead', from(email, change));
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([{ contact: { email, first_name: 'Ada' } }]);
		expect(await noteOf(email)).toContain(told);
	});

	test('without a usable address becomes a deal too', async () => {
		const lead = { ...from('ada at analytical', { company_name: 'Lovelace & Co' }) };
		await coldEmail.receive('Smartlead', lead);
		const { body } = await fluid.client.get('/api-deals?q=Lovelace%20%26%20Co');
		expect(body.data).toMatchObject([{ contact: { email: null, first_name: 'Ada' } }]);
		expect(body.data[0].notes[0].text).toContain('Email: ada at analytical');
	});

	test('that is very long is cut, and tells where the rest is', async () => {
		const email = 'long@analytical.example';
		const { status } = await coldEmail.receive('Smartlead', {
			...from(email),
			...reply(`<p>${'I have a question. '.repeat(1000)}</p>`),
		});
		expect(status).toBe('success');
		expect(await noteOf(email)).toHaveLength(10_000);
		expect(await noteOf(email)).toMatch(
			/The rest is in Smartlead: https:\/\/app\.smartlead\.ai\S+$/,
		);
	});

	test('in HTML is read as its author wrote it', async () => {
		const email = 'html@analytical.example';
		const html =
			'<html><head><style>p { color: red }</style></head><body><p>Let&#39;s talk &amp; agree:</p>\n<ul><li>3 &lt; 4</li><li>caf&eacute;&nbsp;at 9</li></ul></body></html>';
		await coldEmail.receive('Smartlead', { ...from(email), ...reply(html) });
		expect(await noteOf(email)).toBe("Interested\n\nLet's talk & agree:\n3 < 4\ncafé at 9");
	});

	test('that Fluid does not take whole becomes a deal that says what to correct', async () => {
		const text = JSON.stringify(template).replace('"campaign":"=', '"no_such_field":"=');
		const broken = await PublishedTemplate.publish(n8n, JSON.parse(text), credential);
		const email = 'mary@shelley.example';
		const { status } = await broken.receive('Smartlead', from(email));
		await broken.unpublish();
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([{ contact: { email, name: 'Ada Lovelace' } }]);
		expect(await noteOf(email)).toContain('no_such_field');
		expect(await noteOf(email)).toContain('phone: +44 20 7946 0018');
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
