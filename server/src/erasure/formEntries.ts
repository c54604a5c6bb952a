import type { CustomFieldValue } from '../../../contract/types';
import type { Database, Reader } from '../database/database';
import { atMost, list, oneOf, sql } from '../database/sql';
import { listForms } from '../forms/store';
import { limits } from '../limits';
import { mayMention } from './mentions';
import { isAddress, type Person } from './person';
import { isPersonsSubmission } from './redact';
import { eachStretch } from './scanWindows';

/** Ids of what a person sent with lead forms, and of what of that was taken for spam. */
export type FormEntries = { submissions: string[]; spam: Array<{ id: string; formId: string }> };

/** Returns what a person sent with lead forms: by contact, and by address where nobody became one. */
export async function findFormEntries(
	reader: Reader,
	workspaceId: string,
	person: Person,
): Promise<FormEntries> {
	const ofContact = await reader.all<{ id: string }>(sql`
		select id from submissions
		where workspace_id = ${workspaceId} and contact_id in ${list([...person.ids])}`);
	const submissions = new Set(ofContact.map(({ id }) => id));
	const spam: FormEntries['spam'] = [];
	for (const form of await listForms(reader, workspaceId)) {
		await eachStretch(
			(after, most) => lastOf(reader, sql`submissions where form_id = ${form.id}`, after, most),
			async (after, to, yieldIfDue) => {
				const rows = await reader.all<Stored>(sql`
					select id, contact_id, fields from submissions
					where form_id = ${form.id} and id > ${after} and id <= ${to} and ${mayMention(person, sql`fields`)}`);
				for (const { id, contact_id, fields } of rows) {
					await yieldIfDue();
					const entry = {
						contact_id,
						fields: JSON.parse(fields) as Record<string, CustomFieldValue>,
					};
					if (isPersonsSubmission(entry, person)) submissions.add(id);
				}
			},
		);
		const kept = await reader.all<{ id: string; posted: string }>(sql`
			select id, posted from spam where workspace_id = ${workspaceId} and form_id = ${form.id}
				and ${mayMention(person, sql`posted`)}`);
		for (const { id, posted } of kept)
			if (
				Object.values(JSON.parse(posted) as object)
					.flat()
					.some((value) => isAddress(person, value))
			)
				spam.push({ id, formId: form.id });
	}
	return { submissions: [...submissions], spam };
}

type Stored = { id: string; contact_id: string | null; fields: string };

async function lastOf(
	reader: Reader,
	from: ReturnType<typeof sql>,
	after: string,
	most: number,
): Promise<string | undefined> {
	const row = await reader.get<{ last: string | null }>(sql`
		select max(id) as last from (select id from ${from} and id > ${after} order by id ${atMost(most)}) as stretch`);
	return row?.last ?? undefined;
}

/** Removes what a person sent, a few at a time; returns how many there were. */
export async function removeFormEntries(
	database: Database,
	workspaceId: string,
	{ submissions, spam }: FormEntries,
): Promise<{ submissions: number; spam: number }> {
	const removed = { submissions: 0, spam: 0 };
	for (let at = 0; at < submissions.length; at += limits.rowsAtOnce) {
		const some = oneOf(submissions.slice(at, at + limits.rowsAtOnce));
		removed.submissions += await database.write(workspaceId, (transaction) =>
			transaction.count(
				sql`delete from submissions where workspace_id = ${workspaceId} and id in ${some}`,
			),
		);
	}
	for (const { id, formId } of spam)
		removed.spam += await database.write(workspaceId, async (transaction) => {
			const count = await transaction.count(
				sql`delete from spam where workspace_id = ${workspaceId} and form_id = ${formId} and id = ${id}`,
			);
			await transaction.run(sql`update forms set spam = spam - ${count} where id = ${formId}`);
			return count;
		});
	return removed;
}
