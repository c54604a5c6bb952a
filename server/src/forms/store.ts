import type { Reader, Transaction } from '../database/database';
import { atMost, sql, type Statement } from '../database/sql';
import { namesBefore } from '../pipelines/formerNames';
import { newId } from '../values/ids';
import type { LeadFormField, FormSettings, LeadForm } from './form';

const COLUMNS = sql`
	id, workspace_id, name, heading, pipeline_id, stage_id, fields, button_text, thank_you, redirect_url, redirect_hosts,
	allowed_origins, consent_text, takes_plain, spam, created_at, former_names`;

/**
 * Returns the form with the id, whatever its workspace: for visitors, who know nothing of workspaces. One of a workspace that
 * was deleted is not there.
 */
export async function findFormById(reader: Reader, id: string): Promise<LeadForm | undefined> {
	const stored = await reader.get<Stored>(sql`
		select ${COLUMNS} from forms where id = ${id} and not exists (
			select 1 from workspaces where workspaces.id = forms.workspace_id and workspaces.deleted_at is not null)`);
	return stored && leadForm(stored);
}

/** Returns the workspace's form with the id, or undefined. */
export async function findForm(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<LeadForm | undefined> {
	const form = await findFormById(reader, id);
	return form?.workspace_id === workspaceId ? form : undefined;
}

/** Returns the workspace's forms, newest first. */
export async function listForms(reader: Reader, workspaceId: string): Promise<LeadForm[]> {
	const rows = await reader.all<Stored>(
		sql`select ${COLUMNS} from forms where workspace_id = ${workspaceId} order by id desc`,
	);
	return rows.map(leadForm);
}

/** Writes a new form; returns its id. */
export async function insertForm(
	transaction: Transaction,
	workspaceId: string,
	form: FormSettings,
	now: Date,
	id = newId('frm'),
): Promise<string> {
	await transaction.run(sql`
		insert into forms (id, workspace_id, name, heading, pipeline_id, stage_id, fields, button_text, thank_you,
			redirect_url, redirect_hosts, allowed_origins, consent_text, takes_plain, created_at)
		values (${id}, ${workspaceId}, ${form.name}, ${form.heading}, ${form.pipeline_id}, ${form.stage_id},
			${JSON.stringify(form.fields)}, ${form.button_text}, ${form.thank_you}, ${form.redirect_url},
			${JSON.stringify(form.redirect_hosts)}, ${JSON.stringify(form.allowed_origins)}, ${form.consent_text},
			${Number(form.takes_plain)}, ${now.toISOString()})`);
	return id;
}

/** Writes what the owner decided anew. Under another name, the form is still found by the one it had. */
export async function updateForm(
	transaction: Transaction,
	before: LeadForm,
	form: FormSettings,
): Promise<void> {
	await transaction.run(sql`
		update forms set name = ${form.name}, heading = ${form.heading}, pipeline_id = ${form.pipeline_id},
			stage_id = ${form.stage_id}, fields = ${JSON.stringify(form.fields)}, button_text = ${form.button_text},
			thank_you = ${form.thank_you}, redirect_url = ${form.redirect_url},
			redirect_hosts = ${JSON.stringify(form.redirect_hosts)},
			allowed_origins = ${JSON.stringify(form.allowed_origins)}, consent_text = ${form.consent_text},
			takes_plain = ${Number(form.takes_plain)},
			former_names = ${JSON.stringify(namesBefore(before, form.name))}
		where workspace_id = ${before.workspace_id} and id = ${before.id}`);
}

/** Removes a form, of which `removeSomeSent` has left nothing. */
export async function removeForm(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
	await transaction.run(sql`delete from forms where workspace_id = ${workspaceId} and id = ${id}`);
}

/** Removes some of what was sent through a form, what was taken for spam included, and returns how much; the deals stay. */
export async function removeSomeSent(
	transaction: Transaction,
	workspaceId: string,
	formId: string,
	most: number,
): Promise<number> {
	const ofForm = (table: Statement) => sql`
		select id from ${table} where workspace_id = ${workspaceId} and form_id = ${formId}`;
	const submissions = await transaction.count(sql`
		delete from submissions where workspace_id = ${workspaceId}
			and id in (${ofForm(sql`submissions`)} ${atMost(most)})`);
	if (submissions === most) return submissions;
	const spam = await transaction.count(sql`
		delete from spam where workspace_id = ${workspaceId}
			and id in (${ofForm(sql`spam`)} ${atMost(most - submissions)})`);
	return submissions + spam;
}

type Stored = Omit<
	LeadForm,
	'fields' | 'redirect_hosts' | 'allowed_origins' | 'takes_plain' | 'former_names'
> & {
	former_names: string;
	fields: string;
	redirect_hosts: string;
	allowed_origins: string;
	takes_plain: number;
};

function leadForm(stored: Stored): LeadForm {
	return {
		...stored,
		fields: JSON.parse(stored.fields) as LeadFormField[],
		redirect_hosts: JSON.parse(stored.redirect_hosts) as string[],
		allowed_origins: JSON.parse(stored.allowed_origins) as string[],
		takes_plain: stored.takes_plain === 1,
		former_names: JSON.parse(stored.former_names) as string[],
	};
}
