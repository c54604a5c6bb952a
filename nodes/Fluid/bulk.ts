import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Problem } from '../../contract/types';
import { batchesOf, type ItemInput, itemInput } from './batches';
import {
	isSavedOtherwise,
	itemRefusal,
	refusedItem,
	sayingWhoseKey,
	tellingSaved,
} from './batchRefusal';
import { idempotencyKey, ownIdempotencyKey } from './idempotencyKey';
import { failed, outputItem } from './operation';
import { problemError } from './refusal';
import type { Call, Fluid } from './request';

/** What became of one input of many: what was saved, or the problem. */
export type Result = { problem?: Problem };

/** A call of Fluid that takes one input or many. */
export type Bulk<Saved extends Result> = {
	path: string;
	/** What holds the inputs of a request of many. */
	list: 'deals' | 'contacts';
	/** What the answer to a single one always has. */
	has: Call['has'];
	/** What goes out for a single one, whatever the item says of it. */
	always: object;
	/** Returns what the node puts out for what was saved. */
	output: (saved: Saved) => object;
};

/** Returns what an item has Fluid save. */
export type ReadInput = (item: number) => object | Promise<object>;

/**
 * Saves what all items describe in as few requests as possible.
 *
 * Where an error stops the workflow, the items of a request are saved together or not at all, and the error tells which
 * were saved by requests before. Where the node goes on, each item stands alone.
 */
export async function sendInBulk<Saved extends Result>(
	context: IExecuteFunctions,
	fluid: Fluid,
	bulk: Bulk<Saved>,
	read: ReadInput,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	const inputs = await readInputs(context, read, output);
	const waiting = batchesOf(inputs);
	while (waiting.length > 0) {
		const batch = waiting.shift()!;
		try {
			output.push(...(await sendBatch(context, fluid, bulk, batch)));
		} catch (error) {
			const isToTell = inputs.length > 1 && !isDryRun(context);
			if (!context.continueOnFail()) throw isToTell ? tellingSaved(error, output.length) : error;
			// The batches behind may hold what was saved in another one before.
			const isOfRun = isSavedOtherwise(error) && batch[0]!.ownKey === undefined;
			const unsent = isOfRun ? waiting.splice(0).flat() : [];
			output.push(...[...batch, ...unsent].map(({ item }) => failed(context, error, item)));
		}
	}
	return inInputOrder(output);
}

/** What an item describes wrongly is put out at once, where the node goes on. */
async function readInputs(
	context: IExecuteFunctions,
	read: ReadInput,
	output: INodeExecutionData[],
): Promise<ItemInput[]> {
	const inputs: ItemInput[] = [];
	for (const item of context.getInputData().keys()) {
		try {
			inputs.push(itemInput(item, await read(item), ownIdempotencyKey(context, item)));
		} catch (error) {
			output.push(failed(context, error, item));
		}
	}
	return inputs;
}

async function sendBatch<Saved extends Result>(
	context: IExecuteFunctions,
	fluid: Fluid,
	bulk: Bulk<Saved>,
	batch: ItemInput[],
): Promise<INodeExecutionData[]> {
	const call = callFor(context, bulk, batch);
	try {
		const results =
			batch.length === 1
				? [await fluid<Saved>(call)]
				: (await fluid<{ results: Saved[] }>(call)).results;
		return batch.map(({ item }, index) => resultItem(context, bulk, results[index]!, item));
	} catch (error) {
		if (batch[0]!.ownKey !== undefined) throw sayingWhoseKey(error);
		const refused = context.continueOnFail() ? undefined : refusedItem(error, batch);
		throw refused === undefined ? error : itemRefusal(context.getNode(), error, refused);
	}
}

/** One is sent as one, so that its refusal tells everything about it. */
function callFor<Saved extends Result>(
	context: IExecuteFunctions,
	{ path, list, has, always }: Bulk<Saved>,
	batch: ItemInput[],
): Call {
	const isAtomic = batch.length > 1 && !context.continueOnFail();
	const inputs = batch.map(({ input }) => input);
	return {
		method: 'POST',
		path,
		query: { ...(isDryRun(context) && { dry_run: true }), ...(isAtomic && { atomic: true }) },
		body: inputs.length === 1 ? { ...always, ...inputs[0] } : { [list]: inputs },
		idempotencyKey: batch[0]!.ownKey ?? idempotencyKey(context, batch[0]!.item),
		has: inputs.length === 1 ? has : 'results',
	};
}

function isDryRun(context: IExecuteFunctions): boolean {
	return context.getNodeParameter('options.dryRun', 0, false) === true;
}

function resultItem<Saved extends Result>(
	context: IExecuteFunctions,
	{ output }: Bulk<Saved>,
	saved: Saved,
	item: number,
): INodeExecutionData {
	const { problem } = saved;
	if (problem !== undefined) return failed(context, problemError(context.getNode(), problem), item);
	return outputItem(output(saved), item);
}

function inInputOrder(output: INodeExecutionData[]): INodeExecutionData[] {
	const itemOf = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;
	return output.sort((one, other) => itemOf(one) - itemOf(other));
}
