import { describe, expect, test } from 'vitest';
import { type EventName, eventNames } from '../../contract/events';
import { sampleEvent } from '../../contract/sample';
import { sign } from '../../contract/signature';
import type { Webhook } from '../../contract/types';
import { fluidForFile } from '../../test/support/fluid';
import { LiveZaps, operation } from './support/liveZaps';
import { asZapierHandsOn, failure } from './support/zap';

const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '50ms' });
const zaps = LiveZaps.forFile(fluid);
const { zap, turnOn, started } = zaps;

const webhook = async (id: string) => (await fluid.get(`/api-webhooks/${id}`)).body as Webhook;
const stageId = async (name: string): Promise<string> => {
	const { body } = await fluid.get('/api-stages');
	return body.data.find((stage: { name: string }) => stage.name === name).id;
};

describe('turning a Zap on and off', () => {
	test('subscribes its own address to the one event, and ends that', async () => {
		const subscription = await turnOn('deal.won');
		expect(subscription.secret).toMatch(/^whsec_/);
		expect(await webhook(subscription.id)).toMatchObject({
			url: `${zaps.hooks.url}/hooks/standard/1/abc`,
			events: ['deal.won'],
			status: 'active',
		});

		await zap(operation('deal.won').performUnsubscribe, {}, { subscribeData: subscription });

		expect((await fluid.get(`/api-webhooks/${subscription.id}`)).status).toBe(404);
	});

	test.each([
		[{ zap: { id: '7', name: 'Won deals to Slack' } }, 'Zapier: Won deals to Slack'],
		[{ zap: { id: 7 } }, 'Zapier: Zap 7'],
		[{}, 'Zapier'],
		[{ zap: { id: '7', name: 'x'.repeat(300) } }, `Zapier: ${'x'.repeat(192)}`],
	])('names its webhook for those who look in Fluid: %#', async (meta, name) => {
		const subscription = await zap(
			operation('deal.won').performSubscribe,
			{},
			{ targetUrl: `${zaps.hooks.url}/hooks`, meta: meta as never },
		);
		zaps.turnOffLater(subscription);

		expect((await webhook(subscription.id)).name).toBe(name);
	});

	test('off works although the webhook was deleted in Fluid before', async () => {
		const subscription = await turnOn('deal.won');
		await fluid.delete(`/api-webhooks/${subscription.id}`);

		const ended = zap(
			operation('deal.won').performUnsubscribe,
			{},
			{ subscribeData: subscription },
		);

		await expect(ended).resolves.toEqual({ id: subscription.id });
	});

	test('off works although turning it on has failed', async () => {
		await zap(operation('deal.won').performUnsubscribe);
		await zap(operation('deal.won').performUnsubscribe, {}, { subscribeData: {} as never });
	});

	test('lets many Zaps listen to the same event', async () => {
		const [first, second] = [await turnOn('deal.created'), await turnOn('deal.created')];

		await fluid.deal({ name: 'Acme website' });

		expect(await zaps.hooks.waitFor(2)).toHaveLength(2);
		expect(first.id).not.toBe(second.id);
	});
});

describe('a change in Fluid', () => {
	test('starts the Zap at once with the deal at the top and the event beside it', async () => {
		const subscription = await turnOn('deal.stage_changed');
		const deal = await fluid.deal({ name: 'Acme website', contact: { email: 'ada@example.com' } });

		await fluid.deal({ id: deal.id, stage: 'Meeting booked' });
		const [record, ...others] = await started('deal.stage_changed', subscription);

		expect(others).toEqual([]);
		expect(record).toMatchObject({
			id: deal.id,
			name: 'Acme website',
			stage_name: 'Meeting booked',
			contact: { email: 'ada@example.com' },
			event_type: 'deal.stage_changed',
			changed_fields: ['stage_id', 'stage_name'],
			previous: { stage_name: 'New lead' },
		});
		expect(record.event_id).toMatch(/^evt_/);
	});

	test.each(eventNames)('%s has the same shape live, listed and as a sample', async (event) => {
		const subscription = await turnOn(event);
		await fluid.post(`/api-webhooks/${subscription.id}/test`, { type: event });

		const [live] = await started(event, subscription);

		expect(Object.keys(live)).toEqual(Object.keys(operation(event).sample));
		const known = operation(event).outputFields.map((field: { key?: string }) => field.key);
		const top = Object.keys(live).filter(
			(key) => !['custom_fields', 'fields', 'previous'].includes(key),
		);
		for (const key of top) {
			expect(
				known.some((name?: string) => name?.split('__')[0] === key),
				key,
			).toBe(true);
		}
	});
});

