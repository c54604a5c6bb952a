import type { PoolClient } from 'pg';
import type { Reader } from '../database';
import { flatten, SQLITE, sql, type Statement } from '../sql';
import { contactTexts, dealTexts, indexedText, type TextIndex } from '../textIndex';
import { MoveRefused } from './moveRefused';

/** A table that is carried over. */
export type MovedTable = {
	name: string;
	columns: string[];
	/** The columns that its rows are in order of; none where it has one row at most. */
	key: string[];
	/** The column that PostgreSQL counts up for each new row; null where there is none. */
	counted: string | null;
	/** What stands behind `from` where its rows are read in the embedded database. */
	from: string;
};

type TargetTable = Omit<MovedTable, 'from'> & { parents: string[] };

/** What only PostgreSQL needs: which changes were made, which processes there are and what they settle, moves, and texts on their way into the indexes. */
const OF_POSTGRES = [
	...['migrations', 'commits', 'processes', 'allowances', 'moves', 'plain_texts'],
	...['deals_to_index', 'contacts_to_index'],
];

/** What only the embedded database needs: the parts of its indexes of texts, how far they are, and what waits for them. */
const OF_EMBEDDED =
	/^(migrations|text_indexes|(deal|contact)_index.*|(deals|contacts)_to_index|sqlite_.*)$/;

/** The indexes of texts are of another kind in each database: what they hold is made anew from the records. */
const INDEXES: Record<string, string> = {
	deal_index: indexed(dealTexts),
	contact_index: indexed(contactTexts),
};

/**
 * Returns every table that is carried over, those first that others refer to. The tables of both databases must be up to
 * date.
 *
 * @throws MoveRefused where the embedded database has something that has no place in PostgreSQL
 */
export async function movedTables(source: Reader, target: PoolClient): Promise<MovedTable[]> {
	const { rows } = await target.query<TargetTable>(TABLES);
	const targets = rows.filter(({ name }) => !OF_POSTGRES.includes(name));
	const known = await columnsIn(source);
	for (const [name, columns] of known) demandPlace(name, columns, targets);
	return inOrder(targets).map(({ name, columns, key, counted }) => ({
		name,
		columns: INDEXES[name] ? columns : columns.filter((column) => known.get(name)?.has(column)),
		key,
		counted,
		from: INDEXES[name] ?? quoted(name),
	}));
}

/** Returns a name as it stands in a statement. */
export function quoted(name: string): string {
	return `"${name}"`;
}

const TABLES = `
	select tables.relname::text as name,
		array(select attname::text from pg_attribute
			where attrelid = tables.oid and attnum > 0 and not attisdropped order by attnum) as columns,
		array(select attname::text from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
			where indrelid = tables.oid and indisprimary order by array_position(indkey::int2[], attnum)) as key,
		(select attname::text from pg_attribute where attrelid = tables.oid and attidentity <> '') as counted,
		array(select parents.relname::text from pg_constraint join pg_class as parents on parents.oid = confrelid
			where conrelid = tables.oid and contype = 'f') as parents
	from pg_class as tables
	where relkind = 'r' and relnamespace = current_schema()::regnamespace order by relname`;

async function columnsIn(source: Reader): Promise<Map<string, Set<string>>> {
	const rows = await source.all<{ name: string; column_name: string }>(sql`
		select tables.name, columns.name as column_name
		from sqlite_schema as tables, pragma_table_info(tables.name) as columns where tables.type = 'table'`);
	const columns = Map.groupBy(rows, ({ name }) => name);
	return new Map(
		[...columns]
			.filter(([name]) => !OF_EMBEDDED.test(name))
			.map(([name, all]) => [name, new Set(all.map(({ column_name }) => column_name))]),
	);
}

function demandPlace(name: string, columns: Set<string>, targets: TargetTable[]): void {
	const target = targets.find((table) => table.name === name);
	const without = [...columns].filter((column) => !target?.columns.includes(column));
	if (target && without.length === 0) return;
	throw new MoveRefused(
		`The database has ${target ? `the columns ${without.join(', ')} of ` : ''}the table ${name}, which this version of Fluid knows no place for. Nothing was changed.`,
	);
}

function inOrder(tables: TargetTable[]): TargetTable[] {
	const ordered: TargetTable[] = [];
	const place = (table: TargetTable) => {
		if (ordered.includes(table)) return;
		for (const parent of tables)
			if (parent !== table && table.parents.includes(parent.name)) place(parent);
		ordered.push(table);
	};
	for (const table of tables) place(table);
	return ordered;
}

function indexed(index: TextIndex): string {
	const { table } = index;
	const text = textOf(indexedText(index));
	return `(select number as rowid, ${text} as text from ${table}) as texts`;
}

function textOf(statement: Statement): string {
	return flatten(statement, SQLITE).text;
}
