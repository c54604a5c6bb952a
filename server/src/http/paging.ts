import { nameKey } from '../../../contract/identity';
import type { InputError } from '../../../contract/types';
import type { IdKind } from '../values/ids';
import { readQueryMoment } from '../values/moment';
import { didYouMean, inQuotes } from '../../../contract/nearest';
import { invalidInput } from '../problems/problems';

/** The part of a list a request asks for. */
export type PageRequest = { limit: number; cursor: string | undefined };

/** A part of a list, and where the next one begins. */
export type List<T> = { data: T[]; next_cursor: string | null };

/**
 * What stands in a list's cursor: the id of the last entry shown, of whatever kind of record, an event's sequence, a consumer's name, or, of deals in
 * another order than by id, the name of the order and the time in it before the id, and of a run the time of its latest change.
 */
type CursorKind = IdKind | 'sequence' | 'due' | 'updated' | 'name' | 'record' | 'run';

type Filters<Name extends string> = Partial<Record<Name, string>>;

const DEFAULT_LIMIT = 50;
const MOST = 200;
const PAGING = ['limit', 'cursor'];
const NARROWS_NOTHING = [...PAGING, 'sort', 'after'];
const MOMENTS = ['since', 'created_since', 'updated_since', 'closed_since'];

/**
 * Returns the query of a list: its page, and its filters as text, moments in ISO 8601.
 *
 * @param defaultLimit how many entries a page has when the request does not say
 * @throws invalid_input for a filter the list does not have, with the nearest one it has
 */
export function readQuery<Name extends string>(
	query: unknown,
	names: readonly Name[],
	cursorKind: CursorKind,
	defaultLimit = DEFAULT_LIMIT,
): { page: PageRequest; filters: Filters<Name> } {
	const given = Object.entries(query as Record<string, unknown>).filter(
		([name, value]) => value !== '' || !PAGING.includes(name),
	);
	const errors = given.flatMap(([name, value]) => {
		const fault = faultOf(name, value, names, cursorKind);
		return fault === undefined ? [] : [{ pointer: `/${name}`, detail: fault } satisfies InputError];
	});
	if (errors.length > 0) throw invalidInput(errors);

	const { limit, cursor, ...filters } = Object.fromEntries(given) as Record<string, string>;
	for (const name of MOMENTS) {
		if (filters[name] !== undefined) filters[name] = moment(filters[name]) as string;
	}
	return {
		page: { limit: limit === undefined ? defaultLimit : Number(limit), cursor },
		filters: filters as Filters<Name>,
	};
}

/** Returns a page of rows, of which one more than the limit was read to see whether there is another page. */
export function listOf<Row, T>(
	rows: Row[],
	{ limit }: PageRequest,
	cursorOf: (row: Row) => string,
	render: (row: Row) => T,
): List<T> {
	const shown = rows.slice(0, limit);
	const last = shown.at(-1);
	const next_cursor = rows.length > limit && last !== undefined ? cursorOf(last) : null;
	return { data: shown.map(render), next_cursor };
}

/**
 * Returns a page of a list that is read whole.
 *
 * @throws invalid_input when the cursor is none of the list's entries
 */
export function pageOf<T extends { id: string }>(all: T[], page: PageRequest): List<T> {
	const before = page.cursor === undefined ? -1 : all.findIndex(({ id }) => id === page.cursor);
	if (page.cursor !== undefined && before === -1)
		throw invalidInput([{ pointer: '/cursor', detail: CURSOR_ADVICE }]);
	return listOf(
		all.slice(before + 1),
		page,
		({ id }) => id,
		(entry) => entry,
	);
}

const CURSOR_ADVICE =
	'"cursor" must be the next_cursor of an earlier answer to the same list, in the same order.';

function faultOf(
	name: string,
	value: unknown,
	names: readonly string[],
	cursorKind: CursorKind,
): string | undefined {
	if (!names.includes(name) && !PAGING.includes(name))
		return `${inQuotes(name)} is not a filter here.${didYouMean(name, [...names, ...PAGING])}`;
	if (typeof value !== 'string') return `"${name}" is given twice. Give it once.`;
	// Taken as not given, a value that failed to be filled in would find everything.
	if (nameKey(value) === '')
		return `"${name}" is empty. Give it a value, or leave it out${NARROWS_NOTHING.includes(name) ? '' : ' to find all'}.`;
	if (MOMENTS.includes(name) && moment(value) === undefined)
		return `"${name}" must be a date such as 2026-11-24, which begins at midnight in UTC, or a date and time with a time zone such as 2026-11-24T09:00:00Z, not ${inQuotes(value)}.`;
	if (name === 'limit' && !isLimit(value))
		return `"limit" must be a whole number from 1 to ${MOST}, not ${inQuotes(value)}.`;
	return name === 'cursor' && !isCursor(value, cursorKind) ? CURSOR_ADVICE : undefined;
}

function isLimit(value: string): boolean {
	return /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST;
}

function isCursor(value: string, kind: CursorKind): boolean {
	if (kind === 'sequence') return /^\d{1,15}$/.test(value);
	if (kind === 'due' || kind === 'updated')
		return new RegExp(`^${kind}_[\\d:.TZ-]{24}_deal_[0-9a-z]{26}$`).test(value);
	if (kind === 'record') return /^(deal|con|com)_[0-9a-z]{26}$/.test(value);
	if (kind === 'run') return /^[\d:.TZ-]{24}_./.test(value);
	if (kind === 'name') return /^[\w.:-]{1,100}$/.test(value);
	return value.startsWith(`${kind}_`) && /^[0-9a-z]{26}$/.test(value.slice(kind.length + 1));
}

function moment(text: string): string | undefined {
	return readQueryMoment(text)?.toISOString();
}
