import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FluidClient } from './support/fluidClient';
import { type FluidNodes, startFluidNodes } from './support/fluidNodes';
import type { TriggerListener } from './support/triggerListener';

let fluid: FluidNodes['fluid'];
let nodes: FluidNodes['nodes'];
let trigger: TriggerListener;

beforeAll(async () => {
	({ fluid, nodes } = await startFluidNodes({ FLUID_RETRY_SCHEDULE: '1h' }));
});
beforeEach(async () => {
	trigger = await nodes.listen(catchingUp(true));
});
afterEach(async () => {
	await trigger.unpublish();
	await trigger.stop();
});
afterAll(() => fluid.stop());

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
/** Long enough for a delivery that should not come. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 300));

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
		await settled();
		expect(names()).toHaveLength(4);
	});

	test('asks only for the events it is switched on for', async () => {
		await trigger.publish();
		await trigger.unpublish();
		const { id } = await fluid.deal({ name: 'Created' });
		await fluid.deal({ id, status: 'won' });

		await trigger.publish();

		expect(await allNames(1)).toEqual(['Created']);
		await settled();
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
		await settled();
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
		await settled();
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
		await settled();
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

		await settled();
		expect(names()).toEqual(['Missed']);
	});

	test('starts for what happened since the last arrival when its webhook was deleted in Fluid', async () => {
		await trigger.publish();
		await fluid.deal({ name: 'Arrived' });
		await allNames(1);
		const [{ id }] = (await fluid.get('/api-webhooks')).body.data;
		await fluid.delete(`/api-webhooks/${id}`);
		await fluid.deal({ name: 'Nobody told' });

		await trigger.publish();

		expect(await allNames(2)).toEqual(['Arrived', 'Nobody told']);
		await settled();
		expect(names()).toHaveLength(2);
	});

	test('does so when it was switched off after its webhook was deleted', async () => {
		await trigger.publish();
		await fluid.deal({ name: 'Arrived' });
		await allNames(1);
		const [{ id }] = (await fluid.get('/api-webhooks')).body.data;
		await fluid.delete(`/api-webhooks/${id}`);
		await fluid.deal({ name: 'Nobody told' });
		await trigger.unpublish();

		await trigger.publish();

		expect(await allNames(2)).toEqual(['Arrived', 'Nobody told']);
		await settled();
		expect(names()).toHaveLength(2);
	});

	test('starts for nothing from before it was first switched on', async () => {
		await fluid.deal({ name: 'Long ago' });
		await trigger.publish();
		const [{ id }] = (await fluid.get('/api-webhooks')).body.data;
		await fluid.delete(`/api-webhooks/${id}`);
		await fluid.deal({ name: 'Nobody told' });

		await trigger.publish();

		expect(await allNames(1)).toEqual(['Nobody told']);
		await settled();
		expect(names()).toHaveLength(1);
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
		await settled();
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
	await settled();
	expect(plain.executions).toHaveLength(1);
	await plain.unpublish();
	await plain.stop();
});
