import type { Pool } from 'pg';

/** Among so few, each way to look something up is fast. */
const FEW = 1_000;

/**
 * Has PostgreSQL count the tables that have grown to twice what it last counted. Autovacuum does so within a minute, and
 * not at all where it is off; until then statements are planned for the few rows of before, and go through all that an
 * import has brought since (https://www.postgresql.org/docs/current/planner-stats.html).
 */
export async function countGrown(pool: Pool): Promise<void> {
	const { rows } = await pool.query<{ name: string }>(GROWN, [FEW]);
	// One that is being counted just now, as by autovacuum, is left to whoever does.
	for (const { name } of rows) await pool.query(`analyze (skip_locked) ${name}`);
}

/** Only its owner may have a table counted. */
const GROWN = `
	select quote_ident(relname) as name from pg_class
	where relkind = 'r' and relnamespace = current_schema()::regnamespace and pg_has_role(relowner, 'usage')
		and pg_stat_get_mod_since_analyze(oid) > greatest(reltuples, $1)`;
