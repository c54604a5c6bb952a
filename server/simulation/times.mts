const DAY = 24 * 60 * 60 * 1000;

/** Returns how often a request with a key may be carried out anew: a key is forgotten after a day. */
export function timesAnew(times: number[] = [], clockSpreadMs = 0): number {
	const [first = 0] = times;
	return 1 + times.filter((at) => at - first > DAY - 60_000 - clockSpreadMs).length;
}
