import type { Reader } from '../database/database';
import { atMost, dialects, each, isAmong, sql, type Statement } from '../database/sql';

/** Returns whether what uses a record will no longer do so once the run is undone. */
export type IsGoing = (userId: string, usedId: string) => boolean;

type Use = { table: Statement; column: Statement };

const USES: Record<'contact' | 'company', Use[]> = {
	contact: [{ table: sql`deals`, column: sql`contact_id` }],
	company: [
		{ table: sql`deals`, column: sql`company_id` },
		{ table: sql`contacts`, column: sql`company_id` },
	],
};

/** So many that use a record are looked at together with those of others; it seldom has more. */
const AT_FIRST = 20;
const AT_ONCE = 500;

/** Returns which of some contacts or companies a deal, contact or submission uses that stays. */
export async function usedRecords(
	reader: Reader,
	workspaceId: string,
	kind: 'contact' | 'company',
	ids: string[],
	isGoing: IsGoing,
): Promise<Set<string>> {
	const used = new Set<string>(kind === 'contact' ? await haveSent(reader, workspaceId, ids) : []);
	if (ids.length === 0) return used;
	for (const use of USES[kind]) {
		const rows = await reader.all<{ id: string; users: string }>(
			sql`select value as id, ${usersOf(workspaceId, use)} as users from ${each(ids)} as each_value`,
		);
		for (const { id, users } of rows) {
			if (used.has(id)) continue;
			const first = JSON.parse(users) as string[];
			const isMore = first.length === AT_FIRST;
			const stays =
				first.some((user) => !isGoing(user, id)) ||
				(isMore && (await hasMore(reader, workspaceId, use, { id, after: first.at(-1) }, isGoing)));
			if (stays) used.add(id);
		}
	}
	return used;
}

function usersOf(workspaceId: string, { table, column }: Use): Statement {
	const some = sql`(select id from ${table} where workspace_id = ${workspaceId} and ${column} = each_value.value
		order by id ${atMost(AT_FIRST)}) as users`;
	return dialects(
		sql`(select json_group_array(id) from ${some})`,
		sql`(select coalesce(json_agg(id), '[]')::text from ${some})`,
	);
}

async function hasMore(
	reader: Reader,
	workspaceId: string,
	{ table, column }: Use,
	{ id, after }: { id: string; after: string | undefined },
	isGoing: IsGoing,
): Promise<boolean> {
	for (let last = after ?? ''; ; ) {
		const users = await reader.all<{ id: string }>(sql`
			select id from ${table} where workspace_id = ${workspaceId} and ${column} = ${id} and id > ${last}
			order by id ${atMost(AT_ONCE)}`);
		if (users.some((user) => !isGoing(user.id, id))) return true;
		if (users.length < AT_ONCE) return false;
		last = users.at(-1)?.id as string;
	}
}

/** Whoever has sent a lead form stays with what was sent. */
async function haveSent(reader: Reader, workspaceId: string, ids: string[]): Promise<string[]> {
	const rows = await reader.all<{ contact_id: string }>(sql`
		select distinct contact_id from submissions
		where workspace_id = ${workspaceId} and ${isAmong(sql`contact_id`, ids)}`);
	return rows.map(({ contact_id }) => contact_id);
}
