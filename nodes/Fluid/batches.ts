/** What an item of the node has Fluid save: a deal, a contact. */
export type ItemInput = {
	item: number;
	input: object;
	bytes: number;
	/** The Idempotency Key that the item was given: it is then saved by a request of its own. */
	ownKey?: string | undefined;
};

/** The most that Fluid takes in one request. */
const MOST_INPUTS = 1000;

/** Fluid takes 5 MB; what stands around the inputs needs some of it. */
export const MOST_BYTES = 4_500_000;

/**
 * Returns what an item has Fluid save with its size.
 *
 * @throws for what is no JSON, such as an object that holds itself
 */
export function itemInput(item: number, input: object, ownKey?: string): ItemInput {
	return { item, input, ownKey, bytes: Buffer.byteLength(JSON.stringify(input)) + 1 };
}

/** Returns the inputs in their order, in as few requests as Fluid takes them. */
export function batchesOf(inputs: ItemInput[]): ItemInput[][] {
	const batches: ItemInput[][] = [];
	let bytesInLast = 0;
	for (const entry of inputs) {
		const last = batches.at(-1);
		const fits = bytesInLast + entry.bytes <= MOST_BYTES;
		const mayJoin = [entry, last?.at(-1)].every((one) => one?.ownKey === undefined);
		if (last !== undefined && last.length < MOST_INPUTS && fits && mayJoin) {
			last.push(entry);
			bytesInLast += entry.bytes;
		} else {
			batches.push([entry]);
			bytesInLast = entry.bytes;
		}
	}
	return batches;
}