describe('testing a trigger in the editor', () => {
	test('lists what happened, newest first, exactly as it is delivered', async () => {
		const subscription = await turnOn('contact.updated');
		const { body: ada } = await fluid.post('/api-contacts', { name: 'Ada Lovelace' });
		await fluid.patch(`/api-contacts/${ada.id}`, { title: 'Head of Operations' });
		await fluid.patch(`/api-contacts/${ada.id}`, { title: 'Chief Operating Officer' });

		const listed = await zap(operation('contact.updated').performList);
		const delivered = await started('contact.updated', subscription, 2);

		expect(listed.map(({ title }: { title: string }) => title)).toEqual([
			'Chief Operating Officer',
			'Head of Operations',
		]);
		expect(listed).toContainEqual(delivered[0]);
	});

	test('lists nothing where nothing happened', async () => {
		expect(await zap(operation('form.submitted').performList)).toEqual([]);
	});

	test('lists only what the filters let pass, by id or by name', async () => {
		await fluid.addPipeline('Partners', ['Talking', 'Signed']);
		const deal = await fluid.deal({ name: 'Reseller', pipeline: 'Partners' });
		await fluid.deal({ id: deal.id, stage: 'Signed' });
		await fluid.deal({ id: deal.id, stage: 'Talking' });
		const list = operation('deal.stage_changed').performList;

		const byName = await zap(list, { pipeline_id: 'Partners', stage_id: 'Signed' });
		const byId = await zap(list, { stage_id: await stageId('Signed') });

		expect(byName).toMatchObject([{ name: 'Reseller', stage_name: 'Signed' }]);
		expect(byId).toEqual(byName);
	});
});

describe('filters', () => {
	test('by stage entered and stage left are kept by Fluid, so that no other change runs the Zap', async () => {
		const filters = { stage_id: await stageId('Contacted'), from_stage_id: 'New lead' };
		const subscription = await turnOn('deal.stage_changed', filters);
		const deal = await fluid.deal({ name: 'Acme website' });

		await fluid.deal({ id: deal.id, stage: 'Negotiation' });
		await fluid.deal({ id: deal.id, stage: 'Contacted' });
		await fluid.deal({ id: deal.id, stage: 'New lead' });
		await fluid.deal({ id: deal.id, stage: 'Contacted' });

		const [record] = await started('deal.stage_changed', subscription);
		expect(record.previous.stage_name).toBe('New lead');
		expect(zaps.hooks.received).toHaveLength(1);
	});

	test('by fields to watch run an update only when one of them changed', async () => {
		const subscription = await turnOn('deal.updated', { changed_fields: ['value'] });
		const deal = await fluid.deal({ name: 'Acme website' });

		await fluid.deal({ id: deal.id, source: 'Smartlead' });
		await fluid.deal({ id: deal.id, value: 4800 });

		const [record] = await started('deal.updated', subscription);
		expect(record).toMatchObject({ value: 4800, changed_fields: ['value'] });
	});

	test('count without the blanks around them, and whatever their case', async () => {
		const filters = {
			pipeline_id: ' sales ',
			stage_id: 'CONTACTED ',
			changed_fields: [' value, stage_id ', ''],
		};
		const { id } = await turnOn('deal.updated', filters);
		const deal = await fluid.deal({ name: 'Trimmed', stage: 'Contacted' });
		await fluid.deal({ id: deal.id, value: 4800 });

		const webhook = (await fluid.get(`/api-webhooks/${id}`)).body;
		expect(webhook.filters).toMatchObject({
			stage_id: await stageId('Contacted'),
			changed_fields: ['value', 'stage_id'],
		});
		const listed = await zap(operation('deal.updated').performList, filters);
		expect(listed[0]).toMatchObject({ name: 'Trimmed', value: 4800 });
	});

	test('by fields to watch take them by their labels as well, and name what is none', async () => {
		const { id } = await turnOn('deal.updated', { changed_fields: ['Value, lost reason'] });
		const wrong = await failure(turnOn('deal.updated', { changed_fields: ['colour'] }));

		expect((await webhook(id)).filters.changed_fields).toEqual(['value', 'lost_reason']);
		expect(wrong.message).toMatch(/^Fields to Watch: "colour" is not a field/);
	});

	test('that are left empty let everything pass', async () => {
		const { id } = await turnOn('deal.updated', {
			pipeline_id: ' ',
			stage_id: null,
			changed_fields: [],
		});

		const { filters } = await webhook(id);

		expect(Object.values(filters).every((value) => value === null)).toBe(true);
	});

	test('by a pipeline that is gone say so when the Zap is turned on', async () => {
		const { message } = await failure(turnOn('deal.created', { pipeline_id: 'Slaes' }));

		expect(message).toMatch(/^Pipeline: .*"Slaes".*Sales/);
	});

	test('offer only what applies to the event', () => {
		const offered = (event: EventName) =>
			operation(event)
				.inputFields.map(({ label }: { label: string }) => label)
				.filter((label: string) => label !== 'Catch Up When Turned On');

		expect(offered('deal.stage_changed')).toEqual(['Pipeline', 'Stage', 'From Stage']);
		expect(offered('deal.updated')).toEqual(['Pipeline', 'Stage', 'Fields to Watch']);
		expect(offered('contact.updated')).toEqual(['Fields to Watch']);
		expect(offered('form.submitted')).toEqual(['Pipeline', 'Stage', 'Form']);
		expect(offered('contact.deleted')).toEqual([]);
	});
});

