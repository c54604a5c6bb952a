import type { Reader, Transaction } from '../database/database';
import { sql, type Statement } from '../database/sql';
import { newId } from '../values/ids';
import { cut } from './cut';
import type { LeadForm } from './form';
import { INPUTS, TRACKING } from './names';
import type { Posted } from './posted';

/** Something that was taken for spam, with what was entered. */
export type Spam = { id: string; posted: Posted; submitted_at: string };

/** How many are kept of a form: programs send without end. */
export const MOST_KEPT = 50;
const MOST_CHARACTERS = 10_000;

/** Counts a submission that was taken for spam, and keeps it instead of the oldest one. */
export async function keepSpam(
	transaction: Transaction,
	form: LeadForm,
	posted: Posted,
	now: Date,
): Promise<void> {
	await transaction.run(sql`update forms set spam = spam + 1 where id = ${form.id}`);
	await transaction.run(sql`
		insert into spam (workspace_id, id, form_id, posted, submitted_at)
		values (${form.workspace_id}, ${newId('sub')}, ${form.id}, ${JSON.stringify(wanted(form, posted))}, ${now.toISOString()})`);
	await transaction.run(sql`
		delete from spam where ${isOf(form)} and id <= (
			select id from spam where ${isOf(form)} order by id desc limit 1 offset ${MOST_KEPT})`);
}

/** Returns what is kept of a form's spam, newest first. */
export async function listSpam(reader: Reader, form: Owned): Promise<Spam[]> {
	const rows = await reader.all<Stored>(
		sql`select id, posted, submitted_at from spam where ${isOf(form)} order by id desc`,
	);
	return rows.map((row) => ({ ...row, posted: JSON.parse(row.posted) as Posted }));
}

/** Removes one that was no spam. */
export async function removeSpam(transaction: Transaction, form: Owned, id: string): Promise<void> {
	await transaction.run(sql`delete from spam where ${isOf(form)} and id = ${id}`);
	await transaction.run(sql`update forms set spam = spam - 1 where id = ${form.id}`);
}

type Owned = Pick<LeadForm, 'workspace_id' | 'id'>;

function isOf({ workspace_id, id }: Owned): Statement {
	return sql`workspace_id = ${workspace_id} and form_id = ${id}`;
}

type Stored = Omit<Spam, 'posted'> & { posted: string };

/** What a submission is made of, and nothing else that a program sends along. */
function wanted({ fields }: LeadForm, posted: Posted): Posted {
	const names = [...fields.map(({ name }) => name), INPUTS.consent, ...TRACKING];
	const short = (value: string | string[]) =>
		Array.isArray(value)
			? value.map((text) => cut(text, MOST_CHARACTERS))
			: cut(value, MOST_CHARACTERS);
	const entries = names.flatMap((name) => {
		const value = Object.hasOwn(posted, name) ? posted[name] : undefined;
		return value === undefined || value === '' ? [] : [[name, short(value)] as const];
	});
	return Object.fromEntries(entries);
}
