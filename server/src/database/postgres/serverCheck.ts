import type { Pool } from 'pg';

/** What a server says of itself. */
export type ServerSettings = { version: number; autovacuum: string };

/** The oldest that is still maintained (https://www.postgresql.org/support/versioning/). */
const OLDEST = 140_000;

const NO_AUTOVACUUM =
	'PostgreSQL has autovacuum switched off, so it neither counts its rows nor clears away old ones: it will get slower and slower. Set autovacuum = on.';

/**
 * Looks at the server before anything is made in it.
 *
 * @param warn is called with a sentence about what will make it slow
 * @throws when it is too old
 */
export async function checkServer(pool: Pool, warn: (sentence: string) => void): Promise<void> {
	const { rows } = await pool.query<ServerSettings>(`
		select current_setting('server_version_num')::int as version,
			current_setting('autovacuum') as autovacuum`);
	const { refused, warning } = judged(rows[0] as ServerSettings);
	if (refused) throw new Error(refused);
	if (warning) warn(warning);
}

/** Returns why a server cannot be used, or what will make it slow. */
export function judged({ version, autovacuum }: ServerSettings): {
	refused?: string;
	warning?: string;
} {
	if (version < OLDEST)
		return {
			refused: `it is PostgreSQL ${Math.floor(version / 10_000)}, and 14 or newer is needed`,
		};
	return autovacuum === 'off' ? { warning: NO_AUTOVACUUM } : {};
}
