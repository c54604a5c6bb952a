import { NodeApiError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import type { Problem } from '../../contract/types';
import type { ItemInput } from './batches';
import { problemError } from './refusal';

const PLACE = /^\/(?:deals|contacts)\/(\d+)(.*)$/;

/** Returns the item whose input made Fluid refuse a whole batch, the first one; undefined when it was no input's fault. */
export function refusedItem(error: unknown, batch: ItemInput[]): number | undefined {
	if (batch.length === 1) return batch[0]?.item;
	const place = PLACE.exec(problemOf(error)?.errors?.[0]?.pointer ?? '');
	return place === null ? undefined : batch[Number(place[1])]?.item;
}

/** Returns the error about that item: what is wrong with its input, and how many others were refused. */
export function itemRefusal(node: INode, error: unknown, item: number): unknown {
	const problem = problemOf(error);
	const [first] = problem?.errors ?? [];
	const place = PLACE.exec(first?.pointer ?? '');
	if (problem === undefined || place === null) return withItem(error, item);

	const own = (problem.errors ?? []).flatMap((fault) => {
		const [, index, inside = ''] = PLACE.exec(fault.pointer) ?? [];
		return index === place[1] ? [{ ...fault, pointer: inside }] : [];
	});
	const refusal = problemError(node, { ...problem, errors: own });
	const others = new Set(problem.errors?.map(({ pointer }) => PLACE.exec(pointer)?.[1])).size - 1;
	if (others > 0) addFirst(refusal, `${others} more of the items were refused.`);
	return withItem(refusal, item);
}

/**
 * Returns how many of a batch fit into the results of one request where Fluid refused it for more, all or nothing; 0 where
 * it was refused for anything else.
 */
export function fittingTogether(error: unknown): number {
	const [first] = problemOf(error)?.errors ?? [];
	if (first?.code !== 'too_large') return 0;
	return Number(PLACE.exec(first.pointer)?.[1] ?? 0);
}

/** Returns whether an earlier try of the execution saved the batch with other values. */
export function isSavedOtherwise(error: unknown): boolean {
	return problemOf(error)?.code === 'idempotency_key_reused';
}

/** Returns the error of an item with an Idempotency Key of its own; where that saved something else before, it says so. */
export function sayingWhoseKey(error: unknown): unknown {
	if (isSavedOtherwise(error)) (error as NodeApiError).message = OWN_KEY_REUSED;
	return error;
}

const OWN_KEY_REUSED =
	'This Idempotency Key was already used with different values within the last 24 hours. Nothing was saved. To save these values too, give them a key of their own.';

/**
 * Returns the error that ends a run of many items with what became of the others.
 *
 * @param saved how many of the first items are saved, by the requests before
 */
export function tellingSaved(error: unknown, saved: number): unknown {
	if (!(error instanceof NodeApiError) || isSavedOtherwise(error)) return error;
	const isRefused = Number(problemOf(error)?.status) < 500;
	if (saved > 0) addFirst(error, savedBefore(saved, isRefused));
	else if (isRefused) addFirst(error, NOTHING_SAVED);
	return error;
}

const NOTHING_SAVED =
	"None of the items was saved. Correct what is wrong and run again, or set On Error in the node's settings to continue.";

/** Without an answer, nobody knows what became of the others. */
function savedBefore(saved: number, isRefused: boolean): string {
	const others = isRefused ? ', none of the others' : '';
	return `The first ${saved.toLocaleString('en')} items were saved${others}. Correct what is wrong without changing the saved items, and retry this execution within a day: the saved items are not saved twice, as they would be in a new execution.`;
}

function addFirst(error: NodeApiError, sentence: string): void {
	error.description = [sentence, error.description].filter(Boolean).join('\n');
}

function problemOf(error: unknown): Problem | undefined {
	return error instanceof NodeApiError ? (error.context.problem as Problem | undefined) : undefined;
}

function withItem(error: unknown, item: number): unknown {
	if (error instanceof NodeApiError) error.context.itemIndex = item;
	return error;
}
