import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import template from '../../templates/cold-email-reply-to-deal.json';
import { replyFrom, replyWithId, startColdEmail } from '../support/coldEmail';
import { dealsIn } from '../support/fluidInN8n';
import type { N8n } from '../support/n8n';
import type { CredentialRef } from '../support/n8nRest';
import { Passage } from '../support/passage';
import { PublishedTemplate } from '../support/publishedTemplate';
import type { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let n8n: N8n;
let credential: CredentialRef;
let coldEmail: PublishedTemplate;

beforeAll(async () => {
	({ fluid, n8n, credential, coldEmail } = await startColdEmail());
});
afterAll(() => fluid?.stop());

const dealsOf = (email: string) => dealsIn(fluid, email);

const noteOf = async (email: string) => (await dealsOf(email))[0]?.notes[0]?.text;

describe('a positive reply', () => {
	test('that Fluid does not take whole becomes a deal that says what to correct', async () => {
		const text = JSON.stringify(template).replaceAll('"key":"campaign"', '"key":"no_such_field"');
		const broken = await PublishedTemplate.publish(n8n, JSON.parse(text), credential);
		const email = 'mary@shelley.example';
		const { status } = await broken.receive('Smartlead', replyFrom(email));
		await broken.unpublish();
		expect(status).toBe('success');
		expect(await dealsOf(email)).toMatchObject([
			{ contact: { email, name: 'Ada Lovelace', phone: '+44 20 7946 0018' } },
		]);
		expect(await noteOf(email)).toContain('no_such_field');
		expect(await noteOf(email)).toContain('Campaign: Operations leaders, autumn');
	});

	test('that is sent twice adds one note', async () => {
		const email = 'twice@analytical.example';
		for (const replies of ['first', 'second', 'second'])
			await coldEmail.receive('Smartlead', {
				...replyFrom(email),
				...replyWithId(replies, replies),
			});
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
		await coldEmail.receive('Smartlead', replyFrom(email));
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
		await coldEmail.receive('Smartlead', replyFrom(email));
		const [deal] = await dealsOf(email);
		expect(deal).toMatchObject({
			name: 'Analytical Engines',
			contact: { name: 'Countess Lovelace', phone: '+44 20 7946 0018' },
		});
	});

	test('does not reach the workspace of another client', async () => {
		const text = JSON.stringify(template).replace('"My workspace"', '"Client B"');
		const published = await PublishedTemplate.publish(n8n, JSON.parse(text), credential);
		const { status, data } = await published.receive('Smartlead', replyFrom('b@client.example'));
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
		const failed = await published.receive('Smartlead', replyFrom(email));
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
