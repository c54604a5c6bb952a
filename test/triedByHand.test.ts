import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Event, Webhook } from '../contract/types';
import { byName, fluidNodesForFile } from './support/fluidNodes';
import type { TriggerListener } from './support/triggerListener';

const { fluid, nodes } = fluidNodesForFile();
let trigger: TriggerListener;

beforeAll(async () => {
	await fluid.deal({ name: 'First', stage: 'Contacted' });
	await fluid.deal({ name: 'Second', stage: 'Contacted' });
	await fluid.deal({ name: 'Third' });
});
afterEach(async () => {
	await trigger.unpublish();
	await trigger.stop();
});

const listen = async (parameters: object, version = 2, url: 'test' | 'production' = 'test') => {
	const call = { type: 'fluidTrigger', version, parameters: { ...parameters } };
	trigger = await nodes.listen(call, url);
	await trigger.publish();
};
const nameOfNext = async () => {
	const [item] = await trigger.next();
	return (item?.json as unknown as Event).data.deal?.name;
};
const names = async () =>
	((await fluid.get('/api-webhooks')).body.data as Webhook[]).map(({ name }) => name);

test('a trigger that is tried by hand takes the latest event at once', async () => {
	await listen({ events: ['deal.created'] });

	expect(await nameOfNext()).toBe('Third');
	expect(trigger.executions).toHaveLength(1);
});

test('it is the latest that fits the filters', async () => {
	await listen({ events: ['deal.created', 'deal.won'], stage: byName('Contacted') });

	expect(await nameOfNext()).toBe('Second');
});

test('without one that fits, the next one is waited for', async () => {
	await listen({ events: ['deal.won'] });
	expect(trigger.executions).toEqual([]);

	await fluid.deal({ name: 'Won', status: 'won' });

	expect(await nameOfNext()).toBe('Won');
});

test.each([
	['as the user chooses', { tryWith: 'nextEvent' }, 2],
	['in a step of the first version', {}, 1],
])('the next one is waited for %s', async (_, parameters, version) => {
	await listen({ events: ['deal.created'], ...parameters }, version);

	await fluid.deal({ name: `Next ${version}` });

	expect(await nameOfNext()).toBe(`Next ${version}`);
});

test('a published trigger is not given what happened before', async () => {
	await listen({ events: ['deal.created'] }, 2, 'production');
	await fluid.deal({ name: 'Published' });

	expect(await nameOfNext()).toBe('Published');
	expect(trigger.executions).toHaveLength(1);
});

test('its webhook is called by the names of the workflow and the node', async () => {
	await listen({ events: ['deal.created'] });

	expect(await names()).toEqual(['n8n: Test workflow, Fluid Trigger']);
});
