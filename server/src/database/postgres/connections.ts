import { Pool, type PoolClient, types } from 'pg';
import type { PostgresAddress } from './address';

/** For each process. */
const CONNECTIONS = 10;

/** For so long a change waits for a free connection. */
const FREE_WITHIN_MS = 10_000;

/** A statement planned on an empty table keeps its plan for as long as its connection lives. */
const LIFETIME_S = 300;

const KEEP_ALIVE_MS = 10_000;

const INT8 = 20;
const NUMERIC = 1700;

/**
 * Returns what gives out connections; one that breaks while nobody uses it ends quietly.
 *
 * @param name of the process, which the server shows, and claims are known by
 */
export function newPool({ url }: PostgresAddress, name: string): Pool {
	const pool = new Pool({
		connectionString: url,
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

/** Counts and sums are numbers; none of ours is beyond 2^53. */
function parserOf(oid: number, format?: 'text' | 'binary') {
	return oid === INT8 || oid === NUMERIC ? Number : types.getTypeParser(oid, format as 'text');
}
