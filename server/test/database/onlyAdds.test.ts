import { describe, expect, test } from 'vitest';
import { postgresMigrations } from '../../src/database/postgres/migratePostgres';

/** It made all tables, before there was a version before. */
const [, ...changes] = postgresMigrations;

describe('the version before works beside this one', () => {
	test.each(changes)('after $name, which only adds', ({ change }) => {
		expect(notAdding(change)).toEqual([]);
	});

	test.each([
		['drops a table', 'drop table proofs'],
		['drops a column', 'alter table deals drop column source'],
		['renames a column', 'alter table deals rename column source to origin'],
		['renames a table', 'alter table proofs rename to samples'],
		['changes a type', 'alter table deals alter column value type bigint'],
		['demands a value', 'alter table deals add column priority integer not null'],
		['demands one of what is there', 'alter table deals alter column source set not null'],
		['demands a rule', 'alter table deals add constraint positive check (value >= 0)'],
		['allows no second name', 'create unique index deals_by_name on deals (workspace_id, name)'],
		[
			'allows no second standard',
			`alter table deals add column slug text not null default ''; create unique index by_slug on deals (slug)`,
		],
		['writes what others write', `update deals set source = 'unknown' where source is null`],
		['does more behind it', 'create trigger noted after insert on deals execute function note()'],
	])('and is refused: one that %s', (_what, change) => {
		expect(notAdding(change)).not.toEqual([]);
	});
});

/** Returns the statements of a change that processes of the version before would not get along with. */
function notAdding(change: string): string[] {
	const statements = change.split(';').map((text) => text.replace(/\s+/g, ' ').trim());
	const added = statements.flatMap(columnAdded);
	const isAdded = (table = '', column = '') =>
		added.find(({ name }) => name === `${table}.${column}`);
	const isOfTableAdded = (name: string) =>
		statements.some((text) => new RegExp(`^create (unlogged )?table ${name} `).test(text));
	return statements.filter((text) => {
		if (/^$|^create (unlogged )?table |^create index /.test(text)) return false;
		if (columnAdded(text).length > 0) return / not null(?! default )/.test(text);
		const unique = /^create unique index \w+ on (?<table>\w+) \((?<columns>[^)]*)\)/.exec(text);
		if (unique) {
			const { table = '', columns = '' } = unique.groups ?? {};
			// What is left empty repeats nothing.
			const mayBeEmpty = (column: string) => isAdded(table, column)?.mayBeEmpty;
			return !isOfTableAdded(table) && !columns.split(', ').some(mayBeEmpty);
		}
		const written = /^update (?<table>\w+) set (?<column>\w+) = [^,]+ where /.exec(text)?.groups;
		return !isAdded(written?.table, written?.column);
	});
}

function columnAdded(text: string): Array<{ name: string; mayBeEmpty: boolean }> {
	const [, table, column] = /^alter table (\w+) add column (\w+) /.exec(text) ?? [];
	return table ? [{ name: `${table}.${column}`, mayBeEmpty: !text.includes(' default ') }] : [];
}
