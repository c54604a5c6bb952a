import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Reader } from '../../src/database/database';
import { flatten, SQLITE, sql } from '../../src/database/sql';
import { repeatedKeys } from '../../src/duplicates/repeatedKeys';

/** A table with nothing but these keys. */
function readerOf(keys: string[]): Reader {
	const connection = new DatabaseSync(':memory:');
	connection.exec('create table keys (key text); create index by_key on keys (key);');
	const insert = connection.prepare('insert into keys values (?)');
	for (const key of keys) insert.run(key);
	const prepared = (statement: Parameters<Reader['all']>[0]) => {
		const { text, values } = flatten(statement, SQLITE);
		return { statement: connection.prepare(text), values };
	};
	return {
		all: async (wanted) => {
			const { statement, values } = prepared(wanted);
			return statement.all(...values) as never;
		},
		get: async (wanted) => {
			const { statement, values } = prepared(wanted);
			return statement.get(...values) as never;
		},
	};
}

async function repeated(keys: string[]): Promise<string[]> {
	const found: string[] = [];
	const keysFrom = (first: string) => sql`select key from keys where key >= ${first} order by key`;
	for await (const key of repeatedKeys(readerOf(keys), keysFrom)) found.push(key);
	return found;
}

const numbered = (count: number) =>
	Array.from({ length: count }, (_, index) => `lead-${String(index).padStart(6, '0')}@example.com`);

test.each([
	['none', numbered(12_000), []],
	[
		'the last of a part and the first of the next',
		[...numbered(12_000), numbered(5_000)[4_999]],
		[numbered(5_000)[4_999]],
	],
	[
		'three of one',
		[...numbered(3), 'lead-000001@example.com', 'lead-000001@example.com'],
		['lead-000001@example.com'],
	],
	[
		'more of one than a part has',
		[...Array(11_000).fill('a@example.com'), 'b@example.com', 'b@example.com'],
		['a@example.com', 'b@example.com'],
	],
])('among hundreds of thousands of keys, %s are found, each once', async (_what, keys, found) => {
	expect(await repeated(keys as string[])).toEqual(found);
});
