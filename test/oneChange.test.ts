import { afterEach, describe, expect, test } from 'vitest';
import { eventNames } from '../contract/events';
import type { ChangeMessage, Webhook } from '../contract/types';
import { fluidNodesForFile } from './support/fluidNodes';
import type { TriggerListener } from './support/triggerListener';
import savedWithFirst from './savedWorkflows/trigger-version-1.json';
import savedWithSecond from './savedWorkflows/trigger-version-2.json';

const { fluid, nodes } = fluidNodesForFile();
const listeners: TriggerListener[] = [];

afterEach(async () => {
	for (const listener of listeners.splice(0)) {
		await listener.unpublish();
		await listener.stop();
	}
});

async function listen(parameters: object, version?: number): Promise<TriggerListener> {
	const call = { type: 'fluidTrigger', version, parameters: { ...parameters } };
	const listener = await nodes.listen(call);
	listeners.push(listener);
	await listener.publish();
	return listener;
}

const onlyWebhook = async (): Promise<Webhook> => {
	const [webhook, ...others] = (await fluid.get('/api-webhooks')).body.data;
	expect(others).toEqual([]);
	return webhook;
};
/** Every execution so far, once nothing is to be delivered any more. */
async function executions(trigger: TriggerListener) {
	await fluid.everythingTried();
	return trigger.executions.map(([item]) => item?.json as unknown as ChangeMessage);
}
async function moveAndWin(): Promise<string> {
	const { id } = await fluid.deal({ name: 'Analytical Engines', stage: 'New lead' });
	await fluid.everythingTried();
	return id;
}

describe('when one change fires several events', () => {
	test('a new step offers first, beside the events, to start once', () => {
		const { properties } = nodes.nodeType('fluidTrigger', 3).description;
		const names = properties
			.filter(({ type }) => type !== 'notice')
			.map(({ displayName }) => displayName);
		const choice = properties.find(({ name }) => name === 'deliver');

		expect(names.slice(0, 2)).toEqual(['Events', 'When One Change Fires Several Events']);
		expect(choice?.default).toBe('each_change');
		expect(choice?.options?.map((option) => option.name)).toEqual([
			...['Start Once', 'Start Once for Each Event'],
		]);
	});

	test('a new step starts the workflow once, with all of them', async () => {
		const trigger = await listen({ events: eventNames });
		expect(await onlyWebhook()).toMatchObject({ deliver: 'each_change', ordering: 'none' });

		await fluid.deal({ name: 'Engines', status: 'won', contact: { name: 'Ada Lovelace' } });

		expect(await executions(trigger)).toMatchObject([
			{
				type: 'deal.won',
				types: ['deal.won', 'deal.created', 'contact.created'],
				data: { deal: { name: 'Engines' }, contact: { name: 'Ada Lovelace' } },
			},
		]);
	});

	test('simplified, it is the object of the most important one, with the names of all', async () => {
		const trigger = await listen({ events: eventNames, options: { simplify: true } });

		await fluid.deal({ name: 'Engines', status: 'won' });

		expect(await executions(trigger)).toMatchObject([
			{
				name: 'Engines',
				event_type: 'deal.won',
				event_types: ['deal.won', 'deal.created'],
				event_id: expect.stringMatching(/^chg_/),
			},
		]);
	});

	test('a step that is set to it starts once for each of them', async () => {
		const events = ['deal.created', 'deal.won'];
		const trigger = await listen({ events, deliver: 'each_event' });
		expect((await onlyWebhook()).deliver).toBe('each_event');

		await fluid.deal({ name: 'Engines', status: 'won' });

		const types = (await executions(trigger)).map(({ type }) => type);
		expect(types.sort()).toEqual(events);
	});

	test('a step whose choice was changed gets another webhook', async () => {
		const parameters = { events: ['deal.created', 'deal.won'] };
		const trigger = await listen(parameters);
		const before = await onlyWebhook();
		trigger.setParameters({ ...parameters, deliver: 'each_event' });
		await trigger.publish();

		const after = await onlyWebhook();
		expect([after.deliver, after.id === before.id]).toEqual(['each_event', false]);
		await trigger.publish();
		expect((await onlyWebhook()).id).toBe(after.id);
	});
});

test('a step that keeps the order has a webhook that does', async () => {
	const trigger = await listen({ events: ['deal.updated'], options: { keepOrder: true } });
	const before = await onlyWebhook();
	expect(before.ordering).toBe('per_object');

	await trigger.publish();

	expect((await onlyWebhook()).id).toBe(before.id);
});

describe('a workflow that was saved with an earlier version', () => {
	test.each([
		[1, savedWithFirst],
		[2, savedWithSecond],
	])('%d starts once for each event, as before', async (version, { nodes: [step] }) => {
		expect(step?.typeVersion).toBe(version);
		const trigger = await listen(step?.parameters as object, version);
		expect(await onlyWebhook()).toMatchObject({ deliver: 'each_event', ordering: 'none' });
		const id = await moveAndWin();

		await fluid.deal({ id, stage: 'Contacted', status: 'won' });

		const items = (await executions(trigger)) as unknown as Array<Record<string, unknown>>;
		expect(items.map(({ event_type }) => event_type).sort()).toEqual([
			...['deal.stage_changed', 'deal.updated', 'deal.won'],
		]);
		for (const item of items) {
			expect(item).toMatchObject({ id, event_id: expect.stringMatching(/^evt_/) });
			expect(item).not.toHaveProperty('event_types');
		}
	});

	test('keeps the webhook that its earlier version has made', async () => {
		const trigger = await listen(savedWithSecond.nodes[0]?.parameters as object, 2);
		const { id } = await onlyWebhook();

		await trigger.publish();

		expect((await onlyWebhook()).id).toBe(id);
	});

	test('does not show the choice', () => {
		const { properties } = nodes.nodeType('fluidTrigger', 2).description;
		const choice = properties.find(({ name }) => name === 'deliver');
		expect(choice?.displayOptions?.show?.['@version']).toEqual([3]);
	});
});
