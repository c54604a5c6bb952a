import { retryAfterSeconds } from '../../contract/reading';
import type { FluidCall, FluidAnswer } from './call';

/** What became of the tries of one request so far. */
export type SoFar = { tries: number; waitedSeconds: number };

/** The longest a request waits in all because Fluid asks it to, in seconds. */
export const MOST_WAIT_SECONDS = 120;

const MOST_TRIES = 4;
const FIRST_PAUSE_SECONDS = 0.5;

/** Codes of a connection that broke while it was open, where another try may well succeed. */
const BROKEN_OFF = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** Methods that leave the same state behind when they run twice: Fluid's PATCH names values, not steps. */
const REPEATABLE = ['GET', 'PATCH', 'DELETE'];

/**
 * Returns how many seconds to wait before the request is sent again, or undefined where the answer stands. A request
 * that was refused for being too early is always sent again, for nothing was done; after a fault of the server or of
 * the connection it may have been done, so only one that cannot do it twice is.
 */
export function secondsUntilRetry(
	call: FluidCall,
	answer: FluidAnswer,
	soFar: SoFar,
	now: Date,
): number | undefined {
	if (isTooEarly(answer)) return withinLimit(secondsAsked(answer, now) ?? 1, soFar);
	if (!isTransient(answer) || !isRepeatable(call) || soFar.tries >= MOST_TRIES) return undefined;
	const pauseSeconds = FIRST_PAUSE_SECONDS * 2 ** (soFar.tries - 1);
	return withinLimit(secondsAsked(answer, now) ?? pauseSeconds, soFar);
}

/** Returns the seconds that the answer asks to wait, if it does. */
export function secondsAsked(answer: FluidAnswer, now: Date): number | undefined {
	return 'status' in answer ? retryAfterSeconds(answer.headers['retry-after'], now) : undefined;
}

/** Returns whether Fluid did nothing but ask to come again later. */
export function isTooEarly(answer: FluidAnswer): boolean {
	if (!('status' in answer)) return false;
	const { code } = (answer.body ?? {}) as { code?: unknown };
	return answer.status === 429 || code === 'idempotency_in_progress';
}

function isTransient(answer: FluidAnswer): boolean {
	return 'status' in answer ? answer.status >= 500 : BROKEN_OFF.includes(answer.errorCode);
}

function isRepeatable({ method, idempotencyKey, isRepeatable = false }: FluidCall): boolean {
	return isRepeatable || idempotencyKey !== undefined || REPEATABLE.includes(method);
}

function withinLimit(seconds: number, { waitedSeconds }: SoFar): number | undefined {
	return waitedSeconds + seconds <= MOST_WAIT_SECONDS ? seconds : undefined;
}
