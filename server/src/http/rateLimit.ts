const MINUTE_MS = 60_000;

/** How many senders are remembered before those are forgotten whose allowance is full again. */
const MOST_SENDERS = 10_000;

/** Returns how many seconds a sender has to wait; 0 when its request may pass. */
export type Limiter = (sender: string, nowMs: number) => number;

/**
 * Returns a limiter for each process: every sender has an allowance for a minute that fills again evenly, so that a
 * burst passes and a steady stream is held to the rate (token bucket).
 */
export function newLimiter(perMinute: number): Limiter {
	if (perMinute === 0) return () => 0;
	const buckets = new Map<string, { tokens: number; filledAt: number }>();
	const perMs = perMinute / MINUTE_MS;

	return (sender, nowMs) => {
		if (buckets.size >= MOST_SENDERS) forgetRested(nowMs);
		const bucket = buckets.get(sender) ?? { tokens: perMinute, filledAt: nowMs };
		// A clock that was set back must not take away what is there.
		const passedMs = Math.max(0, nowMs - bucket.filledAt);
		const tokens = Math.min(perMinute, bucket.tokens + passedMs * perMs);
		const isAllowed = tokens >= 1;
		buckets.set(sender, { tokens: isAllowed ? tokens - 1 : tokens, filledAt: nowMs });
		return isAllowed ? 0 : Math.ceil((1 - tokens) / perMs / 1000);
	};

	function forgetRested(nowMs: number): void {
		for (const [sender, { tokens, filledAt }] of buckets) {
			if (tokens + (nowMs - filledAt) * perMs >= perMinute) buckets.delete(sender);
		}
	}
}
