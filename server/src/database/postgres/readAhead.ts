import type { LookUp } from '../lookUp';
import { writtenTable } from '../readCache';
import { isPart, type SqlPart, type Statement } from '../sql';

type Row = Record<string, unknown>;
type Rows = Map<string, Row[]>;

const ID = /^(con|com|deal)_/;
const ID_IN_LIST = /"(con|com|deal)_/;
const INSERT = /^\s*insert into/;

/** What the ids of a table's rows begin with, or of what its rows belong to. */
const OWN: Record<string, string> = {
	deals: 'deal_',
	notes: 'deal_',
	contacts: 'con_',
	companies: 'com_',
	former_companies: 'com_',
};

/**
 * What is known of one look-up, and the ids of all rows that a statement may change it by, each with the keys it was found
 * by: a thousand changes that share a transaction must not look through a thousand keys each.
 */
type Known = { rows: Rows; keysOf: Map<string, Set<string>> };

/**
 * The rows that were looked up for a transaction before its changes ran. What is written to their tables makes those
 * forgotten whose answer it may change: of a key or of a row that the statement names, and all where it names no row.
 */
export class ReadAhead {
	private readonly known = new Map<LookUp, Known>();

	/** Keeps the rows of keys; a key without one has none. */
	keep(lookUp: LookUp, keys: readonly string[], found: Row[]): void {
		this.add(lookUp, keys, found, 'looked_up');
		const { also } = lookUp;
		if (!also) return;
		const rows = found.filter((row) => row[also.column] !== null);
		const others = rows.map((row) => String(row[also.column]));
		this.add(also.lookUp, others, rows, also.column);
	}

	private add(lookUp: LookUp, keys: readonly string[], found: Row[], column: string): void {
		const { rows, keysOf } = this.known.get(lookUp) ?? { rows: new Map(), keysOf: new Map() };
		for (const key of keys) rows.set(key, []);
		for (const row of found) {
			const key = String(row[column]);
			rows.get(key)?.push(row);
			for (const id of idsIn(row)) keysOf.set(id, (keysOf.get(id) ?? new Set()).add(key));
		}
		this.known.set(lookUp, { rows, keysOf });
	}

	/** Returns the rows of a key; undefined where they were not read ahead, or may be others by now. */
	get<T>(lookUp: LookUp, key: string): T[] | undefined {
		return this.known.get(lookUp)?.rows.get(key) as T[] | undefined;
	}

	/** Keeps what was read of a key since: others of the group may ask for it as well. */
	learn(lookUp: LookUp, key: string, rows: Row[]): void {
		if (lookUp.isIndirect) return;
		this.keep(
			lookUp,
			[key],
			rows.map((row) => ({ ...row, looked_up: key })),
		);
	}

	/** To be called for each statement that changes rows. */
	wrote(statement: Statement): void {
		if (this.known.size === 0) return;
		const table = writtenTable(statement);
		for (const [lookUp, known] of this.known)
			if (table === undefined || lookUp.tables.includes(table))
				forget(known, statement, table, lookUp.isIndirect === true);
	}

	forgetAll(): void {
		this.known.clear();
	}
}

function forget(
	{ rows, keysOf }: Known,
	statement: Statement,
	table: string | undefined,
	isIndirect: boolean,
): void {
	const texts = textsIn(statement);
	const named = changedBy(texts, table, isIndirect);
	const isInsert = INSERT.test(statement.strings[0] ?? '');
	const isOfUnknown = isIndirect && !isInsert && !named.some((id) => keysOf.has(id));
	if (named.length === 0 || isOfUnknown || (!isInsert && hasList(texts))) return rows.clear();
	for (const text of texts) rows.delete(text);
	for (const id of named) {
		for (const key of keysOf.get(id) ?? []) rows.delete(key);
		keysOf.set(id, new Set());
	}
}

/**
 * Returns the ids of what a statement changes: of its own table where it names any, for the others say what its rows refer
 * to. What a person has changes with their deals.
 */
function changedBy(texts: Set<string>, table: string | undefined, isIndirect: boolean): string[] {
	const named = [...texts].filter((text) => ID.test(text));
	const own = OWN[table ?? ''];
	const ofTable = named.filter((id) => own !== undefined && id.startsWith(own));
	if (ofTable.length === 0) return named;
	return isIndirect ? named.filter((id) => !id.startsWith('com_')) : ofTable;
}

function idsIn(row: Row): string[] {
	return Object.values(row).filter(
		(value) => typeof value === 'string' && ID.test(value),
	) as string[];
}

/** Rows may be named inside a list, which is handed over as JSON. */
function hasList(texts: Set<string>): boolean {
	return [...texts].some((text) => text.startsWith('[') && ID_IN_LIST.test(text));
}

function textsIn({ values }: Statement, found = new Set<string>()): Set<string> {
	for (const value of values as readonly SqlPart[]) {
		if (isPart(value)) textsIn(value, found);
		else if (typeof value === 'string') found.add(value);
	}
	return found;
}
