import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { list, oneOf, rowsOf, sql, type Statement } from '../../src/database/sql';
import { Statements } from '../../src/database/statements';

/** Returns how often a statement is prepared that is written three times, of other values each. */
function preparations(written: (names: string[]) => Statement): number {
	const connection = new DatabaseSync(':memory:');
	connection.exec('create table deals (name text)');
	const prepare = vi.spyOn(connection, 'prepare');
	const statements = new Statements(connection);
	for (const names of [
		['Acme', 'Globex'],
		['Initech', 'Hooli'],
		['Umbrella', 'Stark'],
	])
		statements.all(written(names));
	connection.close();
	return prepare.mock.calls.length;
}

test.each<[string, (names: string[]) => Statement]>([
	['without parts', ([name]) => sql`select * from deals where name = ${name as string}`],
	['with a part', ([name]) => sql`select * from deals where ${sql`name = ${name as string}`}`],
	['with a list', (names) => sql`select * from deals where name in ${list(names)}`],
	['with one of many', (names) => sql`select * from deals where name in ${oneOf(names)}`],
	[
		'with rows',
		(names) => sql`select found.name from ${rowsOf({ name: 'text' }, [names, names])} as found`,
	],
])('a statement %s is prepared once for all its values', (_what, written) => {
	expect(preparations(written)).toBe(1);
});
