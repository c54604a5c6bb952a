import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Webhook } from '../../contract/types';
import dealWon from '../../templates/deal-won-to-slack.json';
import { startFluidInN8n } from '../support/fluidInN8n';
import type { N8n } from '../support/n8n';
import type { CredentialRef } from '../support/n8nRest';
import { PublishedTemplate } from '../support/publishedTemplate';
import { Receiver } from '../support/receiver';
import type { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;

beforeAll(async () => {
	({ fluid, n8n, credential } = await startFluidInN8n());
});
afterAll(() => fluid?.stop());

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
