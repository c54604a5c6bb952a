import { WatchedDatabase } from './database.mts';
import type { Sent } from './network.mts';
import type { SimulatedOperation, Plan } from './plan.mts';
import type { PlayedAnswer } from './playedApp.mts';
import { INJECTED } from './playedDatabase.mts';
import type { ProcessWatch, SimulatedProcess } from './process.mts';
import { checkAnswer } from './promises/answers.mts';
import { checkChanges } from './promises/changes.mts';
import { checkConsumers } from './promises/consumers.mts';
import { checkDeliveries } from './promises/deliveries.mts';
import { checkPauses, type TriedAtAddress } from './promises/pauses.mts';
import type { CommitAsk, HandedDelivery } from './promises/pulls.mts';
import { compareStored, readNews } from './promises/records.mts';
import { checkSend } from './promises/sends.mts';
import { readWebhooks, type SeenSubscription, type WatchedQueue } from './subscriptions.mts';
import type { WatchedConsumer, WatchedDelivery, WatchedEvent, ShownObject } from './stored.mts';
import type { World } from './world.mts';

/** Somebody asked for a delivery to be sent again. */
export type RetryAsk = {
	at: number;
	end?: number;
	delivery: string;
	message: string;
	queue: string;
};

/** Somebody asked for what happened since then to be sent again. */
export type ReplayAsk = { queue: string; since: string };

/** A webhook's queue, and an event or a change, as one key. */
export const keyOf = (queue: string, message: string) => `${queue} ${message}`;

/** What a delivery is sent under: its event, or its change. */
export const messageIdOf = ({ change_id, event_id }: WatchedDelivery) => change_id ?? event_id;

/**
 * Watches every commit, every send and every answer, and says which promise is broken. It reads what is committed by a
 * connection of its own and takes that for the truth; that what is committed is what was answered is a promise as well.
 */
export class Watch implements ProcessWatch {
	commits = 0;
	lastSequence = 0;
	previousCommitAt = 0;
	/** By how much two clocks differ at most, or one from itself before it was set. */
	clockSpreadMs = 0;
	readonly events = new Map<string, WatchedEvent>();
	readonly deals = new Map<string, ShownObject>();
	readonly contacts = new Map<string, ShownObject>();
	/** By id: those there are, and all there were. */
	subscriptions = new Map<string, SeenSubscription>();
	readonly everSubscribed = new Set<string>();
	readonly queues = new Map<string, WatchedQueue>();
	/** By queue. */
	consumers = new Map<string, WatchedConsumer>();
	rows = new Map<string, WatchedDelivery>();
	/** By id, in the order of their sequences. */
	readonly changes = new Map<string, WatchedEvent[]>();
	/** How many deliveries an event or a change has got in a queue. */
	readonly made = new Map<string, number>();
	/** What of a change its deliveries in a queue carried, also of those that are gone. */
	readonly carried = new Map<string, string[][]>();
	readonly sends = new Map<string, Sent[]>();
	readonly allSends: Sent[] = [];
	readonly retryAsks = new Map<string, RetryAsk[]>();
	readonly replayAsks: ReplayAsk[] = [];
	/** By delivery: what whoever fetched it has said of it. */
	readonly commitAsks = new Map<string, CommitAsk[]>();
	/** Deliveries that were handed out, as it was answered last. */
	readonly handed = new Map<string, HandedDelivery>();
	/** Deliveries that whoever fetched them has brought home. */
	readonly broughtHome = new Set<string>();
	/** What was committed, beside what was sent. */
	readonly outcomes: TriedAtAddress[] = [];
	/** Deliveries that somebody wanted to be skipped, and when first. */
	readonly skipAsks = new Map<string, number>();
	/** Ids of webhooks, and names of consumers, whose end somebody has asked for. */
	readonly endAsks = new Set<string>();
	/** How often a deal got a value, and every value that was seen. */
	readonly valuesOf = new Map<string, number>();
	readonly values = new Set<number>();
	readonly createdNames = new Map<string, number>();
	readonly answers = new Map<string, { text: string | undefined; at: number }>();
	/** When each operation was carried out. */
	readonly carriedOut = new Map<number, number[]>();
	/** Queues whose receiver was ever in a bad mood. */
	readonly moody = new Set<string>();
	readonly database: WatchedDatabase;
	readonly world: World;
	readonly plan: Plan;
	/** Called when a process is gone. */
	onGone: ProcessWatch['onGone'] = () => {};

	constructor(world: World, plan: Plan, file: string) {
		this.world = world;
		this.plan = plan;
		this.database = new WatchedDatabase(file);
	}

	fail(promise: string, detail: string): void {
		this.world.fail(promise, detail);
	}

	onCommit(process: SimulatedProcess, tables: Set<string>): void {
		this.commits += 1;
		const before = { subscriptions: this.subscriptions, consumers: this.consumers };
		if (tables.has('webhooks')) readWebhooks(this);
		if (tables.has('consumers'))
			this.consumers = new Map(this.database.consumers().map((one) => [one.queue_id, one]));
		const fresh = tables.has('events') ? readNews(this) : [];
		checkChanges(this, fresh);
		if (tables.has('deals') || tables.has('contacts') || fresh.length > 0) compareStored(this);
		if (tables.has('deliveries') || fresh.length > 0) checkDeliveries(this, fresh, before);
		if (tables.has('consumers')) checkConsumers(this, before);
		if (this.subscriptions !== before.subscriptions) checkPauses(this, before.subscriptions);
		this.previousCommitAt = this.world.now;
		this.world.say(`commit by ${process.name}: ${[...tables].join(', ')}`);
	}

	onSend(sent: Sent): void {
		checkSend(this, sent);
	}

	onReport(_process: SimulatedProcess, reason: unknown): void {
		this.world.note('reported inside');
		// A sentence is of a refusal, whose reason lies outside: the disk, or a lock.
		if (typeof reason === 'string') return;
		const { errcode } = (reason ?? {}) as { errcode?: number };
		if (errcode !== undefined && INJECTED.includes(errcode)) return;
		this.fail('nothing goes wrong inside', String((reason as Error)?.stack ?? reason));
	}

	onAnswer(operation: SimulatedOperation, answer: PlayedAnswer): void {
		checkAnswer(this, operation, answer);
	}

	/**
	 * Returns the first time at which a delivery becomes due for a process whose clock is ahead by so much.
	 *
	 * @param isDrained whether those count that are pulled: nothing happens by itself when one becomes due
	 */
	nextDue(aheadMs: number, isDrained: boolean): number {
		let first = Infinity;
		for (const { status, next_attempt_at, queue_id } of this.rows.values()) {
			if (status !== 'pending' || next_attempt_at === null) continue;
			const row = this.queues.get(queue_id)?.now;
			if (!row || (row.delivery === 'pull' && !isDrained)) continue;
			const waits = Date.parse(row.delivers_after ?? next_attempt_at);
			first = Math.min(first, Math.max(Date.parse(next_attempt_at), waits) - aheadMs);
		}
		return first;
	}

	/** Returns a delivery that still waits to be sent, if any does. */
	pending(): WatchedDelivery | undefined {
		for (const row of this.rows.values())
			if (row.status === 'pending' && this.queues.get(row.queue_id)?.now) return row;
		return undefined;
	}
}
