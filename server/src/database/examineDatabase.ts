import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from './migrate';

/** What a database file holds. */
export type DatabaseContent = {
	bytes: number;
	/** How many rows each table has whose rows a user would miss, by the table's name. */
	rows: Record<CountedTable, number>;
	/** How many deliveries are to be sent yet. */
	waiting: number;
	/** What it recognises its key by; undefined while its secrets are stored in clear. */
	checkValue: string | undefined;
	/** Changes of the tables that only a newer version of Fluid knows. */
	newer: string[];
	/** Changes of the tables that this version makes when it opens the file. */
	pending: string[];
};

/** The tables whose rows are counted, in the order in which they are shown. */
export const countedTables = [
	'workspaces',
	'deals',
	'contacts',
	'companies',
	'events',
	'deliveries',
	'webhooks',
	'forms',
] as const;

type CountedTable = (typeof countedTables)[number];

/** A file that is no database of Fluid, or a damaged one; the message says which. */
export class UnusableDatabase extends Error {}

/**
 * Reads a database file through and says what it holds. Nothing in it is changed.
 *
 * @throws UnusableDatabase
 */
export function examineDatabase(file: string): DatabaseContent {
	const connection = openToRead(file);
	try {
		const all = (text: string) => connection.prepare(text).all();
		checkWhole(connection, file);
		const applied = namesIn(all('select name from migrations order by name'));
		const tables = namesIn(all(`select name from sqlite_master where type = 'table'`));
		const count = (table: string, condition = '') =>
			tables.includes(table)
				? Number(all(`select count(*) as rows from ${table} ${condition}`)[0]?.rows)
				: 0;
		const [key] = tables.includes('secret_key') ? all('select check_value from secret_key') : [];
		const known = migrations.map(({ name }) => name);
		return {
			bytes: statSync(file).size,
			rows: Object.fromEntries(
				countedTables.map((table) => [table, count(table)]),
			) as DatabaseContent['rows'],
			waiting: count('deliveries', `where status = 'pending'`),
			checkValue: key && String(key.check_value),
			newer: applied.filter((name) => !known.includes(name)),
			pending: known.filter((name) => !applied.includes(name)),
		};
	} finally {
		connection.close();
	}
}

function openToRead(file: string): DatabaseSync {
	try {
		const connection = new DatabaseSync(file);
		connection.exec('pragma query_only = on');
		connection.prepare('select name from migrations').get();
		return connection;
	} catch {
		throw new UnusableDatabase(`${file} is damaged, or is not a database of Fluid.`);
	}
}

/** https://sqlite.org/pragma.html#pragma_integrity_check */
function checkWhole(connection: DatabaseSync, file: string): void {
	let fault: string;
	try {
		const [row] = connection.prepare('pragma integrity_check(1)').all();
		fault = String(row?.integrity_check);
	} catch (reason) {
		fault = (reason as Error).message;
	}
	if (fault !== 'ok') throw new UnusableDatabase(`${file} is damaged (${fault}).`);
}

function namesIn(rows: Array<Record<string, unknown>>): string[] {
	return rows.map(({ name }) => String(name));
}
