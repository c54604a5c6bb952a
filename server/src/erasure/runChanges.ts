import type { Database } from '../database/database';
import { atMost, isAmong, sql } from '../database/sql';
import { mayMention } from './mentions';
import type { Person } from './person';
import { eachStretch } from './scanWindows';

/**
 * Removes what runs have changed where a person stands in it: what a record had before says who was its contact, and by
 * which address. Undoing the run leaves such a record as it is.
 */
export async function eraseRunChanges(
	database: Database,
	workspaceId: string,
	person: Person,
): Promise<void> {
	const isOf = sql`workspace_id = ${workspaceId}`;
	const names = sql`(${isAmong(sql`object_id`, [...person.ids])} or ${mayMention(person, sql`state`)})`;
	await eachStretch(
		async (after, most) => {
			const row = await database.get<{ last: string | null }>(sql`
				select max(change_id) as last from (select change_id from run_changes
					where ${isOf} and change_id > ${after} order by change_id ${atMost(most)}) as stretch`);
			return row?.last ?? undefined;
		},
		async (after, to) => {
			const isHere = sql`${isOf} and change_id > ${after} and change_id <= ${to} and ${names}`;
			const found = await database.get(sql`select 1 from run_changes where ${isHere} limit 1`);
			if (!found) return;
			await database.write(workspaceId, (transaction) =>
				transaction.run(sql`delete from run_changes where ${isHere}`),
			);
		},
	);
}
