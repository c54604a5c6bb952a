import type { Submission } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { atMost, nothing, sql } from '../database/sql';

/** A submission with the name of its deal; undefined when that was deleted since. */
export type ListedSubmission = Submission & { deal_name: string | null };

/** How a submission is recognised when it comes again. */
export type Once = {
	/** The token it was sent with, or what stands for one. */
	key: string;
	bodyHash: string;
};

/** Writes a submission. */
export async function insertSubmission(
	transaction: Transaction,
	workspaceId: string,
	row: Submission,
	once: Once,
): Promise<void> {
	await transaction.run(sql`
		insert into submissions (id, workspace_id, form_id, deal_id, contact_id, fields, utm_source, utm_medium,
			utm_campaign, utm_term, utm_content, referrer, landing_page, consent, once_key, body_hash, submitted_at)
		values (${row.id}, ${workspaceId}, ${row.form_id}, ${row.deal_id}, ${row.contact_id},
			${JSON.stringify(row.fields)}, ${row.utm_source}, ${row.utm_medium}, ${row.utm_campaign}, ${row.utm_term},
			${row.utm_content}, ${row.referrer}, ${row.landing_page}, ${row.consent}, ${once.key}, ${once.bodyHash},
			${row.submitted_at})`);
}

/** Makes submissions of a contact another one's, up to a limit; returns how many. */
export function moveSubmissions(
	transaction: Transaction,
	workspaceId: string,
	fromId: string,
	toId: string,
	limit: number,
): Promise<number> {
	return transaction.count(sql`
		update submissions set contact_id = ${toId} where id in (
			select id from submissions where workspace_id = ${workspaceId} and contact_id = ${fromId} ${atMost(limit)})`);
}

/** Returns the hash of what was sent first under a key, since a time if there is one; undefined when nothing was. */
export async function findSentBefore(
	reader: Reader,
	formId: string,
	key: string,
	since: string | undefined,
): Promise<string | undefined> {
	const row = await reader.get<{ body_hash: string }>(sql`
		select body_hash from submissions where form_id = ${formId} and once_key = ${key}
		${since === undefined ? nothing : sql`and submitted_at > ${since}`}
		order by id desc limit 1`);
	return row?.body_hash;
}

/** Returns submissions of a form, newest first, from behind the cursor (an id) on. */
export async function listSubmissions(
	reader: Reader,
	formId: string,
	{ cursor, limit }: { cursor?: string; limit: number },
): Promise<ListedSubmission[]> {
	const rows = await reader.all<Stored>(sql`
		select submissions.id, form_id, deal_id, submissions.contact_id, fields, utm_source, utm_medium, utm_campaign,
			utm_term, utm_content, referrer, landing_page, consent, submitted_at, deals.name as deal_name
		from submissions left join deals on deals.id = submissions.deal_id
		where form_id = ${formId} ${cursor === undefined ? nothing : sql`and submissions.id < ${cursor}`}
		order by submissions.id desc ${atMost(limit)}`);
	return rows.map((row) => ({ ...row, fields: JSON.parse(row.fields) as Submission['fields'] }));
}

/** So many submissions of a form are counted in less than a millisecond. */
export const MOST_COUNTED = 10_000;

/** Returns how many submissions each form of a workspace has, by its id; `MOST_COUNTED` and one more stands for all above. */
export async function countSubmissions(
	reader: Reader,
	workspaceId: string,
): Promise<Map<string, number>> {
	const rows = await reader.all<{ id: string; count: number }>(sql`
		select id, (select count(*) from (
			select 1 from submissions where submissions.form_id = forms.id ${atMost(MOST_COUNTED + 1)}) as part_of_it) as count
		from forms where workspace_id = ${workspaceId}`);
	return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}

type Stored = Omit<ListedSubmission, 'fields'> & { fields: string };
