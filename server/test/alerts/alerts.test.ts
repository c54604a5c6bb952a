import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { schemas } from '../../../contract/schemas';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { sendDueAlerts } from '../../src/alerts/watch';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let now: Date;
let fluid: FluidFixture;
let receiver: Receiver;
/** Where alerts go. */
let team: Receiver;
let webhook: string;

beforeEach(async () => {
	now = new Date('2026-11-24T09:00:00.000Z');
	fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '1h,100h' }, () => now);
	receiver = await Receiver.start();
	team = await Receiver.start();
	const { body } = await fluid.post('/api-webhooks', {
		name: 'New leads to Slack',
		url: receiver.url,
		events: ['deal.created'],
	});
	webhook = `/api-webhooks/${body.id}`;
	await fluid.put('/api-alerts', { url: team.url });
});
afterEach(async () => {
	await fluid.stop();
	await receiver.stop();
	await team.stop();
});

const later = (ms: number) => (now = new Date(now.getTime() + ms));
const look = () => sendDueAlerts(fluid.service.context);
const texts = () => team.received.map(({ raw }) => JSON.parse(raw).text as string);

/** Has a delivery end with this status. */
async function deliver(status: number): Promise<void> {
	receiver.answer(status);
	const { body } = await fluid.ingest({ name: 'Acme website' });
	const attempts = async () => {
		const log = (await fluid.get(`${webhook}/deliveries`)).body.data;
		return log.find(({ deal_id }: { deal_id: string }) => deal_id === body.deal.id)?.attempts;
	};
	await expect.poll(attempts).toMatchObject([{ status_code: status }]);
}

/** Has a receiver end the webhook. */
async function pausedByFluid(): Promise<void> {
	await deliver(410);
	await expect.poll(async () => (await fluid.get(webhook)).body.status).toBe('paused');
}

describe('a webhook that fails', () => {
	test('is reported once after an hour, and once more when it works again', async () => {
		await deliver(500);
		later(HOUR_MS - MINUTE_MS);
		await look();
		expect(texts()).toEqual([]);

		later(2 * MINUTE_MS);
		await look();
		later(2 * HOUR_MS);
		await look();
		expect(texts()).toEqual([
			expect.stringContaining(
				'My workspace: every delivery of the webhook "New leads to Slack" has failed since 2026-11-24 09:00 UTC.',
			),
		]);

		await deliver(200);
		await look();
		await look();
		expect(texts().slice(1)).toEqual([expect.stringContaining('works again')]);
	});

	test('is reported with a link to its page, as JSON that the contract describes', async () => {
		await deliver(500);
		later(HOUR_MS + MINUTE_MS);
		await look();
		const { raw, headers } = team.received[0] as (typeof team.received)[0];
		const alert = JSON.parse(raw);
		expect(Object.keys(alert)).toEqual(schemas.alert.required);
		expect(alert).toMatchObject({
			type: 'webhook.failing',
			workspace: { id: fluid.workspaceId, name: 'My workspace' },
			webhook: {
				name: 'New leads to Slack',
				failing_since: expect.stringContaining('2026-11-24T09:00:00'),
			},
			settings_url: `${fluid.service.url}/settings/automations/webhooks/${alert.webhook.id}`,
		});
		expect(headers).not.toHaveProperty('webhook-signature');
	});

	test('that comes and goes is reported once an hour at most', async () => {
		await deliver(500);
		later(HOUR_MS + MINUTE_MS);
		await look();
		await deliver(200);
		later(59 * MINUTE_MS);
		await look();
		expect(texts()).toHaveLength(1);
		later(MINUTE_MS);
		await look();
		expect(texts()).toHaveLength(2);
	});
});

