import { PAUSED_MANUALLY } from '../webhooks/pausedManually';
import type { WebhookRow } from '../webhooks/store';

/** How a webhook is doing, as far as somebody has to know. */
export type Condition = 'well' | 'failing' | 'paused';

/** What is known of a webhook. */
export type Watched = Pick<WebhookRow, 'status' | 'paused_reason' | 'failing_since'>;

/**
 * What was said of a webhook before: nothing yet, or its condition then; how often the next message was tried in vain, and
 * until when one may be on its way.
 */
export type Said = {
	condition: Condition;
	sent_at: string | null;
	tries: number;
	next_try_at: string | null;
	trying_until: string | null;
};

const HOUR_MS = 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

/** Nothing but failures for so long is trouble; before, the next try may bring it. */
const FAILING_AFTER_MS = HOUR_MS;

/** Of one webhook comes no more than one message within this time. */
const BETWEEN_MESSAGES_MS = HOUR_MS;

/** Returns how a webhook is doing; undefined for one that a person has paused: that person knows. */
export function conditionOf(webhook: Watched, now: Date): Condition | undefined {
	const { status, paused_reason, failing_since } = webhook;
	if (status === 'paused') return paused_reason === PAUSED_MANUALLY ? undefined : 'paused';
	const isLong =
		failing_since !== null && now.getTime() - Date.parse(failing_since) >= FAILING_AFTER_MS;
	return isLong ? 'failing' : 'well';
}

/** Returns whether a message is due: the webhook is doing otherwise than was said, and nothing was said for an hour. */
export function isDue(
	said: Said | undefined,
	condition: Condition | undefined,
	now: Date,
): condition is Condition {
	if (condition === undefined || (said?.condition ?? 'well') === condition) return false;
	const { sent_at = null, next_try_at = null, trying_until = null } = said ?? {};
	const isAhead = (moment: string | null) => moment !== null && Date.parse(moment) > now.getTime();
	if (isAhead(next_try_at) || isAhead(trying_until)) return false;
	return sent_at === null || now.getTime() - Date.parse(sent_at) >= BETWEEN_MESSAGES_MS;
}

/** Longer than a receiver is waited for: a message that nobody knows the end of by then is sent again. */
const LONGEST_TRY_MS = MINUTE_MS;

/** Returns until when a message that sets out now may be on its way. */
export function tryingUntil(now: Date): string {
	return new Date(now.getTime() + LONGEST_TRY_MS).toISOString();
}

/** Returns when a message is tried again that did not arrive: after a minute, twice as long each time, at most an hour. */
export function nextTryAt(tries: number, now: Date): string {
	const wait = Math.min(HOUR_MS, MINUTE_MS * 2 ** (tries - 1));
	return new Date(now.getTime() + wait).toISOString();
}
