/** Two of a kind: the one that stays, and the one that is merged into it. */
export type Merge = { keptId: string; mergedId: string };

const running = new Set<Merge>();

/**
 * Runs a merge, unless what is to stay is being merged into something itself: each would move its part back to where the
 * other takes it from, for ever.
 *
 * @param refuse answers or throws instead
 */
export async function oneWay<T>(merge: Merge, run: () => Promise<T>, refuse: () => T): Promise<T> {
	if ([...running].some(({ mergedId }) => mergedId === merge.keptId)) return refuse();
	const own = { ...merge };
	running.add(own);
	try {
		return await run();
	} finally {
		running.delete(own);
	}
}
