import type { IDataObject } from 'n8n-workflow';
import type { FluidConnection } from './request';

/** A part of a list, and where the next one begins. */
export type ListPage<T> = { data: T[]; next_cursor: string | null };

const MOST_PER_PAGE = 200;

/** Returns the entries of a list, page by page, all of them or at most as many as said. */
export async function listAll<T>(
	fluid: FluidConnection,
	path: string,
	filters: IDataObject = {},
	limit = Infinity,
): Promise<T[]> {
	const found: T[] = [];
	let cursor: string | null = null;
	do {
		const count = Math.min(MOST_PER_PAGE, limit - found.length);
		const query: IDataObject = { ...filters, limit: count, ...(cursor === null ? {} : { cursor }) };
		const { data, next_cursor }: ListPage<T> = await fetchPage<T>(fluid, path, query);
		found.push(...data);
		cursor = next_cursor;
	} while (cursor && found.length < limit);
	return found.slice(0, limit === Infinity ? undefined : limit);
}

/** Returns one page of a list. */
export function fetchPage<T>(
	fluid: FluidConnection,
	path: string,
	query: IDataObject,
): Promise<ListPage<T>> {
	return fluid<ListPage<T>>({ method: 'GET', path, query, expects: 'data' });
}
