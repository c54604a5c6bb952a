import { createHash, randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Returns the Idempotency-Key for a batch of items by its first one. It is the same whenever the same run of the node
 * sends that item first again: by itself after a lost answer, by n8n's "Retry On Fail", or in a retried execution.
 *
 * A retried execution has a new id, but keeps the context of the one it repeats, so the first id is remembered there.
 * A run started by hand is always an execution of its own. The values of the items, and how many of them fill the batch,
 * are no part of the key on purpose: when they differ from those already saved, Fluid refuses the request instead of
 * saving a second deal. As batches are filled from the first item on, one that is like before ends where it ended before.
 */
export function idempotencyKey(context: IExecuteFunctions, firstItem: number): string {
	return hashed([
		context.getInstanceId(),
		context.getWorkflow().id,
		firstExecutionId(context),
		context.getNode().id,
		context.getWorkflowDataProxy(0).$runIndex,
		firstItem,
	]);
}

/**
 * Returns the Idempotency-Key for what the user gave as Idempotency Key for an item; undefined where that is nothing. It is
 * the same in every execution and every step of the workflow, so that a webhook which a tool sends twice is saved once.
 */
export function ownIdempotencyKey(context: IExecuteFunctions, item: number): string | undefined {
	const given = String(context.getNodeParameter('options.idempotencyKey', item, '') ?? '').trim();
	if (given === '') return undefined;
	return hashed([context.getInstanceId(), context.getWorkflow().id, given]);
}

/** Whatever letters it is made of, and however many, it fits a header. */
function hashed(parts: unknown[]): string {
	return `n8n-${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}

function firstExecutionId(context: IExecuteFunctions): string {
	const kept = context.getContext('flow');
	kept.fluidFirstExecutionId ??= context.getExecutionId() ?? randomUUID();
	return kept.fluidFirstExecutionId as string;
}
