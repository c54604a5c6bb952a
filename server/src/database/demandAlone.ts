import type { Transaction } from './database';
import { InUse } from './inUse';
import { DEAD_AFTER } from './postgres/presence';
import { dialects, type Statement } from './sql';

const written = (text: string): Statement => ({ strings: [text], values: [] });
const NOBODY = written('select 0 as processes');

/** No process can begin to work with the database until the transaction has ended. */
const KEEP_OUT = dialects(NOBODY, written('lock table processes in share row exclusive mode'));

const LIVE = dialects(
	NOBODY,
	written(
		`select count(*) as processes from processes where seen_at > clock_timestamp() - ${DEAD_AFTER}`,
	),
);

/**
 * Lets a change pass only while no service works with the database, and keeps them out until the transaction ends. The
 * embedded database is opened for one process alone where that is needed.
 *
 * @throws InUse
 */
export async function demandAlone(transaction: Transaction): Promise<void> {
	await transaction.all(KEEP_OUT);
	const row = await transaction.get<{ processes: number }>(LIVE);
	if (Number(row?.processes) > 0) throw new InUse();
}
