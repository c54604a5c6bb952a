import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../server/src/limits';
import type { FluidClient } from './support/fluidClient';
import { fluidNodesForFile } from './support/fluidNodes';
import type { TriggerListener } from './support/triggerListener';

const { fluid, nodes } = fluidNodesForFile({ FLUID_RETRY_SCHEDULE: '1h' });
let trigger: TriggerListener;

beforeEach(async () => {
	trigger = await nodes.listen(catchingUp(true));
});
afterEach(async () => {
	await trigger.unpublish();
	await trigger.stop();
});

const catchingUp = (catchUp: boolean) => ({
	type: 'fluidTrigger',
	parameters: { events: ['deal.created'], options: { catchUp } },
});

const names = () =>
	trigger.executions.map(
		([item]) => (item?.json as { data: { deal: { name: string } } }).data.deal.name,
	);
const allNames = async (count: number) => {
	await expect.poll(names, { timeout: 5000 }).toHaveLength(count);
	return names();
};
const named = (name: string, count: number) =>
	Array.from({ length: count }, (_, index) => ({ name: `${name} ${index}` }));

describe('a workflow that catches up', () => {
	test('starts for what happened while it was off, each once', async () => {
		await trigger.publish();
		await fluid.deal({ name: 'Before' });
		await allNames(1);

		await trigger.unpublish();
		await fluid.deal({ name: 'While off' });
		await fluid.deal({ name: 'Still off' });
		await trigger.publish();
		await fluid.deal({ name: 'After' });

		expect((await allNames(4)).sort()).toEqual(['After', 'Before', 'Still off', 'While off']);
		await fluid.everythingTried();
		expect(names()).toHaveLength(4);
	});

	test('asks only for the events it is switched on for', async () => {
		await trigger.publish();
		await trigger.unpublish();
		const { id } = await fluid.deal({ name: 'Created' });
		await fluid.deal({ id, status: 'won' });

		await trigger.publish();

		expect(await allNames(1)).toEqual(['Created']);
		await fluid.everythingTried();
		expect(names()).toHaveLength(1);
	});

	test('gets what did not arrive before it was switched off', async () => {
		await trigger.publish();
		await fluid.deal({ name: 'Arrived' });
		await allNames(1);
		trigger.breakDown();
		await fluid.deal({ name: 'Lost' });
		await trigger.failures(1);

		await trigger.unpublish();
		trigger.recover();
		await trigger.publish();

		expect(await allNames(2)).toEqual(['Arrived', 'Lost']);
		await fluid.everythingTried();
		expect(names()).toHaveLength(2);
	});

	test('gets what was held while its webhook was paused', async () => {
		await trigger.publish();
		await fluid.deal({ name: 'Before' });
		await allNames(1);
		const [{ id }] = (await fluid.get('/api-webhooks')).body.data;
		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		await fluid.deal({ name: 'Held' });

		await trigger.publish();

		expect(await allNames(2)).toEqual(['Before', 'Held']);
		await fluid.everythingTried();
		expect(names()).toHaveLength(2);
	});

	test('gets the rest when it is switched off while it catches up', async () => {
		await trigger.publish();
		await trigger.unpublish();
		await fluid.deal({ name: 'Missed' });
		trigger.breakDown();
		await trigger.publish();
		await trigger.failures(1);

		await trigger.unpublish();
		trigger.recover();
		await trigger.publish();

		expect(await allNames(1)).toEqual(['Missed']);
		await fluid.everythingTried();
		expect(names()).toHaveLength(1);
	});

	test('does not start again for what it has caught up with, when its webhook is made anew', async () => {
		await trigger.publish();
		await trigger.unpublish();
		await fluid.deal({ name: 'Missed' });
		await trigger.publish();
		await allNames(1);
		const [{ id }] = (await fluid.get('/api-webhooks')).body.data;
		await fluid.delete(`/api-webhooks/${id}`);

		await trigger.publish();

		await fluid.everythingTried();
		expect(names()).toEqual(['Missed']);
	});

	test('starts for what happened since the last arrival when its webhook was deleted in Fluid', async () => {
		await trigger.publish();
		await fluid.deal({ name: 'Arrived' });
		await allNames(1);
		const [{ id }] = (await fluid.get('/api-webhooks')).body.data;
		await fluid.delete(`/api-webhooks/${id}`);
		await fluid.deal({ name: 'Missed' });

		await trigger.publish();

		expect(await allNames(2)).toEqual(['Arrived', 'Missed']);
		await fluid.everythingTried();
		expect(names()).toHaveLength(2);
	});

	test('does so when it was switched off after its webhook was deleted', async () => {
		await trigger.publish();
		await fluid.deal({ name: 'Arrived' });
		await allNames(1);
		const [{ id }] = (await fluid.get('/api-webhooks')).body.data;
		await fluid.delete(`/api-webhooks/${id}`);
		await fluid.deal({ name: 'Missed' });
		await trigger.unpublish();

		await trigger.publish();

		expect(await allNames(2)).toEqual(['Arrived', 'Missed']);
		await fluid.everythingTried();
		expect(names()).toHaveLength(2);
	});

	test('starts for nothing from before it was first switched on', async () => {
		await fluid.deal({ name: 'Long ago' });
		await trigger.publish();
		const [{ id }] = (await fluid.get('/api-webhooks')).body.data;
		await fluid.delete(`/api-webhooks/${id}`);
		await fluid.deal({ name: 'Missed' });

		await trigger.publish();

		expect(await allNames(1)).toEqual(['Missed']);
		await fluid.everythingTried();
		expect(names()).toHaveLength(1);
	});

	test('starts for hundreds of events that waited or happened while it was off, each once', async () => {
		await trigger.publish();
		trigger.breakDown();
		await fluid.ingest({ deals: named('Waiting', 600) });
		await trigger.failures(600);
		await fluid.everythingTried();
		await trigger.unpublish();
		trigger.recover();
		await fluid.ingest({ deals: named('While off', 600) });

		await trigger.publish();

		await expect.poll(names, { timeout: 20_000 }).toHaveLength(1_200);
		await fluid.everythingTried();
		expect(new Set(names()).size).toBe(1_200);
		expect(names()).toHaveLength(1_200);
	});

	test('starts again for an event that the user sends again in Fluid', async () => {
		await trigger.publish();
		const started = new Date().toISOString();
		await fluid.deal({ name: 'Wanted twice' });
		await allNames(1);
		const [{ id }] = (await fluid.get('/api-webhooks')).body.data;

		await fluid.post(`/api-webhooks/${id}/replay`, { since: started });

		expect(await allNames(2)).toEqual(['Wanted twice', 'Wanted twice']);
	});
});

