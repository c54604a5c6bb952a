import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Problem, Warning } from '../../contract/types';
import { batchesOf, type ItemInput, itemInput } from './batches';
import {
	fittingTogether,
	isSavedOtherwise,
	itemRefusal,
	refusedItem,
	sayingWhoseKey,
	tellingSaved,
} from './batchRefusal';
import { hintAtWarnings } from './hints';
import { idempotencyKey, ownIdempotencyKey } from './idempotencyKey';
import { failed, outputItem } from './operation';
import { problemError } from './refusal';
import type { FluidConnection } from './request';
import type { FluidCall } from './call';

/** What became of one input of many: what was saved, or the problem. */
export type Result = { problem?: Problem; warnings?: Warning[] };

/** A call of Fluid that takes one input or many. */
export type Bulk<Saved extends Result> = {
	path: string;
	/** What holds the inputs of a request of many. */
	list: 'deals' | 'contacts';
	/** How one goes by itself, so that its refusal has everything about it; without this it goes as a list of one. */
	single?: {
		/** What the answer always has. */
		expects: FluidCall['expects'];
		/** What goes out whatever the item says. */
		always: object;
	};
	/** Returns what the node puts out for what was saved. */
	output: (saved: Saved) => object;
};

/** Returns what an item has Fluid save. */
export type ReadInput = (item: number) => object | Promise<object>;

/**
 * Saves what all items describe in as few requests as possible.
 *
 * Where an error stops the workflow, the items of a request are saved together or not at all, and the error says which
 * were saved by requests before. Where the node goes on, each item stands alone.
 */
export async function sendInBulk<Saved extends Result>(
	context: IExecuteFunctions,
	fluid: FluidConnection,
	bulk: Bulk<Saved>,
	read: ReadInput,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	const inputs = await readInputs(context, read, output);
	const waiting = batchesOf(inputs);
	while (waiting.length > 0) {
		const batch = waiting.shift()!;
		try {
			const { done, left } = await sendBatch(context, fluid, bulk, batch);
			output.push(...done);
			waiting.unshift(...left);
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

/** What a request led to, and what did not fit into its results any more: sent again, in requests of its own. */
type Sent = { done: INodeExecutionData[]; left: ItemInput[][] };

async function sendBatch<Saved extends Result>(
	context: IExecuteFunctions,
	fluid: FluidConnection,
	bulk: Bulk<Saved>,
	batch: ItemInput[],
): Promise<Sent> {
	const call = callFor(context, bulk, batch);
	try {
		const results =
			call.expects === 'results'
				? (await fluid<{ results: Saved[] }>(call)).results
				: [await fluid<Saved>(call)];
		const fits = results.map(({ problem }, index) => index === 0 || problem?.code !== 'too_large');
		const left = batch.filter((_, index) => !fits[index]);
		return {
			done: batch.flatMap(({ item }, index) =>
				fits[index] ? [resultItem(context, bulk, results[index]!, item)] : [],
			),
			left: left.length > 0 ? [left] : [],
		};
	} catch (error) {
		const fitting = fittingTogether(error);
		if (fitting > 0) return { done: [], left: [batch.slice(0, fitting), batch.slice(fitting)] };
		const failure = batch[0]!.ownKey === undefined ? error : sayingWhoseKey(error);
		const refused = context.continueOnFail() ? undefined : refusedItem(failure, batch);
		throw refused === undefined ? failure : itemRefusal(context.getNode(), failure, refused);
	}
}

function callFor<Saved extends Result>(
	context: IExecuteFunctions,
	{ path, list, single }: Bulk<Saved>,
	batch: ItemInput[],
): FluidCall {
	const isAtomic = batch.length > 1 && !context.continueOnFail();
	const inputs = batch.map(({ input }) => input);
	const isSingle = single !== undefined && inputs.length === 1;
	return {
		method: 'POST',
		path,
		query: { ...(isDryRun(context) && { dry_run: true }), ...(isAtomic && { atomic: true }) },
		body: isSingle ? { ...single.always, ...inputs[0] } : { [list]: inputs },
		idempotencyKey: batch[0]!.ownKey ?? idempotencyKey(context, batch[0]!.item),
		expects: isSingle ? single.expects : 'results',
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
	const { problem, warnings } = saved;
	if (problem !== undefined) return failed(context, problemError(context.getNode(), problem), item);
	hintAtWarnings(context, warnings);
	return outputItem(output(saved), item);
}

function inInputOrder(output: INodeExecutionData[]): INodeExecutionData[] {
	const itemOf = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;
	return output.sort((one, other) => itemOf(one) - itemOf(other));
}
