import { versionOf } from '../companies/store';
import type { Statement } from '../database/sql';
import { changingColumns, columnValues, type DealRow } from './columns';
import { LOOKUP_COLUMNS, type LookedUp, lookupValues, storedLookupValues } from './lookups';

/** What a deal is and becomes. */
export type DealUpdate = {
	before: DealRow;
	after: DealRow;
	/** What it is looked up by so far. */
	stored: LookedUp | undefined;
	/** Whether all is written, also what stays as it is. */
	isWhole: boolean;
};

/** So many of these statements are kept prepared; where ever other columns change together, all are written. */
const MOST_KEPT = 200;

const NAMES = [...changingColumns, ...LOOKUP_COLUMNS];

/**
 * Returns the statement that writes what changes of a deal: SQLite writes each index anew that has a column which a
 * statement names, changed or not.
 */
export function dealUpdate(
	workspaceId: string,
	{ before, after, stored, isWhole }: DealUpdate,
): Statement {
	const now = [...columnValues(after, changingColumns), ...lookupValues(after, stored)];
	const old = isWhole
		? []
		: [...columnValues(before, changingColumns), ...storedLookupValues(before, stored)];
	const changed = NAMES.filter((_, place) => now[place] !== old[place]);
	const known = textsOf(changed);
	const names = known ? changed : NAMES;
	return {
		strings: known ?? (textsOf(NAMES) as readonly string[]),
		values: [
			...now.filter((_, place) => names.includes(NAMES[place] as string)),
			versionOf(after.company_id),
			workspaceId,
			after.id,
		],
	};
}

/** One object for each list of columns; undefined where too many others are kept. */
function textsOf(names: string[]): readonly string[] | undefined {
	const key = names.join(' ');
	const known = kept.get(key);
	if (known) return known;
	if (kept.size >= MOST_KEPT && names !== NAMES) return undefined;
	const set = [...names, 'company_version'].map((name) => `${name} = `).join(', ');
	const texts = `update deals set ${set}`.split(/(?<= = )/);
	const made = [...texts, ' where workspace_id = ', ' and id = ', ''];
	kept.set(key, made);
	return made;
}

const kept = new Map<string, readonly string[]>();
