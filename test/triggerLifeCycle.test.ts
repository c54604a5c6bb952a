import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Webhook } from '../contract/types';
import { byName, fluidNodesForFile } from './support/fluidNodes';
import { Passage } from './support/passage';
import type { TriggerListener } from './support/triggerListener';

const { fluid, nodes } = fluidNodesForFile();
let trigger: TriggerListener;

beforeEach(async () => {
	trigger = await nodes.listen(withPipeline);
});
afterEach(async () => {
	await trigger.unpublish();
	await trigger.stop();
});

const withPipeline = {
	type: 'fluidTrigger',
	parameters: { events: ['deal.created'], pipeline: byName('Sales') },
};

const webhooks = async (): Promise<Webhook[]> => (await fluid.get('/api-webhooks')).body.data;
const ids = async () => (await webhooks()).map(({ id }) => id);

describe('when n8n starts again, the webhook', () => {
	test('stays when it is as the node wants it', async () => {
		await trigger.publish();
		const before = await ids();

		await trigger.publish();

		expect(await ids()).toEqual(before);
	});

	test('is made anew when it was deleted in Fluid', async () => {
		await trigger.publish();
		const [gone] = await ids();
		await fluid.delete(`/api-webhooks/${gone}`);

		await trigger.publish();

		expect(await ids()).toHaveLength(1);
		expect(await ids()).not.toContain(gone);
		await fluid.deal({ name: 'Engines' });
		expect(await trigger.next()).toHaveLength(1);
	});

	test.each([
		['events', { events: ['deal.won'] }],
		['filters', { filters: { pipeline_id: null } }],
		['URL', { url: 'http://127.0.0.1:1/elsewhere' }],
	])('replaces itself when somebody changed its %s in Fluid', async (_, change) => {
		await trigger.publish();
		const [changed] = await ids();
		await fluid.patch(`/api-webhooks/${changed}`, change);

		await trigger.publish();

		expect(await webhooks()).toMatchObject([{ url: trigger.url, events: ['deal.created'] }]);
		expect(await ids()).not.toContain(changed);
	});

	test('replaces itself when its secret was rotated in Fluid, however often', async () => {
		await trigger.publish();
		const [rotated] = await ids();
		await fluid.post(`/api-webhooks/${rotated}/rotate-secret`);
		await fluid.post(`/api-webhooks/${rotated}/rotate-secret`);

		await trigger.publish();

		expect(await ids()).not.toContain(rotated);
		await fluid.deal({ name: 'Engines' });
		expect(await trigger.next()).toHaveLength(1);
		await trigger.publish();
		expect(await ids()).toHaveLength(1);
	});

	test('replaces itself when the node was changed', async () => {
		await trigger.publish();
		const [before] = await ids();
		trigger.setParameters({ events: ['deal.created', 'deal.lost'], pipeline: byName('Sales') });

		await trigger.publish();

		expect(await webhooks()).toMatchObject([{ events: ['deal.created', 'deal.lost'] }]);
		expect(await ids()).not.toContain(before);
	});

	test('goes on when it was paused', async () => {
		await trigger.publish();
		const [paused] = await ids();
		await fluid.patch(`/api-webhooks/${paused}`, { status: 'paused' });

		await trigger.publish();

		expect(await webhooks()).toMatchObject([{ id: paused, status: 'active' }]);
	});
});

describe('a webhook that the node has no record of', () => {
	test('is removed when the answer that named it was lost', async () => {
		const passage = await Passage.to(fluid.url);
		const before = nodes.withCredentials({ fluidApi: { url: passage.url, apiKey: fluid.key } });
		const listening = await before.listen(withPipeline);
		passage.loseNextAnswer(/POST/);

		await expect(listening.publish()).rejects.toThrow(
			/was interrupted before there was a response/,
		);
		expect(await webhooks()).toMatchObject([{ url: listening.url }]);
		await listening.publish();

		expect(await webhooks()).toMatchObject([{ url: listening.url }]);
		await listening.unpublish();
		expect(await webhooks()).toEqual([]);
		await listening.stop();
		await passage.stop();
	});

	test('is removed when n8n forgot what it noted at the test URL, and no other is', async () => {
		await trigger.publish();
		const [published] = await ids();
		const testing = await nodes.listen(withPipeline, 'test');
		await testing.publish();
		delete testing.staticData.test;

		await testing.publish();

		expect(await ids()).toHaveLength(2);
		expect(await ids()).toContain(published);
		await testing.unpublish();
		expect(await ids()).toEqual([published]);
		await testing.stop();
	});
});

describe('switching off', () => {
	test('removes the webhook and its secret', async () => {
		await trigger.publish();

		await trigger.unpublish();

		expect(await webhooks()).toEqual([]);
		expect(trigger.staticData.production).toBeUndefined();
	});

	test('is done when Fluid no longer has the webhook', async () => {
		await trigger.publish();
		const [gone] = await ids();
		await fluid.delete(`/api-webhooks/${gone}`);

		await trigger.unpublish();

		expect(trigger.staticData.production).toBeUndefined();
	});

	test('is done when nothing was switched on', async () => {
		await trigger.unpublish();

		expect(await webhooks()).toEqual([]);
	});
});

describe('listening at the test URL', () => {
	let testing: TriggerListener;

	beforeEach(async () => {
		testing = await nodes.listen(withPipeline, 'test');
	});
	afterEach(() => testing.stop());

	test('has a webhook of its own beside the published one, and takes it away alone', async () => {
		await trigger.publish();
		const [published] = await ids();
		// n8n starts from what the published workflow keeps.
		Object.assign(testing.staticData, structuredClone({ ...trigger.staticData }));

		await testing.publish();
		expect((await webhooks()).map(({ url }) => url).sort()).toEqual(
			[trigger.url, testing.url].sort(),
		);

		await fluid.deal({ name: 'Engines' });
		expect((await testing.next())[0]?.json).toMatchObject({ type: 'deal.created' });
		expect((await trigger.next())[0]?.json).toMatchObject({ type: 'deal.created' });

		await testing.unpublish();
		expect(await ids()).toEqual([published]);
		await fluid.deal({ name: 'Difference Engines' });
		expect((await trigger.next())[0]?.json).toMatchObject({
			data: { deal: { name: 'Difference Engines' } },
		});
	});
});
