import type { Pool } from 'pg';
import type { Settlement, Unsettled } from '../database';
import { DEAD_AFTER } from './presence';

/** An allowance that nobody has asked for in this time is full, whatever was owed. */
const FULL_AFTER_MS = 10 * 60_000;

/**
 * Adds what has passed here to what has passed elsewhere: each allowance is full at first, fills with time by its rate, and
 * may be less than nothing. In the same statement it is said where events are late here, and asked where they are elsewhere.
 * Rows are locked in one order.
 */
const SETTLE = `
	with settled as (
		insert into allowances as one (name, per_minute, tokens, filled_at)
		select name, per_minute, per_minute - count, $3::bigint
		from jsonb_to_recordset($2::jsonb) as given (name text, per_minute double precision, count double precision)
		order by name
		on conflict (name) do update set
			tokens = least(excluded.per_minute,
					one.tokens + greatest(0, excluded.filled_at - one.filled_at) * excluded.per_minute / 60000)
				- (excluded.per_minute - excluded.tokens),
			filled_at = greatest(one.filled_at, excluded.filled_at),
			per_minute = excluded.per_minute
		returning name, tokens
	), said as (
		update processes set late = $4 where id = $1 and late <> $4
	)
	select (select coalesce(json_agg(json_build_object('name', name, 'tokens', tokens)), '[]') from settled) as "left",
		(select coalesce(json_agg(workspace), '[]') from processes, jsonb_array_elements_text(late::jsonb) as workspace
			where id <> $1 and late <> '[]' and seen_at >= clock_timestamp() - ${DEAD_AFTER}) as late`;

/** Settles with the other processes. */
export async function settle(
	pool: Pool,
	id: string,
	{ spent, late, atMs }: Unsettled,
): Promise<Settlement> {
	const given = spent.map(({ name, count, perMinute }) => ({ name, count, per_minute: perMinute }));
	const { rows } = await pool.query<Settlement>(SETTLE, [
		id,
		JSON.stringify(given),
		atMs,
		JSON.stringify(late),
	]);
	return rows[0] as Settlement;
}

/** Forgets allowances that are full again. */
export async function forgetFull(pool: Pool, nowMs: number): Promise<void> {
	await pool.query('delete from allowances where filled_at < $1', [nowMs - FULL_AFTER_MS]);
}
