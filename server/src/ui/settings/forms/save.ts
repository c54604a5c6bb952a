import { createHash } from 'node:crypto';
import type { Transaction } from '../../../database/database';
import { editConflict } from '../../../problems/editConflict';
import { isId, newId } from '../../../values/ids';
import type { LeadFormField, FormSettings, LeadForm } from '../../../forms/form';
import { findFormById, insertForm, updateForm } from '../../../forms/store';

/**
 * Makes a form, once: what is sent again, by a second click or a reload, is the same form. Returns its id.
 *
 * @param id the one that the page gave the form before it was sent
 */
export async function saveNew(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	settings: FormSettings,
	now: Date,
): Promise<string> {
	const earlier = isId('frm', id) ? await findFormById(transaction, id) : undefined;
	const isSame = earlier?.workspace_id === workspaceId && stateOf(earlier) === stateOf(settings);
	if (isSame) return id;
	const ownId = isId('frm', id) && !earlier ? id : newId('frm');
	await insertForm(transaction, workspaceId, settings, now, ownId);
	return ownId;
}

/**
 * Changes a form.
 *
 * @param form as it was a moment ago
 * @throws editConflict when it was changed since
 */
export async function saveChange(
	transaction: Transaction,
	form: LeadForm,
	settings: FormSettings,
): Promise<void> {
	const current = await findFormById(transaction, form.id);
	if (!current || ![stateOf(form), stateOf(settings)].includes(stateOf(current)))
		throw editConflict('lead form');
	await updateForm(transaction, current, settings);
}

/** Returns what distinguishes two states of a form. */
export function stateOf(settings: FormSettings): string {
	return createHash('sha256').update(JSON.stringify(settings, DECIDED)).digest('base64url');
}

const OF_FIELDS: Array<keyof LeadFormField> = ['name', 'label', 'help', 'placeholder', 'required'];
const DECIDED: string[] = [
	...OF_FIELDS,
	'heading',
	'pipeline_id',
	'stage_id',
	'fields',
	'button_text',
	'thank_you',
	'redirect_url',
	'redirect_hosts',
	'allowed_origins',
	'consent_text',
	'takes_plain',
] satisfies Array<keyof LeadFormField | keyof FormSettings>;