describe('a workflow whose credential now leads to another workspace, where much happened before', () => {
	let credential: { url: string; apiKey: string };
	let moving: TriggerListener;
	let other: FluidClient;

	beforeAll(async () => {
		limits.graceMs = 300;
		other = await fluid.otherWorkspace('Client B');
	});
	beforeEach(async () => {
		credential = { url: fluid.url, apiKey: fluid.key };
		moving = await nodes.withCredentials({ fluidApi: credential }).listen(catchingUp(true));
		await moving.publish();
		await fluid.deal({ name: 'In the first' });
		await moving.next();
		for (const name of ['Old', 'Older']) await other.deal({ name });
	});
	afterEach(async () => {
		await moving.unpublish();
		await moving.stop();
		for (const { id } of (await fluid.get('/api-webhooks')).body.data)
			await fluid.delete(`/api-webhooks/${id}`);
	});

	test.each([
		['while it is on', async () => {}],
		['while it is off', () => moving.unpublish()],
	])('starts for what happens there from now on, when that is changed %s', async (_, before) => {
		await before();
		credential.apiKey = other.key;
		await moving.unpublish();
		await moving.publish();
		await other.deal({ name: 'New' });

		expect((await moving.next())[0]?.json).toMatchObject({ data: { deal: { name: 'New' } } });
		await fluid.everythingTried();
		expect(moving.executions).toHaveLength(2);
	});
});

test('a workflow that does not catch up starts for new events only', async () => {
	const plain = await nodes.listen(catchingUp(false));
	await plain.publish();
	await plain.unpublish();
	await fluid.deal({ name: 'While off' });

	await plain.publish();
	await fluid.deal({ name: 'After' });

	const [item] = await plain.next();
	expect(item?.json).toMatchObject({ data: { deal: { name: 'After' } } });
	await fluid.everythingTried();
	expect(plain.executions).toHaveLength(1);
	await plain.unpublish();
	await plain.stop();
});

