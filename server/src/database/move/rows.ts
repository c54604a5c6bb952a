import { createHash } from 'node:crypto';
import { storable } from '../../values/storable';
import type { Reader, SqlRow } from '../database';
import type { SqlValue, Statement } from '../sql';
import { type MovedTable, quoted } from './movedTables';

/** The largest events are 256 kB each. */
const AT_ONCE = 500;

/** Rows of a table, each as JSON, with its columns in one order. */
export type RowPage = string[];

/** Reads a table from its first row to its last, both databases in the same order, a page at a time. */
export async function* pagesOf(
	reader: Reader,
	{ columns, key, from }: MovedTable,
): AsyncGenerator<RowPage> {
	const select = `select ${columns.map(quoted).join(', ')} from ${from}`;
	const names = key.map(quoted).join(', ');
	const order = key.length === 0 ? '' : ` order by ${names} limit ${AT_ONCE}`;
	const first = [`${select}${order}`];
	const next = [`${select} where (${names}) > (`, ...key.slice(1).map(() => ', '), `)${order}`];
	for (let statement: Statement | undefined = { strings: first, values: [] }; statement; ) {
		const rows: SqlRow[] = await reader.all(statement);
		yield rows.map(asJson);
		const last = rows.at(-1);
		const isLast = last === undefined || key.length === 0 || rows.length < AT_ONCE;
		statement = isLast
			? undefined
			: { strings: next, values: key.map((column) => last[column] as SqlValue) };
	}
}

/** The sum of all rows of a table: it is another one where anything in them is, or their number. */
export class Checksum {
	rows = 0;
	private readonly hash = createHash('sha256');

	add(page: RowPage): void {
		this.rows += page.length;
		for (const row of page) this.hash.update(row).update('\n');
	}

	/** Returns it; nothing can be added any more. */
	digest(): string {
		return `${this.rows} rows, ${this.hash.digest('hex')}`;
	}
}

/** What PostgreSQL takes neither as it is nor within JSON: the character NUL, and half a pair of two. */
const NOT_STORABLE = /\\u(0000|d[89a-f])/i;

/** A service of before has stored what today's would have put right when it arrived. */
function asJson(row: SqlRow): string {
	const text = JSON.stringify(row);
	if (!NOT_STORABLE.test(text)) return text;
	return JSON.stringify(
		Object.fromEntries(Object.entries(row).map(([name, value]) => [name, righted(value)])),
	);
}

function righted(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	if (!/^[[{]/.test(value) || !NOT_STORABLE.test(value)) return storable(value);
	try {
		return JSON.stringify(storable(JSON.parse(value)));
	} catch {
		return storable(value);
	}
}
