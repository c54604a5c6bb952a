import type { Bundle, ZObject } from 'zapier-platform-core';
import { get } from '../request';

type List<T> = { data: T[]; next_cursor: string | null };

const PAGE_SIZE = 100;

/**
 * Returns the page of a list that a dropdown asks for. Zapier counts pages, the API goes by cursors, so the pages before
 * are read again; who scrolls that far is better served by a search.
 */
export async function readDropdownPage<T>(z: ZObject, bundle: Bundle, path: string): Promise<T[]> {
	let cursor: string | undefined;
	for (let number = 0; number < (bundle.meta.page ?? 0); number++) {
		const { next_cursor } = await read<T>(z, bundle, path, cursor);
		if (next_cursor === null) return [];
		cursor = next_cursor;
	}
	return (await read<T>(z, bundle, path, cursor)).data;
}

function read<T>(z: ZObject, bundle: Bundle, path: string, cursor?: string): Promise<List<T>> {
	return get<List<T>>(z, bundle, path, ['data'], { limit: PAGE_SIZE, cursor });
}
