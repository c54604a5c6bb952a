import type { Database, Reader } from '../database/database';
import { atMost, sql } from '../database/sql';
import type { ErasedFields } from './chosenFields';
import { mayMention } from './mentions';
import { isNamedInKey } from './namedInKey';
import type { Person } from './person';
import { redactedAnswer } from './redact';
import { eachStretch } from './scanWindows';

/** Returns the Idempotency-Keys that name a person themselves, or whose answers say something about one. */
export async function findAnswers(
	reader: Reader,
	workspaceId: string,
	person: Person,
	erased: ErasedFields,
): Promise<string[]> {
	const keys: string[] = [];
	await eachStretch(
		async (after, most) => {
			const row = await reader.get<{ last: string | null }>(sql`
				select max(key) as last from (select key from idempotency_keys
					where workspace_id = ${workspaceId} and key > ${after} order by key ${atMost(most)}) as stretch`);
			return row?.last ?? undefined;
		},
		async (after, to, yieldIfDue) => {
			const rows = await reader.all<{ key: string; answer: string | null }>(sql`
				select key, case when ${mayMention(person, sql`answer`)} then answer end as answer
				from idempotency_keys
				where workspace_id = ${workspaceId} and key > ${after} and key <= ${to}`);
			for (const { key, answer } of rows) {
				await yieldIfDue();
				const isTelling =
					isNamedInKey(person, key) ||
					(answer !== null && withoutPerson(answer, person, erased) !== undefined);
				if (isTelling) keys.push(key);
			}
		},
	);
	return keys;
}

/**
 * Takes a person out of kept answers. They stay: without one, a request that is sent again would make the person anew. Only
 * one whose key names the person goes, as a key without it would be found by nobody.
 *
 * @returns how many there were
 */
export async function redactAnswers(
	database: Database,
	workspaceId: string,
	keys: string[],
	person: Person,
	erased: ErasedFields,
): Promise<number> {
	let redacted = 0;
	for (const key of keys)
		redacted += await database.write(workspaceId, async (transaction) => {
			const isMeant = sql`workspace_id = ${workspaceId} and key = ${key}`;
			if (isNamedInKey(person, key))
				return transaction.count(sql`delete from idempotency_keys where ${isMeant}`);
			const row = await transaction.get<{ answer: string }>(
				sql`select answer from idempotency_keys where ${isMeant}`,
			);
			if (!row) return 0;
			const answer = withoutPerson(row.answer, person, erased);
			if (answer === undefined) return 0;
			return transaction.count(
				sql`update idempotency_keys set answer = ${answer} where ${isMeant}`,
			);
		});
	return redacted;
}

/** Returns an answer without what it says about a person, undefined where that is nothing. */
function withoutPerson(answer: string, person: Person, erased: ErasedFields): string | undefined {
	const value: unknown = JSON.parse(answer);
	const left = JSON.stringify(redactedAnswer(value, person, erased));
	return left === JSON.stringify(value) ? undefined : left;
}