describe('a delivery', () => {
	test('that somebody else sent starts nothing and says so', async () => {
		const subscription = await turnOn('deal.created');
		await fluid.deal({ name: 'Acme website' });
		const [genuine] = await zaps.hooks.waitFor(1);
		const forged = { ...genuine!, raw: genuine!.raw.replace('Acme website', 'Acme wedding') };

		const { name, message } = await failure(
			zap(
				operation('deal.created').perform,
				{},
				{
					subscribeData: subscription,
					...asZapierHandsOn(forged),
				},
			),
		);

		expect(name).toBe('HaltedError');
		expect(message).toContain('was not signed by your Fluid server, so the Zap did not start');
	});

	test('without a signature starts nothing', async () => {
		const subscribeData = await turnOn('deal.created');
		const unsigned = { headers: { 'content-type': 'application/json' }, raw: '{}' };

		const run = zap(
			operation('deal.created').perform,
			{},
			{
				subscribeData,
				...asZapierHandsOn(unsigned),
			},
		);

		expect((await failure(run)).name).toBe('HaltedError');
	});

	test('that Zapier held back for hours starts the Zap all the same', async () => {
		const subscribeData = await turnOn('deal.created');
		const raw = JSON.stringify(sampleEvent('deal.created'));
		const hoursAgo = new Date(Date.now() - 5 * 60 * 60 * 1000);
		const headers = sign('evt_1', hoursAgo, raw, [subscribeData.secret]);

		const run = zap(
			operation('deal.created').perform,
			{},
			{ subscribeData, ...asZapierHandsOn({ headers, raw }) },
		);

		await expect(run).resolves.toMatchObject([{ name: 'Analytical Engines' }]);
	});

	test('is recognised by its headers in any notation', async () => {
		const subscribeData = await turnOn('deal.created');
		await fluid.deal({ name: 'Acme website' });
		const { headers, raw } = (await zaps.hooks.waitFor(1))[0]!;

		const rawRequest = { headers: headers as Record<string, string>, content: raw };
		const [record] = await zap(
			operation('deal.created').perform,
			{},
			{ subscribeData, rawRequest },
		);

		expect(record.name).toBe('Acme website');
	});
});

describe('a Zap that is turned off and on again', () => {
	const called = () => zaps.hooks.received.map(({ event }) => event.data.deal?.name);

	async function turnedOffAndOn(inputData: Record<string, unknown>): Promise<void> {
		const { performSubscribe, performUnsubscribe } = operation('deal.created');
		const more = {
			targetUrl: `${zaps.hooks.url}/hooks/standard/1/abc`,
			meta: { zap: { id: 42 } } as never,
		};
		const before = await zap(performSubscribe, inputData, more);
		await zap(performUnsubscribe, inputData, { subscribeData: before });
		await fluid.deal({ name: 'While off' });
		zaps.turnOffLater(await zap(performSubscribe, inputData, more));
		await fluid.deal({ name: 'Now' });
		// A webhook that catches up begins two seconds later.
		await expect.poll(called, { timeout: 10_000 }).toContain('Now');
	}

	test.each([{}, { catch_up: false }, { catch_up: 'no' }, { catch_up: 'false' }])(
		'starts for nothing that happened meanwhile with %j',
		async (inputData) => {
			await turnedOffAndOn(inputData);
			expect(called()).toEqual(['Now']);
			expect((await fluid.get('/api-consumers')).body.data).toEqual([]);
		},
	);

	test('is not turned on when it is neither yes nor no', async () => {
		const { message } = await failure(turnOn('deal.created', { catch_up: 'maybe' }));
		expect(message).toBe(
			'Catch Up When Turned On: "maybe" is neither yes nor no. Write yes or no.',
		);
	});

	test.each([true, 'true', 'Yes'])(
		'starts for all that happened meanwhile with %j',
		async (choice) => {
			await turnedOffAndOn({ catch_up: choice });
			expect(called()).toEqual(['While off', 'Now']);
			expect((await fluid.get('/api-consumers')).body.data).toMatchObject([{ name: 'zapier:42' }]);
		},
	);
});
