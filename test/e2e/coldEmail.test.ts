import axios from 'axios';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deal, Event, Webhook } from '../../contract/types';
import { isGenuine } from '../../contract/signature';
import instantly from '../../templates/samples/instantly-lead-interested.json';
import smartlead from '../../templates/samples/smartlead-lead-category-updated.json';
import { startColdEmail } from '../support/coldEmail';
import { dealsIn } from '../support/fluidInN8n';
import type { N8n } from '../support/n8n';
import type { CredentialRef, Execution, WorkflowToImport } from '../support/n8nRest';
import { itemsOf, PublishedTemplate } from '../support/publishedTemplate';
import type { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;
let coldEmail: PublishedTemplate;

beforeAll(async () => {
	({ fluid, n8n, credential, coldEmail } = await startColdEmail());
});
afterAll(() => fluid?.stop());

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

const dealsOf = (email: string) => dealsIn(fluid, email);

async function webhooks(): Promise<Webhook[]> {
	return (await fluid.client.get('/api-webhooks')).body.data;
}

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
