import type { Reader } from './database';
import { flatten, SQLITE, type Statement } from './sql';

/** What was loaded, and from which tables. */
type Loaded = { value: Promise<unknown>; tables: Set<string>; isComplete: boolean };

/** What a transaction has read once: a statement that writes one of its tables makes it forget it by itself. */
export class ReadCache {
	private readonly loaded = new Map<string, Loaded>();

	constructor(private readonly reader: Reader) {}

	/** Returns what `load` has answered first; it must read by the reader it is given. */
	get<T>(name: string, load: (reader: Reader) => Promise<T>): Promise<T> {
		const known = this.loaded.get(name);
		if (known) return known.value as Promise<T>;
		const tables = new Set<string>();
		const value = load(noting(this.reader, tables));
		const loaded: Loaded = { value, tables, isComplete: false };
		this.loaded.set(name, loaded);
		value.then(
			() => (loaded.isComplete = true),
			// One change's failure is not its neighbours' in the same commit.
			() => this.loaded.get(name) === loaded && this.loaded.delete(name),
		);
		return value;
	}

	/** To be called for each statement that writes, with its table. */
	wrote(table: string | undefined): void {
		for (const [name, { tables, isComplete }] of this.loaded)
			if (!table || !isComplete || tables.has(table)) this.loaded.delete(name);
	}

	forgetAll(): void {
		this.loaded.clear();
	}
}

/** Returns the table that a statement writes; its name may be a part of the statement. */
export function writtenTable(statement: Statement): string | undefined {
	const { strings } = statement;
	const known = tableAt.get(strings) ?? WRITTEN.exec(strings[0] ?? '')?.[1];
	if (known === undefined) return WRITTEN.exec(flatten(statement, SQLITE).text)?.[1];
	tableAt.set(strings, known);
	return known;
}

/** Returns whether a statement removes rows. */
export function isRemoval({ strings }: Statement): boolean {
	return REMOVAL.test(strings[0] ?? '');
}

const REMOVAL = /^\s*delete from\b/;

/** By the place in the source that wrote a statement, where it names the table itself. */
const tableAt = new WeakMap<readonly string[], string>();

const WRITTEN = /^\s*(?:insert into|update|delete from)\s+(\w+)/;
const READ = /\b(?:from|join)\s+(\w+)/g;

/** Returns the tables that a statement reads. */
export function tablesRead(statement: Statement): string[] {
	const { text } = flatten(statement, SQLITE);
	return [...text.matchAll(READ)].map(([, table]) => table as string);
}

/** A reader that notes which tables it reads. */
function noting(reader: Reader, tables: Set<string>): Reader {
	const note = (statement: Statement) => {
		for (const table of tablesRead(statement)) tables.add(table);
	};
	return {
		all: (statement) => {
			note(statement);
			return reader.all(statement);
		},
		get: (statement) => {
			note(statement);
			return reader.get(statement);
		},
	};
}
