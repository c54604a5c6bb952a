import { drawSubscription, edit, asSent, type WebhookDetails } from './webhooks.mts';
import { drawWebhook, kind, type OfWebhook } from './kind.mts';

const DAY = 24 * 60 * 60 * 1000;

/** The names that consumers are given. */
export const CONSUMERS = ['warehouse', 'ledger'];

/** A consumer that subscribes. */
export type Subscribing = WebhookDetails & { consumer: string; catchUp: boolean; sinceMs?: number };

/** Consumers that come, go, come back and are forgotten. */
export const consumerKinds = {
	subscribe: kind<Subscribing>(
		6,
		(chance, i) => ({
			...drawSubscription(chance, i),
			consumer: chance.pick(CONSUMERS),
			catchUp: chance.happens(0.7),
			...(chance.happens(0.2) && { sinceMs: chance.pick([60_000, DAY, 40 * DAY]) }),
		}),
		(course, operation) => {
			const { consumer, catchUp, sinceMs } = operation;
			const path = `/${consumer}`;
			const since = sinceMs !== undefined && new Date(course.world.now - sinceMs).toISOString();
			const body = {
				url: `https://r.example.com${path}/v0`,
				...asSent(operation),
				consumer,
				catch_up: catchUp,
				...(catchUp && since && { catch_up_since: since }),
			};
			course.watch.endAsks.add(consumer);
			course.call(
				operation,
				{ method: 'post', path: '/api-webhooks', body },
				({ status, body: made }) => {
					if (status === 201) course.hooks.push({ id: made.id, path, version: 0, consumer });
				},
			);
		},
	),
	adopt: kind<OfWebhook & { name: string }>(
		1,
		(chance) => ({ ...drawWebhook(chance), name: `adopted-${chance.int(2)}` }),
		(course, operation) => edit(course, operation, { consumer: operation.name }),
	),
	forget: kind<{ consumer: string }>(
		1,
		(chance) => ({ consumer: chance.pick(CONSUMERS) }),
		(course, operation) =>
			course.call(operation, {
				method: 'delete',
				path: '/api-consumers/:name',
				params: { name: operation.consumer },
			}),
	),
};
