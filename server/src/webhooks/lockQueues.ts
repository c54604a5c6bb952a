import type { Transaction } from '../database/database';

/**
 * Has nobody else write many deliveries of these queues, or their webhooks, until the transaction ends: two that lock the same
 * rows one after another, each in its order, wait for each other. What claims or writes single deliveries does without where
 * nothing depends on their order.
 */
export async function lockQueues(
	transaction: Transaction,
	queueIds: readonly string[],
): Promise<void> {
	if (queueIds.length > 0) await transaction.lockNames?.(queueIds);
}
