import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { BulkItem, BulkResult, DealInput, IngestResult } from '../../contract/types';
import { batchesOf, type ItemDeal } from './batches';
import { type CustomFields, loadCustomFields, usesCustomFields } from './customFields';
import { readDeal } from './dealInput';
import { idempotencyKey } from './idempotencyKey';
import { failed, type Operation, outputItem } from './operation';
import { isSavedOtherwise, itemRefusal, refusedItem, tellingSaved } from './batchRefusal';
import type { Call, Fluid } from './request';
import { problemError } from './refusal';

/**
 * Creates or updates the deals of all items in as few requests as possible.
 *
 * Where an error stops the workflow, the items of a request are saved together or not at all, and the error tells which
 * were saved by requests before. Where the node goes on, each item stands alone.
 */
export const upsertDeals: Operation = (context, fluid) => sendDeals(context, fluid, {});

/** Updates the deals of all items, as they are created or updated; one that does not exist is refused. */
export const updateDeals: Operation = (context, fluid) =>
	sendDeals(context, fluid, { mode: 'update' });

async function sendDeals(
	context: IExecuteFunctions,
	fluid: Fluid,
	always: Pick<DealInput, 'mode'>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	const read = await readDeals(context, fluid, output);
	const deals = read.map(({ item, deal }) => ({ item, deal: { ...deal, ...always } }));
	const waiting = batchesOf(deals);
	while (waiting.length > 0) {
		const batch = waiting.shift()!;
		try {
			output.push(...(await sendBatch(context, fluid, batch)));
		} catch (error) {
			const isToTell = deals.length > 1 && !isDryRun(context);
			if (!context.continueOnFail()) throw isToTell ? tellingSaved(error, output.length) : error;
			// The batches behind may hold what was saved in another one before.
			const unsent = isSavedOtherwise(error) ? waiting.splice(0).flat() : [];
			output.push(...[...batch, ...unsent].map(({ item }) => failed(context, error, item)));
		}
	}
	return inInputOrder(output);
}

/** What an item describes wrongly is put out at once, where the node goes on. */
async function readDeals(
	context: IExecuteFunctions,
	fluid: Fluid,
	output: INodeExecutionData[],
): Promise<ItemDeal[]> {
	const deals: ItemDeal[] = [];
	let loading: Promise<CustomFields> | undefined;
	for (const item of context.getInputData().keys()) {
		try {
			if (usesCustomFields(context)) loading ??= loadCustomFields(fluid);
			deals.push({ item, deal: readDeal(context, item, await loading) });
		} catch (error) {
			output.push(failed(context, error, item));
		}
	}
	return deals;
}

async function sendBatch(
	context: IExecuteFunctions,
	fluid: Fluid,
	batch: ItemDeal[],
): Promise<INodeExecutionData[]> {
	const call = callFor(context, batch);
	try {
		const results =
			batch.length === 1
				? [await fluid<IngestResult>(call)]
				: (await fluid<BulkResult>(call)).results;
		return batch.map(({ item }, index) => resultItem(context, results[index]!, item));
	} catch (error) {
		const refused = context.continueOnFail() ? undefined : refusedItem(error, batch);
		throw refused === undefined ? error : itemRefusal(context.getNode(), error, refused);
	}
}

/** One deal is sent as one, so that its refusal tells everything about it. */
function callFor(context: IExecuteFunctions, batch: ItemDeal[]): Call {
	const isAtomic = batch.length > 1 && !context.continueOnFail();
	return {
		method: 'POST',
		path: '/api-ingest',
		query: { ...(isDryRun(context) && { dry_run: true }), ...(isAtomic && { atomic: true }) },
		body: bodyFor(batch),
		idempotencyKey: idempotencyKey(context, batch[0]!.item),
		has: batch.length === 1 ? 'deal' : 'results',
	};
}

function bodyFor(batch: ItemDeal[]): object {
	if (batch.length > 1) return { deals: batch.map(({ deal }) => deal) };
	// n8n sends no body where it is empty, so that Fluid could not say what a deal needs.
	return { mode: 'upsert', ...batch[0]!.deal };
}

function isDryRun(context: IExecuteFunctions): boolean {
	return context.getNodeParameter('options.dryRun', 0, false) === true;
}

/** The deal's fields stand beside what was done, so that the next node finds them where a deal has them. */
function resultItem(
	context: IExecuteFunctions,
	{ action, changed_fields, deal, problem }: (IngestResult & Pick<BulkItem, 'problem'>) | BulkItem,
	item: number,
): INodeExecutionData {
	if (problem !== undefined) return failed(context, problemError(context.getNode(), problem), item);
	return outputItem({ action, changed_fields, ...deal }, item);
}

function inInputOrder(output: INodeExecutionData[]): INodeExecutionData[] {
	const itemOf = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;
	return output.sort((one, other) => itemOf(one) - itemOf(other));
}
