const MINUTE_MS = 60_000;

/** How many senders are remembered before those are forgotten whose allowance is full again. */
const MOST_SENDERS = 10_000;

/** Returns how many seconds a sender has to wait; 0 when its request may pass. */
export type Limiter = (sender: string, nowMs: number) => number;

type Bucket = {
	tokens: number;
	filledAt: number;
	/** Requests that passed here since it was settled last. */
	unsettled: number;
};

/**
 * Allowances for a minute that fill again evenly, one for each sender, so that a burst passes and a steady stream is held
 * to the rate (token bucket). No request waits for other processes: each counts by itself, and now and then they settle
 * what has passed. Meanwhile, each may let pass what all of them have left, so a burst may be larger by what the others
 * pass until they have settled; that is a debt, for which the sender waits afterwards.
 */
export class Allowances {
	private readonly buckets = new Map<string, Bucket>();
	private readonly perMs: number;

	/** @param perMinute how many requests; 0 for any number */
	constructor(private readonly perMinute: number) {
		this.perMs = perMinute / MINUTE_MS;
	}

	/** Counts a request, and returns how many seconds its sender has to wait; 0 when it may pass. */
	readonly wait: Limiter = (sender, nowMs) => {
		if (this.perMinute === 0) return 0;
		if (this.buckets.size >= MOST_SENDERS) this.forgetRested(nowMs);
		const bucket = this.filled(sender, nowMs);
		this.buckets.set(sender, bucket);
		if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / this.perMs / 1000);
		bucket.tokens -= 1;
		bucket.unsettled += 1;
		return 0;
	};

	/** Returns what has passed since it was asked last, by its senders. */
	takeUnsettled(): Map<string, number> {
		const taken = new Map<string, number>();
		for (const [sender, bucket] of this.buckets) {
			if (bucket.unsettled > 0) taken.set(sender, bucket.unsettled);
			bucket.unsettled = 0;
		}
		return taken;
	}

	/**
	 * Goes on from what all processes have left of an allowance; less than nothing is a debt.
	 *
	 * @param atMs when it was so
	 */
	settle(sender: string, left: number, atMs: number): void {
		const bucket = this.buckets.get(sender);
		if (!bucket) return;
		bucket.tokens = left - bucket.unsettled;
		bucket.filledAt = atMs;
	}

	private filled(sender: string, nowMs: number): Bucket {
		const known = this.buckets.get(sender);
		if (!known) return { tokens: this.perMinute, filledAt: nowMs, unsettled: 0 };
		// A clock that was set back must not take away what is there.
		const passedMs = Math.max(0, nowMs - known.filledAt);
		known.tokens = Math.min(this.perMinute, known.tokens + passedMs * this.perMs);
		known.filledAt = nowMs;
		return known;
	}

	private forgetRested(nowMs: number): void {
		for (const [sender, { tokens, filledAt, unsettled }] of this.buckets)
			if (unsettled === 0 && tokens + (nowMs - filledAt) * this.perMs >= this.perMinute)
				this.buckets.delete(sender);
	}
}
