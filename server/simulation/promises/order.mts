import type { WatchedDelivery } from '../stored.mts';
import type { SeenSubscription } from '../subscriptions.mts';
import type { Watch } from '../watch.mts';
import type { Commit } from './deliveries.mts';

/** Checks what a new delivery is about and where it stands: by the deal, else by the contact, of what it carries. */
export function checkPlace(
	watch: Watch,
	{ row: { ordering } }: SeenSubscription,
	{ id, carried, object_id, position }: WatchedDelivery,
): void {
	const first = Math.min(...carried.map((event) => watch.events.get(event)?.sequence ?? Infinity));
	const isOrdered = ordering === 'per_object';
	if (object_id !== objectOf(watch, ordering, carried) || position !== (isOrdered ? first : null))
		watch.fail('what is delivered in order stands at its place', `${id}: ${object_id} ${position}`);
}

/** Checks that all that waits has its place when a webhook that was given another ordering sends again. */
export function checkLinedUp({ watch, subscriptions }: Commit): void {
	if (subscriptions === watch.subscriptions) return;
	for (const [id, { row }] of watch.subscriptions) {
		if (row.is_lining_up || !subscriptions.get(id)?.row.is_lining_up) continue;
		watch.world.note('put in order');
		for (const { queue_id, status, carried, object_id, ...own } of watch.rows.values()) {
			if (queue_id !== row.queue_id || !['pending', 'held'].includes(status)) continue;
			if (object_id !== objectOf(watch, row.ordering, carried))
				watch.fail('what waits is put in order before anything is sent', own.id);
		}
	}
}

function objectOf(watch: Watch, ordering: string, carried: string[]): string | null {
	if (ordering === 'none') return null;
	const events = carried.map((event) => watch.events.get(event));
	const idOf = (name: 'deal' | 'contact') => events.find((one) => one?.data[name])?.data[name]?.id;
	return idOf('deal') ?? idOf('contact') ?? null;
}

/** Checks that what is claimed is the first of its deal or contact that waits. */
export function checkTurn(
	commit: Commit,
	was: WatchedDelivery,
	is: WatchedDelivery,
	asked: boolean,
): void {
	const { watch } = commit;
	if (is.object_id === null || !keptOrder(commit, is)) return;
	for (const other of watch.rows.values()) {
		if (other.queue_id !== is.queue_id || other.object_id !== is.object_id) continue;
		if (other.id === is.id) continue;
		watch.world.note('the first of several of one deal or contact');
		if (!isBefore(other, is)) continue;
		const detail = `${is.id} behind ${other.id}, which is ${other.status}`;
		if (other.status === 'pending' || other.status === 'held')
			watch.fail('the next of a deal or contact waits for the one before', detail);
		const end = Date.parse(other.claimed_until ?? '');
		const isOnItsWay = end > watch.world.now + 1 + watch.clockSpreadMs;
		const wasThere =
			Date.parse(is.created_at) < (watch.skipAsks.get(other.id) ?? 0) - watch.clockSpreadMs;
		const isFirstTry = is.attempts === 0 && was.claimed_until === null && was.status === 'pending';
		if (other.status === 'skipped' && isOnItsWay && wasThere && isFirstTry && !asked)
			watch.fail('one that is skipped while it is on its way is waited for', detail);
	}
}

/** Checks that somebody wanted a delivery to be skipped. */
export function checkSkipped(
	{ watch }: Commit,
	{ claimed_until }: WatchedDelivery,
	{ id }: WatchedDelivery,
): void {
	if (!watch.skipAsks.has(id)) watch.fail('nothing is skipped unless somebody wants it', id);
	const isOnItsWay = claimed_until !== null && Date.parse(claimed_until) > watch.world.now;
	watch.world.note(isOnItsWay ? 'skipped while on its way' : 'skipped while it waits');
}

/** Whether one of its deal or contact was skipped: when that is answered, it sets out sooner than its time. */
export function isAfterSkipped(watch: Watch, { queue_id, object_id }: WatchedDelivery): boolean {
	if (object_id === null) return false;
	for (const id of watch.skipAsks.keys()) {
		const row = watch.rows.get(id);
		if (row?.queue_id === queue_id && row.object_id === object_id) return true;
	}
	return false;
}

/** Whether a queue keeps the order now, or did before the commit. */
export function keepsOrder({ watch, subscriptions }: Commit, { queue_id }: WatchedDelivery) {
	const now = watch.queues.get(queue_id)?.now;
	const before = now && subscriptions.get(now.id)?.row;
	return now?.ordering === 'per_object' || before?.ordering === 'per_object';
}

function keptOrder({ watch, subscriptions }: Commit, { queue_id }: WatchedDelivery): boolean {
	const now = watch.queues.get(queue_id)?.now;
	return [now, now && subscriptions.get(now.id)?.row].every(
		(row) => row?.ordering === 'per_object' && row.is_lining_up === 0,
	);
}

function isBefore(a: WatchedDelivery, b: WatchedDelivery): boolean {
	const [one, other] = [Number(a.position), Number(b.position)];
	return one < other || (one === other && a.id < b.id);
}
