import { drawWebhook, kind, type OfWebhook } from './kind.mts';
import type { WatchedDelivery } from '../stored.mts';
import { messageIdOf, type RetryAsk } from '../watch.mts';
import { ofHook } from './webhooks.mts';

type Replaying = OfWebhook & { backMs: number; onlyMissed: boolean };

/** Deliveries that are sent again, or not at all, because somebody wants it. */
export const againKinds = {
	replay: kind<Replaying>(
		4,
		(chance) => ({
			...drawWebhook(chance),
			backMs: chance.pick([5e3, 6e4, 36e5, 864e5, 3e9, 3e9]),
			onlyMissed: chance.happens(0.4),
		}),
		(course, operation) => {
			const hook = course.hookOf(operation);
			const queue = hook && course.watch.subscriptions.get(hook.id)?.row.queue_id;
			if (!queue) return;
			const since = new Date(course.world.now - operation.backMs).toISOString();
			course.watch.replayAsks.push({ queue, since });
			const body = { since, only_missed: operation.onlyMissed };
			course.call(operation, { ...ofHook('post', '/replay', hook.id), body });
		},
	),
	skip: kind<{ which: number; isOnItsWay: boolean }>(
		3,
		(chance) => ({ which: chance.int(1_000), isOnItsWay: chance.happens(0.3) }),
		(course, operation) => {
			const { watch } = course;
			const waiting = [...watch.rows.values()].filter(({ status }) => status === 'pending');
			const first = waiting.filter((one) => waiting.some((other) => isNext(other, one)));
			const onTheirWay = first.filter((one) => isClaimed(one, course.world.now));
			const wanted = operation.isOnItsWay && onTheirWay.length > 0 ? onTheirWay : first;
			const able = wanted.length > 0 ? wanted : waiting;
			const row = able[operation.which % Math.max(1, able.length)];
			const hook = row && watch.queues.get(row.queue_id)?.now;
			if (!hook) return;
			if (!watch.skipAsks.has(row.id)) watch.skipAsks.set(row.id, course.world.now);
			const params = { id: hook.id, delivery: row.id };
			course.call(operation, {
				...ofHook('post', '/deliveries/:delivery/skip', hook.id),
				params,
			});
		},
	),
	retry: kind<{ which: number }>(
		6,
		(chance) => ({ which: chance.int(1_000) }),
		(course, operation) => {
			const { watch, world } = course;
			const rows = [...watch.rows.values()];
			const row = rows[operation.which % Math.max(1, rows.length)];
			const hook = row && watch.queues.get(row.queue_id)?.now;
			if (!hook) return;
			const ask: RetryAsk = {
				at: world.now,
				delivery: row.id,
				message: messageIdOf(row),
				queue: row.queue_id,
			};
			const asks = [...(watch.retryAsks.get(row.id) ?? []), ask];
			watch.retryAsks.set(row.id, asks);
			const params = { id: hook.id, delivery: row.id };
			const call = { ...ofHook('post', '/deliveries/:delivery/retry', hook.id), params };
			course.call(operation, call, () => {
				ask.end = world.now;
			});
		},
	),
};

function isClaimed({ claimed_until }: WatchedDelivery, now: number): boolean {
	return claimed_until !== null && Date.parse(claimed_until) > now;
}

/** Whether a delivery waits behind another one of its deal or contact. */
function isNext(a: WatchedDelivery, b: WatchedDelivery): boolean {
	const isOfSame = a.queue_id === b.queue_id && a.object_id === b.object_id;
	return isOfSame && a.object_id !== null && Number(a.position) > Number(b.position);
}
