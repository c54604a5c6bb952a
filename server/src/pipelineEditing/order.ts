/**
 * Returns the ids in their new order: one of them at a position from 1 on. A position before the first or behind the
 * last is the first or the last.
 */
export function reordered(ids: readonly string[], id: string, position: number): string[] {
	const others = ids.filter((other) => other !== id);
	const index = Number.isInteger(position) ? Math.max(0, position - 1) : ids.indexOf(id);
	return others.toSpliced(index, 0, id);
}
