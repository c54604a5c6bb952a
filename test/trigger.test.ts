import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { afterEach, describe, expect, test } from 'vitest';
import { sign } from '../contract/signature';
import { sampleEvent } from '../contract/sample';
import type { Webhook } from '../contract/types';
import { byName, fluidNodesForFile, startFluidNodes } from './support/fluidNodes';
import type { TriggerListener } from './support/triggerListener';

const { fluid, nodes } = fluidNodesForFile();
const listeners: TriggerListener[] = [];

afterEach(async () => {
	for (const listener of listeners.splice(0)) {
		await listener.unpublish();
		await listener.stop();
	}
});

async function listen(parameters: object, url: 'production' | 'test' = 'production') {
	const listener = await nodes.listen(
		{ type: 'fluidTrigger', parameters: { events: ['deal.created'], ...parameters } },
		url,
	);
	listeners.push(listener);
	await listener.publish();
	return listener;
}

const webhooks = async (): Promise<Webhook[]> => (await fluid.get('/api-webhooks')).body.data;
const onlyWebhook = async () => {
	const [webhook, ...others] = await webhooks();
	expect(others).toEqual([]);
	return webhook as Webhook;
};

describe('a published workflow', () => {
	test('starts with the whole event when one of its events happens', async () => {
		const trigger = await listen({ events: ['deal.created', 'deal.won'] });

		const deal = await fluid.deal({ name: 'Analytical Engines' });
		const [created] = await trigger.next();
		await fluid.deal({ id: deal.id, status: 'won' });
		const [won] = await trigger.next();

		expect(created?.json).toMatchObject({ type: 'deal.created', data: { deal: { id: deal.id } } });
		expect(won?.json).toMatchObject({
			type: 'deal.won',
			previous: { status: 'open' },
			data: { deal: { id: deal.id, status: 'won' } },
		});
	});

	test('takes events and fields to watch as a text with commas, as an expression gives them', async () => {
		await listen({
			events: '={{ "deal.won, deal.updated" }}',
			changedFields: '={{ "value,stage_id" }}',
		});

		expect(await onlyWebhook()).toMatchObject({
			events: ['deal.updated', 'deal.won'],
			filters: { changed_fields: ['value', 'stage_id'] },
		});
	});

	test('starts with the deal, contact or submission alone when simplified', async () => {
		const trigger = await listen({
			events: ['deal.created', 'contact.created'],
			deliver: 'each_event',
			options: { simplify: true },
		});

		await fluid.deal({ name: 'Engines', contact: { email: 'simple@example.com' } });
		const items = [...(await trigger.next()), ...(await trigger.next())].map(({ json }) => json);

		expect(items).toHaveLength(2);
		expect(items).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					event_type: 'deal.created',
					event_id: expect.stringMatching(/^evt_/),
					name: 'Engines',
				}),
				expect.objectContaining({ event_type: 'contact.created', email: 'simple@example.com' }),
			]),
		);
	});

	test('is called once per event, answers with a few words, and the log in Fluid shows them', async () => {
		const trigger = await listen({});
		const { id } = await onlyWebhook();

		await fluid.deal({ name: 'Engines' });
		await trigger.next();

		const log = async () => (await fluid.get(`/api-webhooks/${id}/deliveries`)).body.data;
		await expect.poll(async () => (await log())[0]?.status).toBe('succeeded');
		expect((await log())[0].attempts).toMatchObject([
			{ status_code: 200, answer: '{"received":true}' },
		]);
	});

	test('has one webhook with its events and filters, and none after it is switched off', async () => {
		const pipeline = await fluid.addPipeline('Partners', ['Talking', 'Signed']);
		await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text' });
		const trigger = await listen({
			events: ['deal.updated', 'deal.stage_changed'],
			pipeline: byName('Partners'),
			stage: byName('Signed'),
			fromStage: byName('Talking'),
			changedFields: ['value', 'custom_fields.industry'],
		});

		const webhook = await onlyWebhook();
		expect(webhook).toMatchObject({
			url: trigger.url,
			events: ['deal.stage_changed', 'deal.updated'],
			filters: { pipeline_id: pipeline, changed_fields: ['value', 'custom_fields.industry'] },
		});
		expect(webhook.filters.stage_id).toMatch(/^stg_/);
		expect(webhook.filters.from_stage_id).toMatch(/^stg_/);

		await trigger.unpublish();
		expect(await webhooks()).toEqual([]);
	});

	test('sends no filter that its events do not have', async () => {
		await listen({ events: ['contact.created'], pipeline: byName('Gone'), changedFields: ['x'] });

		expect((await onlyWebhook()).filters).toMatchObject({
			pipeline_id: null,
			changed_fields: null,
		});
	});
});

