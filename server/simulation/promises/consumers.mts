import { wants } from '../wants.mts';
import type { WatchedConsumer } from '../stored.mts';
import type { WatchedQueue } from '../subscriptions.mts';
import { keyOf, type Watch } from '../watch.mts';
import type { Before } from './deliveries.mts';

const DAY = 24 * 60 * 60 * 1000;

/** Checks what a commit has changed about consumers: that coming back loses nothing. */
export function checkConsumers(watch: Watch, before: Before): void {
	for (const [queueId, is] of watch.consumers) {
		const was = before.consumers.get(queueId);
		const queue = watch.queues.get(queueId);
		if (!queue) continue;
		if (!was) queue.missing.clear();
		if (is.webhook_id !== was?.webhook_id && was) passBy(watch, queue, was.webhook_id, is);
		if (is.webhook_id !== was?.webhook_id) join(watch, queue, is.missing_since === null);
		else if (is.missing_since === null && was.missing_since !== null) checkMissing(watch, queue);
		if (is.held_before === null && was && was.held_before !== null) checkWaited(watch, queue);
	}
}

/** What one that is replaced while it catches up has passed by is not looked at again: it did not want that. */
function passBy(
	watch: Watch,
	queue: WatchedQueue,
	before: string | null,
	{ seen_sequence }: WatchedConsumer,
): void {
	const { subscription } =
		queue.versions.findLast((one) => one.subscription?.row.id === before) ?? {};
	// It may have gone on within the commit that replaced it.
	if (!subscription || seen_sequence === null) return;
	for (const id of queue.missing) {
		const event = watch.events.get(id);
		if (!event || event.sequence > seen_sequence) continue;
		if (!wants(subscription, event)) queue.missing.delete(id);
	}
}

/** Somebody subscribes, or is gone. What waits now is what has to be sent, or given up. */
function join(watch: Watch, queue: WatchedQueue, beginsAnew: boolean): void {
	if (beginsAnew) queue.missing.clear();
	queue.waited.clear();
	for (const { id, queue_id, status } of watch.rows.values())
		if (queue_id === queue.id && status === 'held') queue.waited.add(id);
}

/** Catching up is at its end: each event that was missing, and is wanted, has its delivery. */
function checkMissing(watch: Watch, queue: WatchedQueue): void {
	const subscription = queue.now && watch.subscriptions.get(queue.now.id);
	const limit = watch.world.now - 30 * DAY + 60_000 + watch.clockSpreadMs;
	for (const id of queue.missing) {
		const event = watch.events.get(id);
		if (!event || !subscription || Date.parse(event.timestamp) < limit) continue;
		if (wants(subscription, event) && !watch.made.has(keyOf(queue.id, id)))
			watch.fail('catching up leaves nothing out', `${queue.id} ${event.type} ${id}`);
	}
	queue.missing.clear();
}

/** What waited when the consumer came back is sent or given up; a pause meanwhile holds it again. */
function checkWaited(watch: Watch, queue: WatchedQueue): void {
	for (const id of queue.waited) {
		const row = watch.rows.get(id);
		if (row?.status === 'held' && !wasPausedSince(queue))
			watch.fail('what waited for a consumer is sent when it comes back', id);
	}
	queue.waited.clear();
}

function wasPausedSince({ versions, now }: WatchedQueue): boolean {
	return versions.some(
		({ subscription }) => subscription?.row.id === now?.id && subscription?.row.status === 'paused',
	);
}
