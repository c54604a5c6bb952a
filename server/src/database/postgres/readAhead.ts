import type { LookUp } from '../lookUp';
import { writtenTable } from '../readCache';
import { isPart, type SqlPart, type Statement } from '../sql';

type Row = Record<string, unknown>;
type Rows = Map<string, Row[]>;

const ID = /^(con|com|deal)_/;
const INSERT = /^\s*insert into/;

/**
 * The rows that were looked up for a transaction before its changes ran. What is written to their tables makes those
 * forgotten whose answer it may change: of a key or of a row that the statement names, and all where it names no row.
 */
export class ReadAhead {
	private readonly rows = new Map<LookUp, Rows>();

	/** Keeps the rows of keys; a key without one has none. */
	keep(lookUp: LookUp, keys: readonly string[], found: Row[]): void {
		const rows: Rows = new Map(keys.map((key) => [key, []]));
		for (const row of found) rows.get(String(row.looked_up))?.push(row);
		this.rows.set(lookUp, rows);
	}

	/** Returns the rows of a key; undefined where they were not read ahead, or may be others by now. */
	get<T>(lookUp: LookUp, key: string): T[] | undefined {
		return this.rows.get(lookUp)?.get(key) as T[] | undefined;
	}

	/** To be called for each statement that changes rows. */
	wrote(statement: Statement): void {
		if (this.rows.size === 0) return;
		const table = writtenTable(statement);
		for (const [lookUp, rows] of this.rows) {
			if (table !== undefined && !lookUp.tables.includes(table)) continue;
			forget(rows, statement);
		}
	}

	forgetAll(): void {
		this.rows.clear();
	}
}

function forget(rows: Rows, statement: Statement): void {
	const texts = textsIn(statement);
	const namesRows = [...texts].some((text) => ID.test(text));
	const isInsert = INSERT.test(statement.strings[0] ?? '');
	if (!namesRows || (!isInsert && hasList(texts))) return rows.clear();
	for (const text of texts) rows.delete(text);
	for (const [key, found] of rows)
		if (found.some((row) => Object.values(row).some((value) => texts.has(value as string))))
			rows.delete(key);
}

/** Rows may be named inside a list, which is handed over as JSON. */
function hasList(texts: Set<string>): boolean {
	return [...texts].some((text) => text.startsWith('['));
}

function textsIn({ values }: Statement, found = new Set<string>()): Set<string> {
	for (const value of values as readonly SqlPart[]) {
		if (isPart(value)) textsIn(value, found);
		else if (typeof value === 'string') found.add(value);
	}
	return found;
}
