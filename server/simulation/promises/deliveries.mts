import type { WatchedConsumer, WatchedDelivery, WatchedEvent } from '../stored.mts';
import type { SeenSubscription, WatchedQueue } from '../subscriptions.mts';
import { wants } from '../wants.mts';
import { keyOf, type Watch } from '../watch.mts';
import {
	checkLinedUp,
	checkPlace,
	checkSkipped,
	checkTurn,
	isAfterSkipped,
	keepsOrder,
} from './order.mts';
import { mostSpecific } from './changes.mts';
import { checkAttempts } from './attempts.mts';

/** How things were before a commit. */
export type Before = {
	subscriptions: Map<string, SeenSubscription>;
	consumers: Map<string, WatchedConsumer>;
};

/** What one commit has done to deliveries. */
export type Commit = Before & {
	watch: Watch;
	added: Map<string, WatchedDelivery[]>;
	/** The webhook that has a queue, if it was the same, unchanged, before the commit. */
	unchangedOf: (queue: string) => SeenSubscription | undefined;
};

const DAY = 24 * 60 * 60 * 1000;

/** How long after it was due a delivery to a receiver that keeps up may set out: one process, free slots. */
const PROMPT_MS = 700;

/** Reads the deliveries after a commit, and checks each that is new, gone or changed. */
export function checkDeliveries(watch: Watch, fresh: WatchedEvent[], before: Before): void {
	const old = watch.rows;
	watch.rows = new Map(watch.database.deliveries().map((row) => [row.id, row]));
	const added = [...watch.rows.values()].filter(({ id }) => !old.has(id));
	const commit: Commit = {
		...before,
		watch,
		added: byEvent(added),
		unchangedOf: (queue) => unchangedOf(watch, before, queue),
	};
	for (const row of added) {
		if (row.change_id !== null) noteChange(watch, keyOf(row.queue_id, row.change_id), row);
		for (const event of row.carried) checkAdded(commit, row, event);
	}
	for (const [id, was] of old) {
		const is = watch.rows.get(id);
		if (!is) checkGone(commit, was);
		else if (!isSame(was, is)) checkChanged(commit, was, is);
	}
	for (const row of added) if (row.attempts > 0) checkChanged(commit, asAdded(row), row);
	for (const event of fresh) checkExpected(commit, event);
	checkLinedUp(commit);
}

/** By queue and event: one that carries several stands under each. */
function byEvent(rows: WatchedDelivery[]): Map<string, WatchedDelivery[]> {
	const all = rows.flatMap((row) =>
		row.carried.map((event) => ({ row, key: keyOf(row.queue_id, event) })),
	);
	const grouped = Map.groupBy(all, ({ key }) => key);
	return new Map([...grouped].map(([key, list]) => [key, list.map(({ row }) => row)]));
}

function noteChange(watch: Watch, key: string, { carried }: WatchedDelivery): void {
	count(watch, key);
	watch.carried.set(key, [...(watch.carried.get(key) ?? []), carried]);
}

function count({ made }: Watch, key: string): number {
	const number = (made.get(key) ?? 0) + 1;
	made.set(key, number);
	return number;
}

function unchangedOf(watch: Watch, before: Before, queue: string): SeenSubscription | undefined {
	const id = watch.queues.get(queue)?.now?.id;
	const is = id === undefined ? undefined : watch.subscriptions.get(id);
	const was = is && before.subscriptions.get(is.row.id)?.row;
	if (!was) return undefined;
	const isUnchanged =
		was.status === is.row.status &&
		was.updated_at === is.row.updated_at &&
		was.is_catching_up === is.row.is_catching_up;
	return isUnchanged ? is : undefined;
}

function isSame(a: WatchedDelivery, b: WatchedDelivery): boolean {
	return (
		a.status === b.status &&
		a.attempts === b.attempts &&
		a.next_attempt_at === b.next_attempt_at &&
		a.claimed_until === b.claimed_until
	);
}

/** What was added and tried within one commit. */
function asAdded(row: WatchedDelivery): WatchedDelivery {
	return {
		...row,
		status: 'pending',
		attempts: 0,
		claimed_until: null,
		next_attempt_at: row.created_at,
	};
}

