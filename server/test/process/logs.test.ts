import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';

let api: ServiceProcess;
let worker: ServiceProcess;
let receiver: Receiver;

beforeAll(async () => {
	await buildServiceIfStale();
	const settings = { LOG_LEVEL: 'info', FLUID_RETRY_SCHEDULE: '1s' };
	api = await ServiceProcess.start({ ...settings, FLUID_ROLE: 'api' });
	worker = await api.beside({ FLUID_ROLE: 'worker' });
	receiver = await Receiver.start();
}, 120_000);
afterAll(async () => {
	await worker.kill();
	await api.stop();
	await receiver.stop();
});

type Line = Record<string, unknown> & { event_ids?: string[]; delivery_ids?: string[] };

/** What a process has logged that holds a word, as `grep` finds it. */
const grep = ({ output }: ServiceProcess, word: string) =>
	output
		.split('\n')
		.filter((line) => line.startsWith('{') && line.includes(word))
		.map((line) => JSON.parse(line) as Line);

test('a lead is followed through the logs of two processes, from its request to the answer of its receiver', async () => {
	receiver.answer(503);
	const { body: webhook } = await api.client.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created'],
	});
	const { body: me } = await api.client.get('/api-me');
	const deal = await api.client.deal({
		name: 'Acme website',
		contact: { email: 'ada@example.com' },
	});
	await receiver.waitFor(1);
	receiver.answer(200);
	await receiver.waitFor(2);
	const [sent] = receiver.received.filter(({ event }) => event.data.deal?.id === deal.id);
	const eventId = sent?.event.id as string;
	await expect.poll(() => grep(worker, eventId)).toHaveLength(2);

	const [request, ...more] = grep(api, eventId);
	expect(more).toEqual([]);
	expect(request).toMatchObject({
		reqId: expect.stringMatching(/^req_/),
		method: 'POST',
		route: '/api-ingest',
		status: 201,
		workspace_id: me.workspace.id,
		key_id: expect.stringMatching(/^key_/),
		event_ids: expect.arrayContaining([eventId]),
	});
	const [{ id: deliveryId }] = (await api.client.get(`/api-webhooks/${webhook.id}/deliveries`)).body
		.data;
	const tried = {
		reqId: request?.reqId,
		event_ids: [eventId],
		delivery_id: deliveryId,
		webhook_id: webhook.id,
		ms: expect.any(Number),
	};
	expect(grep(worker, request?.reqId as string)).toMatchObject([
		{ ...tried, attempt: 1, outcome: 'refused', status: 503, error: expect.any(String) },
		{ ...tried, attempt: 2, outcome: 'succeeded', status: 200 },
	]);
	await api.client.delete(`/api-webhooks/${webhook.id}`);
});

test('a change that is delivered as one names each of its events', async () => {
	const { body: webhook } = await api.client.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created', 'contact.created'],
		deliver: 'each_change',
	});
	await api.client.ingest({ name: 'Globex website', contact: { email: 'g@example.com' } });
	await expect.poll(() => grep(worker, webhook.id)).toHaveLength(1);
	const [tried] = grep(worker, webhook.id);
	const ofRequest = () => grep(api, tried?.event_ids?.[0] as string);
	await expect.poll(ofRequest).toHaveLength(1);
	const [request] = ofRequest();
	expect(tried?.event_ids).toHaveLength(2);
	expect(tried?.event_ids?.toSorted()).toEqual(request?.event_ids?.toSorted());
	expect(tried?.reqId).toBe(request?.reqId);
	await api.client.delete(`/api-webhooks/${webhook.id}`);
});

test('a request that makes many events names all of them, and one that fetches deliveries names those', async () => {
	const { body: webhook } = await api.client.post('/api-webhooks', {
		events: ['deal.created'],
		delivery: 'pull',
	});
	const deals = Array.from({ length: 150 }, (_, number) => ({ name: `Lead ${number}` }));
	await api.client.ingest({ deals });
	const { body: pulled } = await api.client.post(`/api-webhooks/${webhook.id}/pull`, { limit: 3 });
	const lines = grep(api, 'event_ids').filter(({ event_ids }) =>
		event_ids?.includes(JSON.parse(pulled.data[0].body).id),
	);
	const ofRequest = grep(api, lines[0]?.reqId as string);
	expect(ofRequest.map(({ event_ids }) => event_ids?.length)).toEqual([100, 50]);

	const ids = pulled.data.map(({ id }: { id: string }) => id);
	await expect.poll(() => grep(api, '/pull')).toMatchObject([{ delivery_ids: ids }]);
	await api.client.post(`/api-webhooks/${webhook.id}/commit`, { succeeded: ids });
	await expect.poll(() => grep(api, '/commit')).toMatchObject([{ delivery_ids: ids, status: 200 }]);
});

test('requests that share a commit name their own events and no other', async () => {
	const before = grep(api, '"route":"/api-ingest"').length;
	const names = Array.from({ length: 20 }, (_, number) => `Beside ${number}`);
	await Promise.all(names.map((name) => api.client.ingest({ name })));
	const lines = () => grep(api, '"route":"/api-ingest"').slice(before);
	await expect.poll(lines).toHaveLength(20);
	expect(lines().map(({ event_ids }) => event_ids?.length)).toEqual(names.map(() => 1));
});

test('the line of a request is found by a header of its answer', async () => {
	const { headers } = await api.client.get('/api-me');
	const id = headers['fluid-request-id'] as string;
	await expect.poll(() => grep(api, id)).toMatchObject([{ reqId: id, route: '/api-me' }]);
});

test('no address and no token of a request is in the log', async () => {
	await api.client.get('/api-deals?email=ada@example.com');
	await api.client.get('/api-deals/hedy@example.com');
	await expect.poll(() => grep(api, '"route":"/api-deals/:id","status":404')).toHaveLength(1);
	expect(grep(api, '@example.com')).toEqual([]);
	expect(grep(api, api.client.key)).toEqual([]);
});

test('looking whether the service is well is not in the log', async () => {
	await api.client.get('/healthz');
	await api.client.get('/api-pipelines');
	await expect.poll(() => grep(api, '/api-pipelines')).toHaveLength(1);
	expect(grep(api, '/healthz')).toEqual([]);
});
