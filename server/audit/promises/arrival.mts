import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../../../contract/types.ts';
import type { WebhookPromise } from '../promise.mts';
import { type Arrival, play, playRaw, take } from '../receiver.mts';

const DEALS = 200;
const NOTES = 20;
const MOST_BYTES = 256_000;

const eventOf = ({ body }: Arrival) => JSON.parse(body) as Event;

const hasIpv6 = Object.values(networkInterfaces())
	.flat()
	.some((each) => each?.address === '::1');

/** Receivers that take what comes, each in its way. */
export const arrival: WebhookPromise[] = [
	{
		when: `takes ${DEALS} deals made in one request`,
		promise: 'each arrives once; `sequence` says in which order they happened',
		watch: async (service) => {
			const receiver = await play(take);
			return service.withWebhook(receiver.url, async () => {
				const deals = Array.from({ length: DEALS }, (_, index) => ({ name: `Lead ${index + 1}` }));
				await service.call('POST', '/api-ingest', { deals });
				await receiver.waitFor(DEALS);
				await sleep(1_000);
				await receiver.close();
				const events = receiver.arrivals.map(eventOf);
				const inOrder = [...events].sort((one, other) => one.sequence - other.sequence);
				const names = inOrder.map(({ data }) => ('deal' in data ? data.deal?.name : undefined));
				const late = events.filter(
					({ sequence }, index) => sequence < (events[index - 1]?.sequence ?? 0),
				);
				return {
					seen: `${events.length} arrivals of ${new Set(events.map(({ id }) => id)).size} events, ${late.length} behind a later one; by \`sequence\` as they were sent`,
					isKept:
						events.length === DEALS && names.every((name, index) => name === deals[index]?.name),
				};
			});
		},
	},
	{
		when: `takes the event of a deal with ${NOTES} long notes`,
		promise: 'it has at most 256 kB',
		watch: async (service) => {
			const receiver = await play(take);
			const external_id = `audit-${Date.now()}`;
			for (let note = 0; note < NOTES; note += 1)
				await service.addDeal({ external_id, note: '漢'.repeat(5_000) });
			const webhook = { url: receiver.url, events: ['deal.won'] };
			const { id: webhookId } = await service.call<{ id: string }>(
				'POST',
				'/api-webhooks',
				webhook,
			);
			await service.addDeal({ external_id, status: 'won' });
			const [first] = (await receiver.waitFor(1)) as [Arrival];
			await receiver.close();
			await service.call('DELETE', `/api-webhooks/${webhookId}`);
			const bytes = Buffer.byteLength(first.body);
			return { seen: `${Math.round(bytes / 1000)} kB`, isKept: bytes <= MOST_BYTES };
		},
	},
	{
		when: 'listens on IPv6 only',
		promise: 'it arrives as anywhere',
		watch: async (service) => {
			if (!hasIpv6) return { seen: 'skipped: this machine has no IPv6', isKept: true };
			const receiver = await play(take, { host: '::1' });
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [attempt] = await service.attempts(webhook, 1);
				await receiver.close();
				return { seen: `status ${attempt?.status_code}`, isKept: attempt?.error === null };
			});
		},
	},
	{
		when: 'closes the connection after each answer without saying so',
		promise: 'the next event arrives at the first try',
		watch: async (service) => {
			const receiver = await playRaw((socket, text) => {
				if (!text.includes('webhook-id')) return;
				socket.write('HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok');
				setTimeout(() => socket.end(), 50);
			});
			return service.withWebhook(receiver.url, async (webhook) => {
				const tries: number[] = [];
				for (const name of ['First', 'Second', 'Third']) {
					await service.addDeal({ name });
					tries.push((await service.attempts(webhook, 1)).length);
					await sleep(200);
				}
				await receiver.close();
				const log = await service.deliveries(webhook);
				return {
					seen: `3 events, ${log.map(({ attempts }) => attempts.length).join(' + ')} attempts`,
					isKept: log.every(
						({ status, attempts }) => status === 'succeeded' && attempts.length === 1,
					),
				};
			});
		},
	},
	{
		when: 'says 100 Continue unasked',
		promise: 'its answer behind it decides',
		watch: async (service) => {
			const receiver = await playRaw((socket, text) => {
				if (!text.includes('webhook-id')) return;
				socket.write('HTTP/1.1 100 Continue\r\n\r\n');
				setTimeout(() => socket.write('HTTP/1.1 204 No Content\r\n\r\n'), 100);
			});
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [attempt] = await service.attempts(webhook, 1);
				await receiver.close();
				return { seen: `status ${attempt?.status_code}`, isKept: attempt?.status_code === 204 };
			});
		},
	},
	{
		when: 'is paused, resumed, and asks for what it missed',
		promise: 'what happened meanwhile is held, and each of it arrives once',
		watch: async (service) => {
			const receiver = await play(take);
			return service.withWebhook(receiver.url, async ({ id }) => {
				const since = new Date().toISOString();
				await service.call('PATCH', `/api-webhooks/${id}`, { status: 'paused' });
				for (const name of ['First', 'Second', 'Third']) await service.addDeal({ name });
				await sleep(500);
				const before = receiver.arrivals.length;
				await service.call('PATCH', `/api-webhooks/${id}`, { status: 'active' });
				const replay = { since, only_missed: true };
				await service.call('POST', `/api-webhooks/${id}/replay`, replay);
				await receiver.waitFor(3);
				await service.call('POST', `/api-webhooks/${id}/replay`, replay);
				await sleep(1_000);
				await receiver.close();
				const ids = new Set(receiver.arrivals.map(({ headers }) => headers['webhook-id']));
				return {
					seen: `${before} arrived while paused, then ${receiver.arrivals.length} arrivals of ${ids.size} events, asked for twice`,
					isKept: before === 0 && receiver.arrivals.length === 3 && ids.size === 3,
				};
			});
		},
	},
];
