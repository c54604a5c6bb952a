import type { Pool, PoolClient } from 'pg';
import { MoveRefused } from './moveRefused';

/** A move into a database: of which one, and when it was done; null while it is under way, or was interrupted. */
type Move = { source: string; finished_at: string | null };

/**
 * Notes that a database is moved into; returns whether it was done before, by the same one.
 *
 * @param source what the embedded database is known by
 * @throws MoveRefused when somebody else's records are in it
 */
export async function beginMove(client: PoolClient, source: string): Promise<boolean> {
	const { rows } = await client.query<Move>('select source, finished_at from moves');
	const [before] = rows;
	if (before?.source === source) return before.finished_at !== null;
	if (before && before.finished_at === null) throw new MoveRefused(ANOTHER_MOVE);
	await refuseOthers(client);
	await client.query('insert into moves (source, started_at) values ($1, $2)', [
		source,
		new Date().toISOString(),
	]);
	return false;
}

/** Notes that it is done: from now on, services may work with it. */
export async function finishMove(client: PoolClient, source: string): Promise<void> {
	await client.query('update moves set finished_at = $2 where source = $1', [
		source,
		new Date().toISOString(),
	]);
}

/** @throws MoveRefused while a move into the database is under way, or was interrupted */
export async function refuseUnfinishedMove(pool: Pool): Promise<void> {
	const { rows } = await pool.query('select 1 from moves where finished_at is null');
	if (rows.length > 0) throw new MoveRefused(UNFINISHED);
}

async function refuseOthers(client: PoolClient): Promise<void> {
	const { rows } = await client.query<{ names: string[]; processes: number }>(`
		select array(select name from workspaces order by name) as names,
			(select count(*) from processes where seen_at > clock_timestamp() - interval '4 seconds') as processes`);
	const [{ names, processes }] = rows as [(typeof rows)[0]];
	if (names.length > 0)
		throw new MoveRefused(
			`The database there belongs to a service of its own already: it has the ${names.length === 1 ? 'workspace' : `${names.length} workspaces, among them`} "${names[0]}". Nothing was changed. Choose an empty database.`,
		);
	if (processes > 0)
		throw new MoveRefused(
			'A process of Fluid works with the database there already. Nothing was changed. Stop it, and try again.',
		);
}

const ANOTHER_MOVE =
	'The move of another database to there was interrupted. Nothing was changed. Finish it, or choose an empty database.';

const UNFINISHED =
	'Not all has arrived yet in the database in DATABASE_URL: another one is being moved to it, or that was interrupted. Wait until it is done, or run the same again: npm run -s fluid -- database move --to ...';
