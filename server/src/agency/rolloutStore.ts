import type { Rollout, RolloutInput } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';

type Stored = Omit<Rollout, 'state'> & { state: string };

const COLUMNS = sql`id, client, n8n, template, workspace_id, state, version, updated_at`;

/** Returns what is rolled out, for one client or all, by client, n8n and template. */
export async function listRollouts(reader: Reader, client?: string): Promise<Rollout[]> {
	const which = client === undefined ? sql`` : sql`where client = ${client}`;
	const rows = await reader.all<Stored>(
		sql`select ${COLUMNS} from rollouts ${which} order by client, n8n, template`,
	);
	return rows.map(rollout);
}

/** Returns the roll-out of a template for a client in an n8n, or undefined. */
export async function findRollout(
	reader: Reader,
	{ client, n8n, template }: Pick<RolloutInput, 'client' | 'n8n' | 'template'>,
): Promise<Rollout | undefined> {
	const stored = await reader.get<Stored>(sql`
		select ${COLUMNS} from rollouts where client = ${client} and n8n = ${n8n} and template = ${template}`);
	return stored && rollout(stored);
}

/** Writes a roll-out in place of the one of the same client, n8n and template. */
export async function writeRollout(transaction: Transaction, row: Rollout): Promise<void> {
	const state = JSON.stringify(row.state);
	await transaction.run(sql`
		insert into rollouts (workspace_id, id, client, n8n, template, state, version, updated_at)
		values (${row.workspace_id}, ${row.id}, ${row.client}, ${row.n8n}, ${row.template}, ${state}, ${row.version},
			${row.updated_at})
		on conflict (client, n8n, template) do update set workspace_id = excluded.workspace_id, state = excluded.state,
			version = excluded.version, updated_at = excluded.updated_at`);
}

/** Removes a roll-out; returns whether it was there. */
export async function removeRollout(transaction: Transaction, id: string): Promise<boolean> {
	return (await transaction.count(sql`delete from rollouts where id = ${id}`)) === 1;
}

function rollout(stored: Stored): Rollout {
	return {
		...stored,
		version: Number(stored.version),
		state: JSON.parse(stored.state) as Rollout['state'],
	};
}
