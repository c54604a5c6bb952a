import type { Pool } from 'pg';

/** A PostgreSQL database without the tables of Fluid. */
export class NoDatabase extends Error {}

/** @throws NoDatabase when no Fluid has made its tables there */
export async function demandTables(pool: Pool): Promise<void> {
	const { rows } = await pool.query<{ is_there: boolean }>(`
		select to_regclass('migrations') is not null and to_regclass('workspaces') is not null as is_there`);
	if (rows[0]?.is_there) return;
	throw new NoDatabase(
		'There is no Fluid database in DATABASE_URL: the database there has none of its tables. Nothing was changed. Check that DATABASE_URL names the right one; to begin there, start the service once with npm start.',
	);
}