describe('a webhook that is paused', () => {
	test('is reported at once where a destination is set afterwards', async () => {
		await fluid.put('/api-alerts', { url: null });
		await pausedByFluid();
		await fluid.put('/api-alerts', { url: team.url });

		await team.waitFor(1);
		expect(texts()).toEqual([expect.stringContaining('is paused')]);
	});

	test('is reported once where the same destination is set again and again', async () => {
		await pausedByFluid();
		await look();
		for (const format of ['json', 'json', 'slack']) {
			await fluid.put('/api-alerts', { url: team.url, format });
			await look();
		}
		expect(texts()).toEqual([expect.stringContaining('is paused')]);
	});

	test('is reported once where the destination is set while a message is on its way there', async () => {
		await fluid.put('/api-alerts', { url: null });
		await pausedByFluid();
		const waiting: ServerResponse[] = [];
		team.respondWith((response) => void waiting.push(response));
		await fluid.put('/api-alerts', { url: team.url });
		await team.waitFor(1);
		for (let again = 0; again < 3; again += 1) {
			await fluid.put('/api-alerts', { url: team.url });
			await look();
		}
		for (const response of waiting) response.end();
		expect(texts()).toEqual([expect.stringContaining('is paused')]);
	});

	test('is reported at once where the destination that could not be reached is set again', async () => {
		team.answer(500);
		await pausedByFluid();
		await look();
		team.answer(200);
		await fluid.put('/api-alerts', { url: team.url });
		await team.waitFor(2);
	});

	test('is reported once where the destination is set while a message is on its way that had failed before', async () => {
		team.answer(500);
		await pausedByFluid();
		await look();
		await team.waitFor(1);
		const waiting: ServerResponse[] = [];
		team.respondWith((response) => void waiting.push(response));
		later(MINUTE_MS);
		const looked = look();
		await team.waitFor(2);
		for (let again = 0; again < 3; again += 1)
			await fluid.put('/api-alerts', { url: team.url, format: 'json' });
		await look();
		expect(waiting).toHaveLength(1);
		for (const response of waiting) response.end();
		await looked;
		await look();
		expect(team.received).toHaveLength(2);
	});

	test('is reported at once where the destination works again, was tested and is set again', async () => {
		team.answer(500);
		await pausedByFluid();
		await look();
		team.answer(200);
		expect((await fluid.post('/api-alerts/test')).body.last_error).toBeNull();
		await fluid.put('/api-alerts', { url: team.url });
		await team.waitFor(3);
	});

	test('is reported once, as are others, where each message takes the receiver long', async () => {
		const others = await Promise.all(
			[1, 2, 3].map((at) =>
				fluid.post('/api-webhooks', { url: `${receiver.url}/${at}`, events: ['deal.created'] }),
			),
		);
		await deliver(410);
		for (const { body } of others)
			await expect
				.poll(async () => (await fluid.get(`/api-webhooks/${body.id}`)).body.status)
				.toBe('paused');
		const waiting: ServerResponse[] = [];
		team.respondWith((response) => void waiting.push(response));
		const looks = [look()];
		for (let sent = 1; sent <= 4; sent += 1) {
			await team.waitFor(sent);
			later(MINUTE_MS / 3);
			looks.push(look());
			waiting[sent - 1]?.end();
		}
		await Promise.all(looks);
		await look();
		expect(new Set(texts()).size).toBe(4);
		expect(team.received).toHaveLength(4);
	});

	test('is reported where messages go by then, also one that waited behind another', async () => {
		const other = await fluid.post('/api-webhooks', {
			url: `${receiver.url}/other`,
			events: ['deal.created'],
		});
		await pausedByFluid();
		await expect
			.poll(async () => (await fluid.get(`/api-webhooks/${other.body.id}`)).body.status)
			.toBe('paused');
		const waiting: ServerResponse[] = [];
		team.respondWith((response) => void waiting.push(response));
		const looked = look();
		await team.waitFor(1);
		const newTeam = await Receiver.start();
		newTeam.respondWith((response) => void waiting.push(response));
		await fluid.put('/api-alerts', { url: newTeam.url });
		await newTeam.waitFor(1);
		waiting[0]?.end();
		await newTeam.waitFor(2);
		for (const response of waiting) response.end();
		await looked;
		await look();
		expect([team.received.length, newTeam.received.length]).toEqual([1, 2]);
		await newTeam.stop();
	});

	test('is reported nowhere once alerts are off, also where it waited behind another', async () => {
		await fluid.post('/api-webhooks', { url: `${receiver.url}/other`, events: ['deal.created'] });
		await pausedByFluid();
		await expect
			.poll(async () => (await fluid.get('/api-webhooks?limit=200')).body.data)
			.toMatchObject([{ status: 'paused' }, { status: 'paused' }]);
		const waiting: ServerResponse[] = [];
		team.respondWith((response) => void waiting.push(response));
		const looked = look();
		await team.waitFor(1);
		await fluid.put('/api-alerts', { url: null });
		for (const response of waiting) response.end();
		await looked;
		expect(team.received).toHaveLength(1);
	});

	test('by Fluid is reported at once, with the reason, and when somebody has resumed it', async () => {
		await pausedByFluid();
		await look();
		expect(texts()).toEqual([expect.stringContaining('is paused. The receiver answered 410 Gone')]);

		later(HOUR_MS);
		await fluid.patch(webhook, { status: 'active' });
		await look();
		expect(texts().slice(1)).toEqual([
			expect.stringContaining('the webhook "New leads to Slack" was resumed.'),
		]);
	});

	test('by a person is not reported: that person knows', async () => {
		await fluid.patch(webhook, { status: 'paused' });
		await look();
		expect(texts()).toEqual([]);
	});
});

