import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { readYesNo } from '../../../contract/reading';
import { mostRecords, within3Megabytes } from '../bounded';
import { filledIn } from '../fields/filledIn';
import { yesOrNo } from '../fields/inputFields';
import { readInputs } from '../fields/readInputs';
import { get } from '../request';
import { isExactly } from './best';

const PAGE_SIZE = 100;

/** More than this nobody means with one name, and a step has half a minute. */
const MOST_PAGES = 40;

type List<T> = { data: T[]; next_cursor: string | null };

/** Returns a search term as text; what is not filled in is no term. */
export const term = (value: unknown): string => filledIn(value) ?? '';

/**
 * @param terms what is searched by, each by its label; one is enough
 * @param narrowing the labels of what else is filled in, which is enough only with one of the terms, here named by its label
 * @throws when none of the terms is filled in: everything would match
 */
export function needOne(
	z: ZObject,
	terms: Record<string, string>,
	narrowing: { labels: string[]; needs: string } = { labels: [], needs: '' },
): void {
	if (Object.values(terms).some(Boolean)) return;
	const { labels, needs } = narrowing;
	const isNarrowed = labels.length > 0;
	const others = Object.keys(terms).filter((label) => !isNarrowed || label !== needs);
	const advice = `fill in at least one field to search by: ${either.format(others)}.`;
	const sentence = isNarrowed
		? `To search by ${both.format(labels)} alone, choose a ${needs} as well, which says which of all that match is found, or ${advice}`
		: `F${advice.slice(1)}`;
	throw new z.errors.Error(sentence, 'empty_search');
}

const either = new Intl.ListFormat('en', { type: 'disjunction' });
const both = new Intl.ListFormat('en', { type: 'conjunction' });

/** How what a list has is sorted, and which of it is wanted. */
export type Wanted<T> = {
	/** Returns the ones a user may mean, the most likely first. */
	sorted: (candidates: T[]) => T[];
	/** Whether there can be no better one. */
	isBest: (candidate: T) => boolean;
};

/**
 * Returns the best of what a list of the API has, read page by page until the best there can be is among it. Between two
 * pages only as many are kept as are handed on: a workspace has more deals than a step has memory.
 */
export async function found<T>(
	z: ZObject,
	bundle: Bundle,
	path: string,
	query: Record<string, string | undefined>,
	{ sorted, isBest }: Wanted<T>,
): Promise<T[]> {
	let best: T[] = [];
	let cursor: string | undefined;
	for (let page = 1; page <= MOST_PAGES; page++) {
		const list = await get<List<T>>(z, bundle, path, ['data'], {
			...query,
			limit: PAGE_SIZE,
			cursor,
		});
		best = sorted([...best, ...list.data]).slice(0, mostRecords);
		if (list.next_cursor === null || best.some(isBest)) break;
		cursor = list.next_cursor;
	}
	return within3Megabytes(best);
}

/** The choice to leave out names that only contain what is looked for. */
export const exactName: PlainInputField = {
	key: 'exact_name',
	label: 'Exact Name Only',
	type: 'string',
	choices: yesOrNo,
	required: false,
	helpText:
		'Choose yes to find only exactly this name; upper and lower case do not matter. Otherwise a longer name that contains it is found too, and **Find or Create** then creates nothing.',
};

/** Returns what leaves out all but the exact name, where the user wants only that. */
export function ofExactName<T extends { name: string | null }>(
	z: ZObject,
	name: string,
	{ exact_name }: Record<string, unknown>,
): (candidates: T[]) => T[] {
	const field = { label: exactName.label as string, read: readYesNo };
	const [given] = readInputs(z, { exact_name }, () => field);
	const isWanted = name !== '' && given?.[1] === true;
	return (candidates) =>
		isWanted ? candidates.filter((candidate) => isExactly(candidate, name)) : candidates;
}
