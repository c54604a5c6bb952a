import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { get } from '../request';
import { isExactly } from './best';

const PAGE_SIZE = 200;

/** More than this nobody means with one name, and a step has half a minute. */
const MOST_PAGES = 20;

type List<T> = { data: T[]; next_cursor: string | null };

/** Returns a search term as text; what is not filled in is no term. */
export const term = (value: unknown) => String(value ?? '').trim();

/** @throws when none of the terms is filled in: everything would match */
export function needOne(z: ZObject, terms: Record<string, string>): void {
	if (Object.values(terms).some(Boolean)) return;
	const labels = new Intl.ListFormat('en', { type: 'disjunction' }).format(Object.keys(terms));
	throw new z.errors.Error(`Fill in what to look for: ${labels}.`, 'empty_search');
}

/** Returns what a list of the API has, page by page until the best there can be is among it. */
export async function found<T>(
	z: ZObject,
	bundle: Bundle,
	path: string,
	query: Record<string, string | undefined>,
	isBest: (candidate: T) => boolean,
): Promise<T[]> {
	const all: T[] = [];
	let cursor: string | undefined;
	for (let page = 1; page <= MOST_PAGES; page++) {
		const list = await get<List<T>>(z, bundle, path, ['data'], {
			...query,
			limit: PAGE_SIZE,
			cursor,
		});
		all.push(...list.data);
		if (list.next_cursor === null || list.data.some(isBest)) break;
		cursor = list.next_cursor;
	}
	return all;
}

/** The choice to leave out names that only contain what is looked for. */
export const exactName: PlainInputField = {
	key: 'exact_name',
	label: 'Exact Name Only',
	type: 'boolean',
	required: false,
	helpText:
		'Choose true to find only what has exactly this name, upper and lower case alike. Otherwise a longer name that contains it is found too, and **Find or Create** then creates nothing.',
};

/** Returns those with exactly the name, where the user wants only them. */
export function ofExactName<T extends { name: string | null }>(
	candidates: T[],
	name: string,
	exact: unknown,
): T[] {
	const isWanted = name !== '' && ['true', 'yes', '1'].includes(term(exact).toLowerCase());
	return isWanted ? candidates.filter((candidate) => isExactly(candidate, name)) : candidates;
}