test('a message that does not arrive is sent again after a minute, and the settings say why', async () => {
	team.answer(503);
	await deliver(500);
	later(HOUR_MS + MINUTE_MS);
	await look();
	await look();
	expect(team.received).toHaveLength(1);
	const { body } = await fluid.get('/api-alerts');
	expect(body.last_error).toBe('Answered 503; only 2xx counts as received.');

	team.answer(200);
	later(MINUTE_MS);
	await look();
	expect(team.received).toHaveLength(2);
	expect((await fluid.get('/api-alerts')).body.last_error).toBeNull();
	later(2 * HOUR_MS);
	await look();
	expect(team.received).toHaveLength(2);
});

test('two processes that look at the same moment send one message', async () => {
	await deliver(500);
	later(HOUR_MS + MINUTE_MS);
	await Promise.all([look(), look()]);
	expect(texts()).toHaveLength(1);
});

test('other workspaces receive nothing, and are not kept waiting by a receiver that hangs', async () => {
	const other = await fluid.otherWorkspace('Globex');
	const othersTeam = await Receiver.start();
	await other.put('/api-alerts', { url: othersTeam.url });
	await deliver(500);
	later(HOUR_MS + MINUTE_MS);
	await look();
	expect([team.received.length, othersTeam.received.length]).toEqual([1, 0]);
	await othersTeam.stop();
});

describe('alerts for Slack', () => {
	beforeEach(() => fluid.put('/api-alerts', { url: team.url, format: 'slack' }));

	test('are one text, in which names cannot call the whole channel', async () => {
		await fluid.patch(webhook, { name: '<!channel> & friends' });
		await deliver(500);
		later(HOUR_MS + MINUTE_MS);
		await look();
		const message = JSON.parse((team.received[0] as (typeof team.received)[0]).raw);
		expect(Object.keys(message)).toEqual(['text']);
		expect(message.text).toContain('"&lt;!channel&gt; &amp; friends"');
	});
});

describe('where alerts go', () => {
	test.each([
		['https://hooks.slack.com/services/T/B/x', 'slack'],
		['https://hooks.slack.com.example.com/x', 'json'],
	])('is read off the URL: %s takes the format %s', async (url, format) => {
		const { status, body } = await fluid.put('/api-alerts', { url });
		expect([status, body.format]).toEqual([200, format]);
	});

	test('keep their format where the same URL is set again, as a script does', async () => {
		const url = 'https://chat.example.com/hooks/x';
		await fluid.put('/api-alerts', { url, format: 'slack' });
		expect((await fluid.put('/api-alerts', { url })).body.format).toBe('slack');
		const other = 'https://ops.example.com/alerts';
		expect((await fluid.put('/api-alerts', { url: other })).body.format).toBe('json');
	});

	test('can be tried with a test, which says why it did not arrive', async () => {
		const { body: arrived } = await fluid.post('/api-alerts/test');
		expect(arrived.last_error).toBeNull();
		expect(texts()).toEqual([expect.stringContaining('this is a test')]);
		team.answer(404);
		const { body } = await fluid.post('/api-alerts/test');
		expect(body.last_error).toBe('Answered 404; only 2xx counts as received.');
	});

	test('is nowhere once the URL is null: nothing is sent, and a test says that alerts are off', async () => {
		const { body } = await fluid.put('/api-alerts', { url: null });
		expect(body).toEqual({ url: null, format: null, last_error: null, updated_at: null });
		await deliver(500);
		later(HOUR_MS + MINUTE_MS);
		await look();
		const { status, body: refused } = await fluid.post('/api-alerts/test');
		expect([status, refused.code]).toEqual([409, 'alerts_off']);
		expect(texts()).toEqual([]);
	});

	test('must be an address that may be called from outside', async () => {
		const strict = await startFluid({ FLUID_ALLOW_PRIVATE_WEBHOOKS: 'false' });
		const { status, body } = await strict.put('/api-alerts', { url: 'http://10.0.0.1/hook' });
		expect([status, body.errors[0].pointer]).toEqual([422, '/url']);
		await strict.stop();
	});
});