describe('filters let through', () => {
	test('only deals that enter a stage from another', async () => {
		const trigger = await listen({
			events: ['deal.stage_changed'],
			pipeline: byName('Sales'),
			stage: byName('Meeting booked'),
			fromStage: byName('Contacted'),
		});

		const direct = await fluid.deal({ name: 'Direct' });
		await fluid.deal({ id: direct.id, stage: 'Meeting booked' });
		const contacted = await fluid.deal({ name: 'Contacted first', stage: 'Contacted' });
		await fluid.deal({ id: contacted.id, stage: 'Meeting booked' });

		const [item] = await trigger.next();
		expect(item?.json).toMatchObject({ data: { deal: { name: 'Contacted first' } } });
		expect(trigger.executions).toHaveLength(1);
	});

	test('only changes of the fields to watch', async () => {
		const trigger = await listen({ events: ['deal.updated'], changedFields: ['value'] });

		const { id } = await fluid.deal({ name: 'Engines' });
		await fluid.deal({ id, source: 'Smartlead' });
		await fluid.deal({ id, value: 4800 });

		const [item] = await trigger.next();
		expect(item?.json).toMatchObject({ changed_fields: ['value'] });
		expect(trigger.executions).toHaveLength(1);
	});
});

describe('what cannot be switched on says why', () => {
	test.each([
		[
			'an unknown pipeline',
			{ pipeline: byName('Sale') },
			'Pipeline Name: "Sale" is not a pipeline of this workspace. Did you mean "Sales"?',
		],
		[
			'an unknown stage',
			{ stage: byName('Contatced') },
			'Stage Name: "Contatced" is not a stage of pipeline "Sales". Did you mean "Contacted"?',
		],
		[
			'an unknown lead form',
			{ events: ['form.submitted'], form: byName('Contact us') },
			'No lead form is called "Contact us". There is none yet.',
		],
		['no event', { events: [] }, 'Events must have at least one entry.'],
		['an event nobody knows', { events: ['deal.create'] }, /Did you mean "deal.created"\?$/],
	])('%s', async (_, parameters, sentence) => {
		await expect(listen(parameters)).rejects.toThrow(sentence);
		expect(await webhooks()).toEqual([]);
	});

	test('a URL that Fluid cannot reach', async () => {
		const strict = await startFluidNodes({ FLUID_ALLOW_PRIVATE_WEBHOOKS: 'false' });
		const listener = await strict.nodes.listen({
			type: 'fluidTrigger',
			parameters: { events: ['deal.created'] },
		});

		await expect(listener.publish()).rejects.toThrow(/^URL: .*127\.0\.0\.1/);

		await listener.stop();
		await strict.fluid.stop();
	});
});

describe('a call that Fluid did not sign', () => {
	const event = () => ({ ...sampleEvent('deal.created'), id: `evt_${randomUUID()}` });
	const call = (url: string, body: string, headers: object) =>
		axios.post(url, body, {
			headers: { 'content-type': 'application/json', ...headers },
			validateStatus: () => true,
		});
	const secretOf = ({ staticData }: TriggerListener) =>
		(staticData.production as { secret: string }).secret;

	test('is refused with 401 and starts nothing', async () => {
		const trigger = await listen({});

		const answer = await call(trigger.url, JSON.stringify(event()), {});

		expect(answer.status).toBe(401);
		expect(answer.data).toMatchObject({ received: false });
		expect(trigger.executions).toEqual([]);
	});

	test.each([
		['whose body was changed on its way', (body: string) => body.replace('4800', '9999'), 0],
		['that is ten minutes old', (body: string) => body, 600],
	])('%s is refused as well', async (_, change, ageSeconds) => {
		const trigger = await listen({});
		const body = JSON.stringify(event());
		const sentAt = new Date(Date.now() - ageSeconds * 1000);
		const headers = sign('evt_1', sentAt, body, [secretOf(trigger)]);

		const answer = await call(trigger.url, change(body), headers);

		expect(answer.status).toBe(401);
		expect(trigger.executions).toEqual([]);
	});

	test('is refused though it is signed with the secret of another trigger', async () => {
		const trigger = await listen({});
		const other = await listen({}, 'production');
		const body = JSON.stringify(event());

		const answer = await call(
			trigger.url,
			body,
			sign('evt_1', new Date(), body, [secretOf(other)]),
		);

		expect(answer.status).toBe(401);
	});

	test('while one that it did sign starts the workflow', async () => {
		const trigger = await listen({});
		const body = JSON.stringify(event());

		const answer = await call(
			trigger.url,
			body,
			sign('evt_1', new Date(), body, [secretOf(trigger)]),
		);

		expect(answer.status).toBe(200);
		expect(answer.data).toEqual({ received: true });
		expect(trigger.executions).toHaveLength(1);
	});
});
