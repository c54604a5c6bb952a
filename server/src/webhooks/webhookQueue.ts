import type { DueDelivery } from './deliveries';
import type { SendOutcome } from '../deliveryClient';
import { limits } from '../limits';

/** Deliveries on their way at once to a receiver that does not answer. */
const SLOTS_FAILING = 2;

/** Deliveries on their way at once to a receiver of which nothing is known yet; each quick answer adds one. */
const FIRST_SLOTS = 10;

/**
 * A receiver that takes longer to answer has more in hand than it can do. It gets fewer at once: what it answers too late
 * it has done all the same, and would do a second time.
 */
const OVERLOADED_MS = 5_000;

/** A receiver that answers slower than this, on average or now, is not waited for. */
const SLOW_MS = 250;

/** Weight of the newest answer in the average. */
const NEWEST = 0.1;

/** A delivery on its way, since when. */
type Departure = { atMs: number };

/** One webhook's way out: what is on it, and how its receiver is doing. */
export class WebhookQueue {
	/** Whether something may be due. */
	isReady = false;
	/** How long the newest delivery had waited when it was taken, in milliseconds; 0 when none waits. */
	lagMs = 0;
	/** Whose the webhook is, once something was taken. */
	workspaceId: string | undefined;
	/** In the order in which they set out. */
	private readonly departures = new Set<Departure>();
	private averageMs = 0;
	private isFailing = false;
	private slots = FIRST_SLOTS;

	/** @param sharers how many processes send to the same receiver */
	constructor(private readonly sharers: () => number = () => 1) {}

	get freeSlots(): number {
		const share = Math.max(1, Math.floor(limits.slots / this.sharers()));
		const slots = this.isFailing ? SLOTS_FAILING : Math.min(this.slots, share);
		return Math.max(0, slots - this.departures.size);
	}

	get isIdle(): boolean {
		return !this.isReady && this.departures.size === 0;
	}

	/** Returns whether the receiver takes what it gets without delay. */
	isHealthy(nowMs: number): boolean {
		const [oldest] = this.departures;
		const isWaiting = oldest !== undefined && nowMs - oldest.atMs >= SLOW_MS;
		return !this.isFailing && !isWaiting && this.averageMs < SLOW_MS;
	}

	start(nowMs: number): Departure {
		const departure = { atMs: nowMs };
		this.departures.add(departure);
		return departure;
	}

	finish(departure: Departure): void {
		this.departures.delete(departure);
	}

	/** Notes how long what happened since the start had waited when it was taken. */
	recordLag(taken: DueDelivery[], startedAt: Date, now: Date): void {
		const last = taken.filter((one) => isNews(one, startedAt)).at(-1);
		this.lagMs = this.isReady && last ? now.getTime() - Date.parse(last.next_attempt_at) : 0;
	}

	recordOutcome({ durationMs, statusCode, error }: SendOutcome): void {
		this.averageMs += (durationMs - this.averageMs) * NEWEST;
		this.isFailing = error !== null && statusCode === null;
		const step = durationMs > OVERLOADED_MS ? -1 : 1;
		this.slots = Math.min(limits.slots, Math.max(SLOTS_FAILING, this.slots + step));
	}
}

/** Whether it is due because it has just happened: no retry, no replay, nothing that an earlier process left. */
function isNews({ attempts, happened_at, next_attempt_at }: DueDelivery, startedAt: Date): boolean {
	if (attempts > 0 || happened_at !== next_attempt_at) return false;
	return Date.parse(happened_at) >= startedAt.getTime();
}
