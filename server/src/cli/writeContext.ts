import type { Transaction } from '../database/database';
import type { Ingest } from '../deals/ingest';
import { serviceAddress } from './serviceAddress';

/** Returns the context of a change made by the command. The service finds the deliveries of its events by itself. */
export function writeContextOf(transaction: Transaction, workspaceId: string): Ingest {
	return { transaction, workspaceId, now: new Date(), wake: () => {}, publicUrl: serviceAddress() };
}