describe('a workflow that does not catch up and is edited while it is published', () => {
	test('loses nothing that waited or happened meanwhile', async () => {
		const edited = await nodes.listen(catchingUp(false));
		await edited.publish();
		edited.breakDown();
		await fluid.deal({ name: 'Waiting' });
		await edited.failures(1);
		edited.recover();

		await edited.publishEdited({ events: ['deal.created', 'deal.won'], options: {} });
		await fluid.deal({ name: 'After' });

		await expect.poll(() => edited.executions.length).toBe(2);
		await fluid.everythingTried();
		expect(edited.executions).toHaveLength(2);
		await edited.unpublish();
		await edited.stop();
	});
});

describe('a workflow of an earlier version', () => {
	const asBefore = async (webhook: object = {}) => {
		const input = { url: trigger.url, events: ['deal.created'], ...webhook };
		return (await fluid.post('/api-webhooks', input)).body;
	};

	test('starts for what it has noted as missed, without what arrived, and forgets its notes', async () => {
		const since = (await fluid.deal({ name: 'Arrived' })).created_at;
		await fluid.deal({ name: 'Missed' });
		const recent = (await fluid.get(`/api-events?type=deal.created&limit=2`)).body.data;
		const arrived = [recent[1].id];
		Object.assign(trigger.staticData, {
			workspaceId: fluid.workspaceId,
			missed: { since, arrived, fetchedAt: null },
			last: { sequence: 1, timestamp: since },
		});

		await trigger.publish();

		expect(await allNames(1)).toEqual(['Missed']);
		await fluid.everythingTried();
		expect(names()).toHaveLength(1);
		expect(Object.keys(trigger.staticData)).toEqual(['production']);
	});

	test('does not start for what was noted of another workspace', async () => {
		const since = (await fluid.deal({ name: 'Elsewhere' })).created_at;
		const missed = { since, arrived: [], fetchedAt: null };
		Object.assign(trigger.staticData, { workspaceId: 'ws_other', missed });
		await trigger.publish();
		await fluid.everythingTried();
		expect(names()).toEqual([]);
	});

	test.each([
		['switched off', () => trigger.unpublish()],
		['restarted', async () => {}],
	])('gives its webhook a consumer when it is %s', async (_, act) => {
		const { id, secret, filters } = await asBefore();
		const asked = JSON.stringify([trigger.url, ['deal.created'], {}]);
		trigger.staticData.production = { id, url: trigger.url, secret, asked, filters };
		await fluid.deal({ name: 'Arrived' });
		await allNames(1);

		await act();
		await trigger.checkExists();

		const { data } = (await fluid.get('/api-consumers')).body;
		const [consumer] = data
			.filter(({ name }: { name: string }) => name.startsWith('n8n:'))
			.slice(-1);
		expect(consumer.name).toMatch(/^n8n:[0-9a-f]{64}$/);
		await trigger.unpublish();
		await fluid.deal({ name: 'While off' });
		await trigger.publish();
		expect(await allNames(2)).toEqual(['Arrived', 'While off']);
	});
});

test('a copy at another address leaves the webhook of the original alone, and has one of its own', async () => {
	await trigger.publish();
	const copy = await nodes.listen(catchingUp(true));
	Object.assign(copy.staticData, structuredClone({ ...trigger.staticData }));

	await copy.unpublish();
	Object.assign(copy.staticData, structuredClone({ ...trigger.staticData }));
	await copy.publish();
	await fluid.deal({ name: 'For both' });

	expect(await allNames(1)).toEqual(['For both']);
	await expect.poll(() => copy.executions.length).toBe(1);
	await copy.unpublish();
	expect((await fluid.get('/api-webhooks')).body.data).toHaveLength(1);
	await copy.stop();
});

test('the test URL has no consumer', async () => {
	const testing = await nodes.listen(catchingUp(true), 'test');
	await testing.publish();
	const [webhook] = (await fluid.get('/api-webhooks')).body.data;
	expect(webhook).toMatchObject({ url: testing.url, consumer: null });
	await testing.unpublish();
	await testing.stop();
});
