import { Pool, type PoolClient, types } from 'pg';
import type { PostgresAddress } from './address';

/** For each process. */
const CONNECTIONS = 10;

/** For so long a change waits for a free connection. */
const FREE_WITHIN_MS = 10_000;

/** A statement planned on an empty table keeps its plan for as long as its connection lives. */
const LIFETIME_S = 300;

const KEEP_ALIVE_MS = 10_000;

/**
 * A network that swallows what is sent ends no connection: whoever has no answer for so long goes on over another one.
 * Longer than a change waits for its workspace, which is answered before.
 */
const SILENT_MS = 15_000;

/** For so long a change waits for another process that changes the same workspace. */
const LOCK_MS = 10_000;

/** A process that has gone in the middle of a change, unseen by the server, holds its workspace for no longer. */
const IDLE_IN_CHANGE_MS = 10_000;

const INT8 = 20;
const NUMERIC = 1700;

/** How long answers are waited for: for what the service does, or without an end, as where tables are made. */
export type AnswerTimeout = 'short' | 'endless';

/**
 * Returns what gives out connections; one that breaks while nobody uses it ends quietly.
 *
 * @param name of the process, which the server shows, and claims are known by
 */
export function newPool(
	{ url, isPooled }: PostgresAddress,
	name: string,
	timeout: AnswerTimeout = 'endless',
): Pool {
	const pool = new Pool({
		connectionString: isPooled ? url : withoutCompiling(url),
		...(timeout === 'short' && { query_timeout: SILENT_MS }),
		...(timeout === 'short' && !isPooled && ofSession),
		max: CONNECTIONS,
		connectionTimeoutMillis: FREE_WITHIN_MS,
		maxLifetimeSeconds: LIFETIME_S,
		keepAlive: true,
		keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
		// Statements that do not wait for one another are sent at once.
		pipeline: true,
		application_name: name,
		types: { getTypeParser: parserOf },
	} as ConstructorParameters<typeof Pool>[0]);
	// On each client from its first moment: an error that nobody listens to ends the process.
	pool.on('connect', (client: PoolClient) => client.on('error', () => {}));
	pool.on('error', () => {});
	return pool;
}

/** PgBouncer refuses these: there, its user has them (docs/self-hosting.md). */
const ofSession = {
	lock_timeout: LOCK_MS,
	idle_in_transaction_session_timeout: IDLE_IN_CHANGE_MS,
};

/**
 * Returns an address over which PostgreSQL runs statements as they are. Where a search may look at many rows, it compiles it
 * first (https://www.postgresql.org/docs/current/jit-decision.html): for 0.3 s, in place of an answer within 30 ms.
 */
function withoutCompiling(address: string): string {
	const url = new URL(address);
	const options = ['-c jit=off', url.searchParams.get('options') ?? ''];
	url.searchParams.set('options', options.join(' ').trim());
	return url.href;
}

/** Counts and sums are numbers; none of ours is beyond 2^53. */
function parserOf(oid: number, format?: 'text' | 'binary') {
	return oid === INT8 || oid === NUMERIC ? Number : types.getTypeParser(oid, format as 'text');
}
