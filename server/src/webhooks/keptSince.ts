/** Events, and deliveries that are done, are kept for 30 days. */
export const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Returns since when events are kept. */
export function keptSince(now: Date): string {
	return new Date(now.getTime() - KEPT_MS).toISOString();
}
