import { setTimeout as sleep } from 'node:timers/promises';
import type { Webhook } from '../../../contract/types.ts';
import { seconds, type WebhookPromise } from '../promise.mts';
import { type Arrival, play, playRaw, take } from '../receiver.mts';

const RETRY_AFTER_S = 8;
const SLOW_MS = 3_000;
const SLOWER_MS = 10_000;
const DEADLINE_MS = 15_000;

const idOf = ({ headers }: Arrival) => headers['webhook-id'];

/** Receivers that fail, are slow, or want nothing more. */
export const failures: WebhookPromise[] = [
	{
		when: 'is down, and comes back',
		promise: 'the delivery is tried again and arrives under the same `webhook-id`',
		watch: async (service) => {
			const down = await play(take);
			const port = Number(new URL(down.url).port);
			await down.close();
			return service.withWebhook(down.url, async (webhook) => {
				await service.addDeal();
				const [first] = await service.attempts(webhook, 1);
				const receiver = await play(take, { port });
				const [arrival] = (await receiver.waitFor(1)) as [Arrival];
				await service.attempts(webhook, 2);
				await receiver.close();
				const [delivery] = await service.deliveries(webhook);
				return {
					seen: `"${first?.error}", then arrived; ${receiver.arrivals.length} in all, logged as ${delivery?.status} after ${delivery?.attempts.length} attempts`,
					isKept:
						delivery?.status === 'succeeded' &&
						receiver.arrivals.length === 1 &&
						idOf(arrival) === delivery.event_id,
				};
			});
		},
	},
	{
		when: 'answers 500',
		promise: 'the delivery is tried again',
		watch: async (service) => {
			const receiver = await play((response, count) =>
				response.writeHead(count === 1 ? 500 : 200).end(),
			);
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [first, second] = (await receiver.waitFor(2)) as [Arrival, Arrival];
				await service.attempts(webhook, 2);
				await receiver.close();
				return {
					seen: `again after ${seconds(second.at - first.at)}`,
					isKept: idOf(first) === idOf(second),
				};
			});
		},
	},
	{
		when: `answers after ${SLOWER_MS / 1000} seconds`,
		promise: 'that is success: 15 seconds are allowed',
		watch: async (service) => {
			const receiver = await play(
				(response) => void sleep(SLOWER_MS).then(() => response.end('ok')),
			);
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [attempt] = await service.attempts(webhook, 1);
				await receiver.close();
				return {
					seen: `status ${attempt?.status_code} after ${seconds(attempt?.duration_ms ?? NaN)}`,
					isKept: attempt?.error === null && receiver.arrivals.length === 1,
				};
			});
		},
	},
	{
		when: `sends its answer in drops over ${SLOW_MS / 1000} seconds`,
		promise: 'the status decides; the answer is read as far as it comes in time',
		watch: async (service) => {
			const receiver = await play((response) => {
				response.writeHead(200);
				const dripping = setInterval(() => response.write('.'), 100);
				void sleep(SLOW_MS).then(() => {
					clearInterval(dripping);
					response.end('done');
				});
			});
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [attempt] = await service.attempts(webhook, 1);
				await receiver.close();
				return {
					seen: `status ${attempt?.status_code}, ${attempt?.answer?.length} letters kept`,
					isKept: attempt?.error === null,
				};
			});
		},
	},
	{
		when: 'takes the delivery and never answers',
		promise: 'it is given 15 seconds, and tried again later',
		watch: async (service) => {
			const receiver = await play((response, count) => void (count > 1 && take(response)));
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [hung] = await service.attempts(webhook, 1);
				await receiver.waitFor(2);
				await service.attempts(webhook, 2);
				await receiver.close();
				const took = hung?.duration_ms ?? NaN;
				return {
					seen: `left after ${seconds(took)}, then arrived`,
					isKept: took >= DEADLINE_MS - 500 && took < DEADLINE_MS + 2_000,
				};
			});
		},
	},
	{
		when: `answers 429 with \`Retry-After: ${RETRY_AFTER_S}\``,
		promise: 'it is not tried again before that',
		watch: async (service) => {
			const receiver = await play((response, count) =>
				response.writeHead(count === 1 ? 429 : 200, { 'retry-after': String(RETRY_AFTER_S) }).end(),
			);
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [first, second] = (await receiver.waitFor(2)) as [Arrival, Arrival];
				await service.attempts(webhook, 2);
				await receiver.close();
				const waited = second.at - first.at;
				return {
					seen: `again after ${seconds(waited)}`,
					isKept: waited >= RETRY_AFTER_S * 1000 - 50,
				};
			});
		},
	},
	{
		when: 'answers 410',
		promise: 'the webhook is paused at once, and what happens meanwhile is held',
		watch: async (service) => {
			const receiver = await play((response) => void response.writeHead(410).end());
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				await service.attempts(webhook, 1);
				const { status } = await service.call<Webhook>('GET', `/api-webhooks/${webhook.id}`);
				await service.addDeal();
				const [newest] = await service.deliveries(webhook);
				await receiver.close();
				return {
					seen: `webhook ${status}, next delivery ${newest?.status}; ${receiver.arrivals.length} in all arrived`,
					isKept:
						status === 'paused' && newest?.status === 'held' && receiver.arrivals.length === 1,
				};
			});
		},
	},
	{
		when: 'redirects',
		promise: 'it is not followed: that is a failure',
		watch: async (service) => {
			const elsewhere = await play(take);
			const receiver = await play((response, count) =>
				response.writeHead(count === 1 ? 307 : 200, { location: elsewhere.url }).end(),
			);
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [attempt] = await service.attempts(webhook, 1);
				await receiver.waitFor(2);
				await service.attempts(webhook, 2);
				await Promise.all([receiver.close(), elsewhere.close()]);
				return {
					seen: `"${attempt?.error}"; ${elsewhere.arrivals.length} arrived elsewhere`,
					isKept: attempt?.error !== null && elsewhere.arrivals.length === 0,
				};
			});
		},
	},
	{
		when: 'takes the delivery and breaks off before its answer',
		promise: 'it arrives a second time under the same `webhook-id`',
		watch: async (service) => {
			const receiver = await play((response, count) =>
				count === 1 ? void response.socket?.destroy() : take(response),
			);
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [first, second] = (await receiver.waitFor(2)) as [Arrival, Arrival];
				await service.attempts(webhook, 2);
				await receiver.close();
				return {
					seen: `arrived ${receiver.arrivals.length} times, ${idOf(first) === idOf(second) ? 'one id' : 'two ids'}`,
					isKept: receiver.arrivals.length === 2 && idOf(first) === idOf(second),
				};
			});
		},
	},
	{
		when: 'answers with bytes without end',
		promise: '16 KB are kept, and the connection is closed',
		watch: async (service) => {
			let sent = 0;
			const receiver = await playRaw((socket) => {
				socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
				const pour = () => {
					while (!socket.destroyed && socket.write('x'.repeat(65_536))) sent += 65_536;
				};
				socket.on('drain', pour);
				pour();
			});
			return service.withWebhook(receiver.url, async (webhook) => {
				await service.addDeal();
				const [attempt] = await service.attempts(webhook, 1);
				await receiver.close();
				return {
					seen: `${attempt?.answer?.length} letters kept, status ${attempt?.status_code}, ${(sent / 1e6).toFixed(1)} MB taken off`,
					isKept: attempt?.error === null && (attempt.answer?.length ?? 0) <= 16_384,
				};
			});
		},
	},
];
