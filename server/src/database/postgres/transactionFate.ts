import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

const ASK_AGAIN_MS = 100;

/** What a transaction is known by afterwards. */
export type TransactionMark = {
	/** Its number, as long as the server has not crashed: behind a crash, another transaction may have it. */
	id: string | undefined;
	/** Whose changes it has: of those, one transaction is under way at a time. */
	lane: string;
	/** What it has written as the latest of them. */
	mark: string;
};

/** Writes a mark, as a part of the transaction. */
export const MARK = `
	insert into commits (lane, mark) values ($1, $2) on conflict (lane) do update set mark = excluded.mark`;

/**
 * Returns what became of a transaction whose commit got no answer: its mark is there, or it is not. While the server still
 * has it in hand it is waited for. Its number alone does not say it: a server that crashed before it had written anything
 * of a transaction gives the number to another one.
 *
 * @returns undefined where the database cannot be reached for so long
 */
export async function findFate(
	pool: Pool,
	transaction: TransactionMark,
	longestMs: number,
): Promise<'committed' | 'aborted' | undefined> {
	const end = performance.now() + longestMs;
	while (performance.now() < end) {
		const fate = await look(pool, transaction).catch(() => undefined);
		if (fate) return fate;
		await sleep(ASK_AGAIN_MS);
	}
	return undefined;
}

/** The number first, so that what is not in hand any more has left its mark by then. */
async function look(
	pool: Pool,
	{ id, lane, mark }: TransactionMark,
): Promise<'committed' | 'aborted' | undefined> {
	if (id !== undefined) {
		const { rows } = await pool.query('select pg_xact_status($1::xid8) as status', [id]);
		if (rows[0].status === 'in progress') return undefined;
	}
	const { rows } = await pool.query('select mark from commits where lane = $1', [lane]);
	return rows[0]?.mark === mark ? 'committed' : 'aborted';
}
