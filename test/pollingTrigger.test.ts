import type { IDataObject } from 'n8n-workflow';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Webhook } from '../contract/types';
import { limits } from '../server/src/limits';
import { byName, proxiedNodesForFile } from './support/fluidNodes';
import type { TriggerPoller } from './support/triggerPoller';

limits.graceMs = 0;

const { fluid, nodes, passage } = proxiedNodesForFile();
let trigger: TriggerPoller;

const CREATED = { events: ['deal.created'], pipeline: byName('Sales') };

beforeEach(async () => {
	for (const { id } of await webhooks()) await fluid.delete(`/api-webhooks/${id}`);
	for (const { name } of (await fluid.get('/api-consumers')).body.data)
		await fluid.delete(`/api-consumers/${name}`);
	trigger = nodes.poller({ type: 'fluidPollingTrigger', parameters: CREATED });
});

const webhooks = async (): Promise<Webhook[]> => (await fluid.get('/api-webhooks')).body.data;
const named = (items: Array<{ json: IDataObject }>) =>
	items.map(({ json }) => ((json.data as IDataObject).deal as IDataObject).name);
const statuses = async () => {
	const [webhook] = await webhooks();
	const { body } = await fluid.get(`/api-webhooks/${webhook?.id}/deliveries`);
	return body.data.map(({ status }: { status: string }) => status);
};

/** Has Fluid hand out again what was leased, as it does when the time is over. */
async function leasesEnd(): Promise<void> {
	await fluid.service.database.write(fluid.workspaceId, (transaction) =>
		transaction.run({
			strings: ["update deliveries set next_attempt_at = created_at where status = 'pending'"],
			values: [],
		}),
	);
}

describe('a workflow that fetches', () => {
	test('starts with what happens from its publication on, oldest first, all of a minute together', async () => {
		await fluid.deal({ name: 'Before' });
		expect(await trigger.poll()).toEqual([]);

		await fluid.deal({ name: 'First' });
		await fluid.deal({ name: 'Second' });
		await fluid.deal({ id: (await fluid.deal({ name: 'Third' })).id, value: 5 });

		expect(named(await trigger.poll())).toEqual(['First', 'Second', 'Third']);
		expect(await trigger.poll()).toEqual([]);
	});

	test('has a webhook in Fluid that sends nothing, named after workflow and step', async () => {
		await trigger.poll();
		expect(await webhooks()).toMatchObject([
			{
				name: 'n8n: Test workflow, Fluid Polling Trigger',
				url: null,
				delivery: 'pull',
				events: ['deal.created'],
				consumer: expect.stringMatching(/^n8n:[0-9a-f]{64}$/),
			},
		]);
	});

	test('commits what it handed to n8n when it fetches next', async () => {
		await trigger.poll();
		await fluid.deal({ name: 'Acme website' });
		await trigger.poll();
		expect(await statuses()).toEqual(['pending']);

		await trigger.poll();

		expect(await statuses()).toEqual(['succeeded']);
	});

	test('doubles nothing when n8n starts again after it has started the execution', async () => {
		await trigger.poll();
		await fluid.deal({ name: 'Acme website' });
		expect(named(await trigger.poll())).toEqual(['Acme website']);

		trigger.restart();
		await leasesEnd();

		expect(await trigger.poll()).toEqual([]);
		await leasesEnd();
		trigger.restart();
		expect(await trigger.poll()).toEqual([]);
	});

	test('loses nothing when n8n is killed before it has started the execution', async () => {
		await trigger.poll();
		await fluid.deal({ name: 'Acme website' });
		expect(named(await trigger.pollAndDie())).toEqual(['Acme website']);

		expect(await trigger.poll()).toEqual([]);
		await leasesEnd();
		expect(named(await trigger.poll())).toEqual(['Acme website']);
	});

	test('keeps for its next poll what two polls at once have handed over', async () => {
		await trigger.poll();
		await fluid.deal({ name: 'First' });
		const first = trigger.poll();
		const second = trigger.poll();
		expect([...(await first), ...(await second)]).toHaveLength(1);

		await leasesEnd();
		expect(await trigger.poll()).toEqual([]);
	});

	test('loses nothing when it is edited, when its webhook is deleted, and while it is switched off', async () => {
		await trigger.poll();
		await fluid.deal({ name: 'Before the edit' });
		trigger.setParameters({ events: ['deal.created', 'deal.won'] });
		expect(named(await trigger.poll())).toEqual(['Before the edit']);
		expect(await webhooks()).toHaveLength(1);

		const [webhook] = await webhooks();
		await fluid.deal({ name: 'Before the deletion' });
		await fluid.delete(`/api-webhooks/${webhook?.id}`);
		await fluid.deal({ name: 'After the deletion' });
		trigger.restart();

		expect(named(await trigger.poll())).toEqual(['Before the deletion', 'After the deletion']);
		await leasesEnd();
		expect(await trigger.poll()).toEqual([]);
	});

	test('fetches up to a thousand events at once, and the rest the next time', async () => {
		await trigger.poll();
		const many = (count: number) =>
			Array.from({ length: count }, (_, n) => ({ name: `Deal ${n}` }));
		await fluid.ingest({ deals: many(1_000) });
		await fluid.ingest({ deals: many(30) });

		expect(await trigger.poll()).toHaveLength(1_000);
		expect(await trigger.poll()).toHaveLength(30);
		expect(await trigger.poll()).toEqual([]);
		expect(new Set(await statuses())).toEqual(new Set(['succeeded']));
	});

	test('fetches nothing while its webhook is paused in Fluid', async () => {
		await trigger.poll();
		const [webhook] = await webhooks();
		await fluid.patch(`/api-webhooks/${webhook?.id}`, { status: 'paused' });
		await fluid.deal({ name: 'Acme website' });

		expect(await trigger.poll()).toEqual([]);
	});

	test('says in a sentence that Fluid cannot be reached, and goes on when it can', async () => {
		await trigger.poll();
		await fluid.deal({ name: 'Acme website' });
		passage.breakDown(/pull/);
		await expect(trigger.poll()).rejects.toThrow(/Try again in a moment/);

		passage.recover();

		expect(named(await trigger.poll())).toEqual(['Acme website']);
	});
});

describe('when it is tried by hand', () => {
	test('it starts with the newest event that fits, and takes nothing from the published workflow', async () => {
		await trigger.poll();
		await fluid.addPipeline('Partners', ['New lead']);
		await fluid.deal({ name: 'The newest of Sales' });
		await fluid.deal({ name: 'Of Partners', pipeline: 'Partners' });

		expect(named(await trigger.tryByHand())).toEqual(['The newest of Sales']);

		expect(await webhooks()).toHaveLength(1);
		expect(named(await trigger.poll())).toEqual(['The newest of Sales']);
	});

	test('it says what to do where nothing has happened yet', async () => {
		trigger.setParameters({ events: ['contact.deleted'] });
		await expect(trigger.tryByHand()).rejects.toThrow(/Make it happen there/);
		expect(await webhooks()).toEqual([]);
	});

	test('it returns the deal alone if that is wanted', async () => {
		await fluid.deal({ name: 'Acme website' });
		trigger.setParameters({ options: { simplify: true } });
		const [item] = await trigger.tryByHand();
		expect(item?.json).toMatchObject({ name: 'Acme website', event_type: 'deal.created' });
	});
});