function checkAdded(
	{ watch, subscriptions, unchangedOf }: Commit,
	row: WatchedDelivery,
	id: string,
): void {
	const key = keyOf(row.queue_id, id);
	const made = count(watch, key);
	const event = watch.events.get(id);
	if (!event) return watch.fail('a delivery has its event', key);
	if (event.commit === watch.commits && made === 1) return;
	const asks = watch.replayAsks.filter(
		({ queue, since }) => queue === row.queue_id && since <= event.timestamp,
	).length;
	const isCatchingUp = [...subscriptions.values()].some(
		(one) => one.row.queue_id === row.queue_id && one.row.is_catching_up === 1,
	);
	if (isCatchingUp && asks === 0 && made === 1)
		return watch.world.note('caught up with what was missed');
	if (asks === 0 || made > 1 + asks)
		watch.fail(
			'a new delivery of an old event was asked for',
			`${key}: ${made} deliveries, ${asks} replays`,
		);
	// A pause within the same commit holds the new one beside the old one.
	if (unchangedOf(row.queue_id))
		for (const other of watch.rows.values())
			if (
				other.status === 'held' &&
				other.id !== row.id &&
				other.queue_id === row.queue_id &&
				other.carried.includes(id)
			)
				watch.fail('a replay takes the place of what was held', key);
	watch.world.note('sent again by replay');
}

function checkGone(commit: Commit, was: WatchedDelivery): void {
	const { watch, added } = commit;
	const { now } = watch.queues.get(was.queue_id) ?? {};
	const consumer = watch.consumers.get(was.queue_id);
	if (!now && !consumer) return;
	if (was.carried.some((event) => added.has(keyOf(was.queue_id, event)))) return;
	const limit = watch.world.now - 30 * DAY + 1_000 + watch.clockSpreadMs;
	const isOld = Date.parse(was.created_at) < limit;
	// What nobody fetches is not kept for ever.
	const isLeft = now?.delivery === 'pull' && was.status === 'pending';
	if (isOld && (['succeeded', 'failed', 'skipped'].includes(was.status) || !now || isLeft))
		return watch.world.note('removed after 30 days');
	// Of two that wait for one event, subscribing sends one.
	const isDouble = [...watch.rows.values()].some(
		(other) =>
			other.queue_id === was.queue_id && other.carried.some((event) => was.carried.includes(event)),
	);
	if (isDouble && was.status === 'held' && isSettling(commit, was)) return;
	watch.fail('no delivery vanishes', `${was.id} was ${was.status}`);
}

/** Whether a consumer that came back gets, or gives up, what waited for it. */
function isSettling({ consumers }: Commit, { queue_id }: WatchedDelivery): boolean {
	return (consumers.get(queue_id)?.held_before ?? null) !== null;
}

function checkExpected(
	{ watch, added, unchangedOf, consumers }: Commit,
	event: WatchedEvent,
): void {
	for (const queue of watch.queues.values()) {
		const subscription = unchangedOf(queue.id);
		const rows = added.get(keyOf(queue.id, event.id)) ?? [];
		const isGone = [watch.consumers, consumers].every(
			(known) => known.get(queue.id)?.webhook_id === null,
		);
		if (subscription?.row.is_catching_up || isGone) {
			if (isGone) watch.world.note('event for a consumer without a webhook');
			queue.missing.add(event.id);
			if (rows.length > 0)
				watch.fail('nothing overtakes what a consumer still has to catch up with', event.id);
			continue;
		}
		// Changed and changed back within one commit is no sure ground.
		if (!subscription) continue;
		const wanted = wants(subscription, event) ? 1 : 0;
		if (rows.length !== wanted)
			watch.fail(
				'an event has one delivery for each webhook that wants it',
				`${event.type} ${event.id} ${queue.id}: ${rows.length} instead of ${wanted}`,
			);
		const [row] = rows;
		if (!row) continue;
		checkCarried(watch, subscription, event, row);
		checkPlace(watch, subscription, row);
		const isPaused = subscription.row.status === 'paused';
		if (isPaused) watch.world.note('held while paused');
		if (isPaused !== (row.status === 'held'))
			watch.fail('what happens while a webhook is paused is held, and nothing else', row.id);
	}
}

/** A change has one delivery with all of it that is wanted, or each of its events has its own. */
function checkCarried(
	watch: Watch,
	subscription: SeenSubscription,
	event: WatchedEvent,
	row: WatchedDelivery,
): void {
	const detail = `${row.id} carries ${row.carried.join(', ')}`;
	if (subscription.row.deliver === 'each_event') {
		if (row.change_id !== null) watch.fail('each event is delivered by itself', detail);
		return;
	}
	const wanted = (watch.changes.get(event.change_id) ?? []).filter((one) =>
		wants(subscription, one),
	);
	const isWhole =
		wanted.length === row.carried.length && wanted.every(({ id }) => row.carried.includes(id));
	if (row.change_id !== event.change_id || !isWhole)
		watch.fail('a change has one delivery, with all of it that is wanted', detail);
	if (row.event_id !== mostSpecific(wanted)?.id)
		watch.fail('a change is called after the most specific of its events', detail);
	if (wanted.length > 1) watch.world.note('several events in one delivery');
}

