import type { PoolClient } from 'pg';
import type { PostgresAddress } from '../postgres/address';
import { newPool } from '../postgres/connections';
import { migratePostgres } from '../postgres/migratePostgres';
import { checkServer } from '../postgres/serverCheck';
import { MoveRefused } from './moveRefused';

/** Any number that no other program locks: "move" in ASCII. */
const LOCK = 0x6d6f7665;

const SHOWN = 3;

/**
 * Works with a database that another one is moved to, its tables made, alone among those who move.
 *
 * @param source what the one that is moved is known by
 * @throws MoveRefused when it is the server's own, or another program's, or somebody else moves to it
 */
export async function withMoveTarget<T>(
	address: PostgresAddress,
	source: string,
	work: (client: PoolClient) => Promise<T>,
): Promise<T> {
	const pool = newPool(address, 'fluid database move');
	try {
		await checkServer(pool, () => {});
		const client = await pool.connect();
		try {
			await lock(client);
			await refuseMaintenance(client, source);
			await refuseAnotherProgram(client);
			await migratePostgres(pool);
			return await work(client);
		} finally {
			client.release(true);
		}
	} finally {
		await pool.end();
	}
}

/** Kept as long as the connection. */
async function lock(client: PoolClient): Promise<void> {
	const { rows } = await client.query('select pg_try_advisory_lock($1) as is_mine', [LOCK]);
	if (!rows[0].is_mine)
		throw new MoveRefused(
			'Another command is moving a database to there at this moment. Nothing was changed.',
		);
}

/** Everybody connects to them first, and new databases are copied from one of them. */
const MAINTENANCE = ['postgres', 'template0', 'template1'];

/** A move that has begun there may be finished. */
async function refuseMaintenance(client: PoolClient, source: string): Promise<void> {
	const { rows } = await client.query<{ name: string; has_moves: boolean }>(
		`select current_database()::text as name, to_regclass('moves') is not null as has_moves`,
	);
	const [{ name, has_moves }] = rows as [(typeof rows)[0]];
	if (!MAINTENANCE.includes(name)) return;
	if (has_moves) {
		const moves = await client.query('select 1 from moves where source = $1', [source]);
		if (moves.rows.length > 0) return;
	}
	throw new MoveRefused(
		`The database ${name} is for the maintenance of the server. Nothing was changed. Make one of its own first, with: createdb fluid; then name it at the end of the address: --to postgres://.../fluid`,
	);
}

async function refuseAnotherProgram(client: PoolClient): Promise<void> {
	const { rows } = await client.query<{ name: string }>(`
		select relname::text as name from pg_class
		where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace order by relname`);
	const names = rows.map(({ name }) => name);
	if (
		names.length === 0 ||
		['migrations', 'workspaces', 'counters'].every((n) => names.includes(n))
	)
		return;
	const more = names.length > SHOWN ? ', ...' : '';
	throw new MoveRefused(
		`The database there has tables of another program (${names.slice(0, SHOWN).join(', ')}${more}). Nothing was changed. Choose an empty database.`,
	);
}
