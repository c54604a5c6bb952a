import type { PoolClient } from 'pg';
import type { Reader } from '../database';
import type { PostgresAddress } from '../postgres/address';
import { flatten, POSTGRES, type Statement } from '../sql';
import { beginMove, finishMove } from './moveMark';
import { MoveRefused } from './moveRefused';
import { type MovedTable, movedTables, quoted } from './movedTables';
import { Checksum, type RowPage, pagesOf } from './rows';
import { withMoveTarget } from './moveTarget';
import { whyDifferent } from './whyDifferent';

/** Is called as a move goes on. */
export type MoveProgress = {
	/** So many rows of a table are there by now. */
	at: (table: string, rows: number) => void;
	/** All rows of a table are there, and are the same; `isCopied` says whether this run has carried them over. */
	same: (table: string, rows: number, isCopied: boolean) => void;
};

/** What is to be moved: what reads it, and what it is known by. */
export type MoveSource = { reader: Reader; id: string };

/**
 * Carries everything from the embedded database to an empty PostgreSQL, and reads it back: each table has to have the same
 * rows there. Interrupted at any moment, it is run again: what is there already and the same stays. Until it is done, no
 * service works with the new one. Nobody may write to the embedded one meanwhile.
 *
 * @throws MoveRefused when it cannot go there, or has arrived as something else
 */
export async function moveDatabase(
	source: MoveSource,
	address: PostgresAddress,
	progress: MoveProgress,
): Promise<void> {
	await withMoveTarget(address, source.id, async (client) => {
		const isDone = await beginMove(client, source.id);
		for (const table of await movedTables(source.reader, client)) {
			const move = new TableMove(table, source.reader, client, progress);
			if (!isDone) await move.carryOver();
			else if (!(await move.isThere()))
				throw new MoveRefused(await whyDifferent(source.reader, readerOf(client)));
		}
		if (isDone) return;
		await client.query('analyze');
		await finishMove(client, source.id);
	});
}

/** A table as it is read somewhere. */
type Side = { reader: Reader; table: MovedTable };

class TableMove {
	private readonly here: Side;
	private readonly there: Side;
	private readonly name: string;

	constructor(
		table: MovedTable,
		source: Reader,
		private readonly client: PoolClient,
		private readonly progress: MoveProgress,
	) {
		this.name = table.name;
		this.here = { reader: source, table };
		this.there = { reader: readerOf(client), table: { ...table, from: quoted(table.name) } };
	}

	/** What is there of it already, and the same, stays. */
	async carryOver(): Promise<void> {
		if (await this.isThere()) return;
		const sent = await this.copy();
		const found = await checksumOf(this.there);
		if (sent.digest() !== found.digest())
			throw new MoveRefused(
				`The table ${this.name} has not arrived as it was sent (${sent.rows} rows sent, ${found.rows} found). No service works with the new database before it has: look what changes its rows there, and run the same again.`,
			);
		this.progress.same(this.name, found.rows, true);
	}

	/** Returns whether all of it is there already. */
	async isThere(): Promise<boolean> {
		const rows = await count(this.there);
		if (rows !== (await count(this.here))) return false;
		const isSame =
			rows === 0 ||
			(await checksumOf(this.here)).digest() === (await checksumOf(this.there)).digest();
		if (isSame) this.progress.same(this.name, rows, false);
		return isSame;
	}

	/** All of it, or nothing. */
	private async copy(): Promise<Checksum> {
		const { client, name } = this;
		const sum = new Checksum();
		await client.query('begin');
		try {
			await client.query(`truncate ${quoted(name)} cascade`);
			for await (const page of pagesOf(this.here.reader, this.here.table)) {
				await this.insert(page);
				sum.add(page);
				this.progress.at(name, sum.rows);
			}
			await this.countOn();
			await client.query('commit');
		} catch (reason) {
			await client.query('rollback').catch(() => {});
			throw reason;
		}
		return sum;
	}

	private async insert(page: RowPage): Promise<void> {
		if (page.length === 0) return;
		const into = quoted(this.name);
		const names = this.here.table.columns.map(quoted).join(', ');
		await this.client.query({
			name: `move ${this.name}`,
			text: `insert into ${into} (${names})
				select ${names} from json_populate_recordset(null::${into}, $1::json)`,
			values: [`[${page.join(',')}]`],
		});
	}

	/** New rows get the numbers behind those that are there. */
	private async countOn(): Promise<void> {
		const { counted } = this.here.table;
		if (counted === null) return;
		await this.client.query(
			`select setval(pg_get_serial_sequence($1, $2), coalesce(max(${quoted(counted)}), 0) + 1, false)
			from ${quoted(this.name)}`,
			[this.name, counted],
		);
	}
}

async function count({ reader, table }: Side): Promise<number> {
	const text = `select count(*) as rows from ${table.from}`;
	const row = await reader.get<{ rows: number }>({ strings: [text], values: [] });
	return Number(row?.rows);
}

async function checksumOf({ reader, table }: Side): Promise<Checksum> {
	const sum = new Checksum();
	for await (const page of pagesOf(reader, table)) sum.add(page);
	return sum;
}

function readerOf(client: PoolClient): Reader {
	const all = async <T>(statement: Statement): Promise<T[]> => {
		const { text, values } = flatten(statement, POSTGRES);
		return (await client.query(text, values)).rows as T[];
	};
	const get = async <T>(statement: Statement) => (await all<T>(statement))[0];
	return { all, get };
}
