import type { DealInput } from '../../contract/types';

/** A deal and the item of the node it comes from. */
export type ItemDeal = { item: number; deal: DealInput };

/** The most deals that Fluid takes in one request. */
const MOST_DEALS = 1000;

/** Fluid takes 5 MB; what stands around the deals needs some of it. */
export const MOST_BYTES = 4_500_000;

/** Returns the deals in their order, in as few requests as Fluid takes them. */
export function batchesOf(deals: ItemDeal[]): ItemDeal[][] {
	const batches: ItemDeal[][] = [];
	let bytesInLast = 0;
	for (const entry of deals) {
		const bytes = Buffer.byteLength(JSON.stringify(entry.deal)) + 1;
		const last = batches.at(-1);
		if (last !== undefined && last.length < MOST_DEALS && bytesInLast + bytes <= MOST_BYTES) {
			last.push(entry);
			bytesInLast += bytes;
		} else {
			batches.push([entry]);
			bytesInLast = bytes;
		}
	}
	return batches;
}
