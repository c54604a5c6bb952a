/**
 * Returns an input without the objects in it that are empty: platforms send one for a group in which nothing was filled
 * in.
 */
export function withoutEmptyObjects<T extends object>(input: T): T {
	let kept: T | undefined;
	for (const name of Object.keys(input) as Array<keyof T>) {
		const value: unknown = input[name];
		if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
		const inside = withoutEmptyObjects(value);
		if (inside === value && Object.keys(value).length > 0) continue;
		kept ??= { ...input };
		if (Object.keys(inside).length === 0) delete kept[name];
		else kept[name] = inside as T[keyof T];
	}
	return kept ?? input;
}
