import type { DealInput } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { limits } from '../limits';
import { type AppContext, asOwnChange } from '../context';
import { ingestDeal } from './ingest';

/** One change of many deals, and what it leads to. */
export type ManyChanges = {
	/** Returns ids of deals that still need the change, at most so many. */
	find: (reader: Reader, limit: number) => Promise<string[]>;
	change: DealInput;
	/** Runs before each batch, to refuse what cannot be done (any more). */
	check?: (transaction: Transaction) => Promise<void>;
	/** Runs once no deal needs the change, in the transaction that has found so. */
	last: (transaction: Transaction) => Promise<void>;
};

/**
 * Changes many deals, a batch in a transaction, each with its events; returns how many. When it is interrupted, what
 * is done stays done and the rest is found again next time.
 */
export async function changeMany(
	fluid: AppContext,
	workspaceId: string,
	{ find, change, check, last }: ManyChanges,
): Promise<number> {
	for (let changed = 0; ; ) {
		const count = await fluid.write(workspaceId, async (ingest) => {
			const { transaction } = ingest;
			await check?.(transaction);
			const ids = await find(transaction, limits.recordsAtOnce);
			for (const id of ids) await ingestDeal(asOwnChange(ingest), { ...change, id });
			if (ids.length === 0) await last(transaction);
			return ids.length;
		});
		if (count === 0) return changed;
		changed += count;
	}
}
