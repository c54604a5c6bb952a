import { DatabaseFault } from '../fault';

/** What PostgreSQL answers, or the network (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
type Coded = { code?: string; message?: string };

/** The server stops, starts, or takes no more connections. */
const SERVER_GONE = ['57P01', '57P02', '57P03', '57P05', '53300', '25P03'];
const NETWORK = [
	'ECONNRESET',
	'ECONNREFUSED',
	'EPIPE',
	'ETIMEDOUT',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'EAI_AGAIN',
];
/** Of the driver, which gives these no code. */
const BROKEN =
	/Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|read-only transaction/;

const DEADLOCK = '40P01';
const LOCK_TIMEOUT = '55P03';
const STATEMENT_TIMEOUT = '57014';
const DISK_FULL = '53100';
const NOT_WRITABLE = '25006';
const ABORTED = '25P02';
/** A prepared statement that is not there, or is there already: in another connection than it was prepared in. */
const OF_ANOTHER_CONNECTION = ['26000', '42P05'];

const RETRY_SECONDS = 5;

/** Returns whether the connection is gone, or its server: the same may work on another one in a moment. */
export function isLost(reason: unknown): boolean {
	const { code, message } = (reason ?? {}) as Coded;
	if (code === undefined) return BROKEN.test(message ?? '');
	return (
		SERVER_GONE.includes(code) ||
		NETWORK.includes(code) ||
		code.startsWith('08') ||
		code === NOT_WRITABLE
	);
}

/** Returns whether another change was in the way, so that the same will work now. */
export function isDeadlock(reason: unknown): boolean {
	return (reason as Coded)?.code === DEADLOCK;
}

/** Returns whether a statement only failed because an earlier one of its transaction had. */
export function isConsequence(reason: unknown): boolean {
	return (reason as Coded)?.code === ABORTED;
}

/** Returns the fault of what cannot work for a reason outside of the statement, and anything else as it is. */
export function postgresFault(reason: unknown): unknown {
	const { code, message } = (reason ?? {}) as Coded;
	if (code === DISK_FULL)
		return new DatabaseFault('full', 'The disk of the database is full.', RETRY_SECONDS);
	if (code === LOCK_TIMEOUT || code === STATEMENT_TIMEOUT || isDeadlock(reason)) return tooBusy();
	if (OF_ANOTHER_CONNECTION.includes(code ?? '')) return sharedConnections();
	if (!isLost(reason)) return reason;
	const what = TOO_SLOW.test(message ?? '')
		? 'does not answer in time, as it is busy or cannot be reached'
		: `cannot be reached: ${message}`;
	return new DatabaseFault(
		'unavailable',
		`The database (DATABASE_URL) ${what}. Nothing was saved; try again in a moment.`,
		RETRY_SECONDS,
	);
}

/** Of the driver, whose own time for an answer is over. */
const TOO_SLOW = /Query read timeout/;

/** Returns the fault of a change of which nobody knows whether it was saved. */
export function unknownFate(): DatabaseFault {
	return new DatabaseFault(
		'uncertain',
		'The database went away while the change was being saved, so it may have been saved or not. Look before you send it again; with an Idempotency-Key it can be sent again at once.',
		RETRY_SECONDS,
	);
}

function sharedConnections(): DatabaseFault {
	return new DatabaseFault(
		'unavailable',
		'A proxy that shares connections, such as PgBouncer in transaction mode, stands before the database. Add ?pgbouncer=true to DATABASE_URL, and name the server itself in DATABASE_LISTEN_URL.',
		RETRY_SECONDS,
	);
}

function tooBusy(): DatabaseFault {
	return new DatabaseFault(
		'unavailable',
		'Other changes keep the database busy. Nothing was saved; try again in a moment.',
		RETRY_SECONDS,
	);
}
