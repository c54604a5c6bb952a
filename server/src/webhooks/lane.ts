import type { DueDelivery } from './deliveries';
import type { Outcome } from './send';

/** Deliveries on their way at once: to a receiver that answers, and to one that does not. */
const SLOTS = 50;
const SLOTS_FAILING = 2;

/** A receiver that answers slower than this on average is not waited for. */
const SLOW_MS = 250;

/** Weight of the newest answer in the average. */
const NEWEST = 0.1;

/** One webhook's way out: what is on it, and how its receiver is doing. */
export class Lane {
	/** Whether something may be due. */
	isReady = false;
	/** How many deliveries are on their way. */
	busy = 0;
	/** How long the newest delivery had waited when it was taken, in milliseconds; 0 when none waits. */
	lagMs = 0;
	private averageMs = 0;
	private isFailing = false;

	get freeSlots(): number {
		return Math.max(0, (this.isFailing ? SLOTS_FAILING : SLOTS) - this.busy);
	}

	/** Whether the receiver takes what it gets without delay. */
	get isHealthy(): boolean {
		return !this.isFailing && this.averageMs < SLOW_MS;
	}

	get isIdle(): boolean {
		return !this.isReady && this.busy === 0;
	}

	/** Notes how long first tries had waited when they were taken. */
	noteLag(taken: DueDelivery[], now: Date): void {
		const last = taken.filter(({ attempts }) => attempts === 0).at(-1);
		this.lagMs = this.isReady && last ? now.getTime() - Date.parse(last.next_attempt_at) : 0;
	}

	noteOutcome({ durationMs, statusCode, error }: Outcome): void {
		this.averageMs += (durationMs - this.averageMs) * NEWEST;
		this.isFailing = error !== null && statusCode === null;
	}
}
