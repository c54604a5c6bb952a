import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

const ASK_AGAIN_MS = 100;

/**
 * Returns what became of a transaction whose commit got no answer
 * (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT): undefined where the server does
 * not know, as another one that took over may, or cannot be reached for so long.
 */
export async function fateOf(
	pool: Pool,
	id: string | undefined,
	patienceMs: number,
): Promise<'committed' | 'aborted' | undefined> {
	if (id === undefined) return undefined;
	const end = performance.now() + patienceMs;
	while (performance.now() < end) {
		const status = await statusOf(pool, id);
		if (status === null) return undefined;
		if (status === 'committed' || status === 'aborted') return status;
		await sleep(ASK_AGAIN_MS);
	}
	return undefined;
}

/** Null where the server does not know the transaction; undefined while it cannot be reached. */
async function statusOf(pool: Pool, id: string): Promise<string | null | undefined> {
	try {
		const { rows } = await pool.query('select pg_xact_status($1::xid8) as status', [id]);
		return rows[0].status;
	} catch {
		return undefined;
	}
}
