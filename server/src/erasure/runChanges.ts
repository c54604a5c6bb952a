import type { Database } from '../database/database';
import { atMost, isAmong, sql } from '../database/sql';
import { emptyRunChanges, forgetRecord } from '../runs/forget';
import { hasId, mayMention } from './mentions';
import type { Person } from './person';
import { redactedAnswer } from './redact';
import { eachStretch } from './scanWindows';
import type { ErasedFields } from './chosenFields';

/**
 * Empties what is noted of changes of runs where a person stands in it: what a record had before says who was its contact,
 * and by which address. Undoing the run leaves such a record as it is, and says so.
 */
export async function eraseRunChanges(
	database: Database,
	workspaceId: string,
	person: Person,
	erased: ErasedFields,
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
		async (after, to, yieldIfDue) => {
			const rows = await database.all<Change>(sql`
				select run_id, object_id, change_id, state from run_changes
				where ${isOf} and change_id > ${after} and change_id <= ${to} and ${names}`);
			const found: Change[] = [];
			for (const row of rows) {
				await yieldIfDue();
				if (isOfPerson(row, person, erased)) found.push(row);
			}
			if (found.length === 0) return;
			await database.write(workspaceId, async (transaction) => {
				for (const id of person.ids) await forgetRecord(transaction, workspaceId, id);
				for (const { run_id, object_id, change_id } of found)
					await emptyRunChanges(
						transaction,
						workspaceId,
						sql`run_id = ${run_id} and object_id = ${object_id} and change_id = ${change_id}`,
					);
			});
		},
	);
}

type Change = { run_id: string; object_id: string; change_id: string; state: string };

function isOfPerson({ object_id, state }: Change, person: Person, erased: ErasedFields): boolean {
	if (person.ids.has(object_id) || hasId(person, state)) return true;
	const value: unknown = JSON.parse(state);
	return JSON.stringify(redactedAnswer(value, person, erased)) !== JSON.stringify(value);
}