function checkChanged(commit: Commit, was: WatchedDelivery, is: WatchedDelivery): void {
	const { watch, unchangedOf } = commit;
	const asked = isAsked(watch, is.id);
	const subscription = unchangedOf(is.queue_id);
	const detail = `${is.id} ${was.status} -> ${is.status}`;
	if (is.claimed_until !== null && is.claimed_until !== was.claimed_until) {
		checkClaim(commit, was, is, asked);
		checkTurn(commit, was, is, asked);
	}
	if (is.attempts !== was.attempts) checkAttempts(commit, was, is, asked);
	if (is.status === was.status) return;
	const isSettled = was.status === 'held' && isSettling(commit, is);
	if (is.status === 'held' && subscription?.row.status === 'active')
		watch.fail('only a pause holds', detail);
	if (is.status === 'pending' && isSettled) watch.world.note('caught up with what waited');
	// A try that fails after its webhook was paused and resumed again goes on by its schedule.
	const isLateTry = was.status === 'held' && is.attempts > was.attempts;
	const isResumed = was.status === 'held' && keepsOrder(commit, is);
	if (is.status === 'pending' && isResumed) watch.world.note('sent in order when resumed');
	if (is.status === 'pending' && !asked && !isLateTry && !isSettled && !isResumed)
		watch.fail('only a retry wakes what has ended', detail);
	if (is.status === 'skipped') checkSkipped(commit, was, is);
	const hasEnded = is.status === 'succeeded' || is.status === 'failed';
	if (is.status === 'failed' && isSettled && is.attempts === was.attempts)
		watch.world.note('held delivery given up by subscribing');
	else if (hasEnded && is.attempts === was.attempts && !asked)
		watch.fail('a delivery ends with an attempt', detail);
	if (was.status === 'succeeded' && !asked) watch.fail('what has arrived stays so', detail);
}

/** Whether somebody asked for it to be sent again, since the commit before. */
function isAsked(watch: Watch, id: string): boolean {
	const { now } = watch.world;
	return (watch.retryAsks.get(id) ?? []).some(
		({ at, end = Infinity }) => at <= now && end >= watch.previousCommitAt,
	);
}

function checkClaim(
	commit: Commit,
	was: WatchedDelivery,
	is: WatchedDelivery,
	asked: boolean,
): void {
	const { watch, unchangedOf, subscriptions } = commit;
	const { world, clockSpreadMs } = watch;
	world.note('claim');
	const due = was.next_attempt_at === null ? undefined : Date.parse(was.next_attempt_at);
	const subscription = unchangedOf(is.queue_id);
	const isSame = is.attempts === was.attempts;
	if (
		!asked &&
		isSame &&
		!isAfterSkipped(watch, is) &&
		due !== undefined &&
		due > world.now + 1 + clockSpreadMs
	)
		watch.fail('nothing is sent before it is due', `${is.id} due ${was.next_attempt_at}`);
	const isResumed = was.status === 'held' && keepsOrder(commit, is);
	if (!asked && was.status !== 'pending' && !isSettling(commit, is) && !isResumed)
		watch.fail('only what is due is claimed', `${is.id} was ${was.status}`);
	if (was.claimed_until !== null) world.note('claim of a delivery whose lease ran out');
	const now = watch.queues.get(is.queue_id)?.now;
	const before = now && subscriptions.get(now.id)?.row;
	if (now && before && now.status !== 'active' && before.status !== 'active')
		watch.fail('nothing is claimed of a paused webhook', is.id);
	if (
		now?.delivery === 'push' &&
		now.delivers_after &&
		Date.parse(now.delivers_after) > world.now + 1 + clockSpreadMs
	)
		if (before?.delivers_after === now.delivers_after)
			watch.fail('nothing is sent before a subscriber has had the time to store its secret', is.id);
	const late = world.now - (due ?? Date.parse(is.created_at));
	if (isPrompt(watch, is) && subscription && due && late > PROMPT_MS)
		if (subscription.row.updated_at < (was.next_attempt_at as string))
			watch.fail(
				'a receiver that keeps up waits for no other',
				`${is.id} by ${Math.round(late)} ms`,
			);
}

/**
 * One process without faults, with slots to spare, and a receiver that was never anything but fine and needs no time to store
 * a secret.
 */
function isPrompt(watch: Watch, { queue_id }: WatchedDelivery): boolean {
	const { plan, moody, clockSpreadMs, queues } = watch;
	const { isCalm, roles, limits } = plan;
	return (
		isCalm &&
		!queues.get(queue_id)?.now?.delivers_after &&
		!wasPulled(queues.get(queue_id)) &&
		clockSpreadMs === 0 &&
		!moody.has(queue_id) &&
		roles.length === 1 &&
		limits.slots >= 50 &&
		limits.claimedAtOnce >= 100
	);
}

function wasPulled(queue: WatchedQueue | undefined): boolean {
	return queue?.versions.some(({ subscription }) => subscription?.row.delivery === 'pull') ?? false;
}
