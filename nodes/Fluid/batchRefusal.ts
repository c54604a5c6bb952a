import { NodeApiError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import type { Problem } from '../../contract/types';
import type { ItemDeal } from './batches';
import { problemError } from './refusal';

const PLACE = /^\/deals\/(\d+)(.*)$/;

/** Returns the item whose deal made Fluid refuse a whole batch, the first one; undefined when it was no deal's fault. */
export function refusedItem(error: unknown, batch: ItemDeal[]): number | undefined {
	if (batch.length === 1) return batch[0]?.item;
	const place = PLACE.exec(problemOf(error)?.errors?.[0]?.pointer ?? '');
	return place === null ? undefined : batch[Number(place[1])]?.item;
}

/** Returns the error about that item: what is wrong with its deal, and that nothing of the batch was saved. */
export function itemRefusal(node: INode, error: unknown, item: number): unknown {
	const problem = problemOf(error);
	const [first] = problem?.errors ?? [];
	const place = PLACE.exec(first?.pointer ?? '');
	if (problem === undefined || place === null) return withItem(error, item);

	const own = (problem.errors ?? []).flatMap(({ pointer, detail }) => {
		const [, deal, inside = ''] = PLACE.exec(pointer) ?? [];
		return deal === place[1] ? [{ pointer: inside, detail }] : [];
	});
	const refusal = problemError(node, { ...problem, errors: own });
	const others = new Set(problem.errors?.map(({ pointer }) => PLACE.exec(pointer)?.[1])).size - 1;
	refusal.description = [
		`Nothing of this batch was saved${others > 0 ? `; ${others} more of its items were refused` : ''}. Correct the item and run again, or set On Error in the node's settings to continue.`,
		refusal.description,
	].join('\n');
	return withItem(refusal, item);
}

function problemOf(error: unknown): Problem | undefined {
	return error instanceof NodeApiError ? (error.context.problem as Problem | undefined) : undefined;
}

function withItem(error: unknown, item: number): unknown {
	if (error instanceof NodeApiError) error.context.itemIndex = item;
	return error;
}
