import type { Link } from '../../../contract/reading';
import type {
	Company,
	Contact,
	ContactInput,
	DealInput,
	InputError,
	ReminderInput,
} from '../../../contract/types';
import { plainDealFields, type PlainDealField } from '../../../contract/plainDealFields';
import { planCompany, type CompanyPlan } from '../companies/plan';
import { planContact, type ContactPlan } from '../contacts/plan';
import type { Transaction } from '../database/database';
import { newId } from '../values/ids';
import { inUtc, momentText } from '../values/moment';
import { checkCustomFields, missingCustomFields } from '../pipelines/customFieldValue';
import { unheard, type Warn } from '../pipelines/oldName';
import { tooLarge } from '../pipelines/customFieldSizes';
import type { StageRef } from '../pipelines/stageRef';
import { invalidInput } from '../problems/problems';
import { withNote } from './notes';
import type { DealRow } from './columns';
import type { StoredDeal } from './store';
import type { CustomFieldValues } from '../pipelines/customFieldValues';

/** What will become of a deal: nothing is written yet, and nothing is refused any more. */
export type DealPlan = {
	before: StoredDeal | undefined;
	after: StoredDeal;
	contact: ContactPlan | undefined;
	company: CompanyPlan | undefined;
};

/** What a plan is made from. */
export type Planning = {
	transaction: Transaction;
	workspaceId: string;
	currency: string;
	now: Date;
	place: StageRef;
	before: StoredDeal | undefined;
	/** Whether a new deal may lack custom fields that the pipeline requires. */
	mayLackFields: boolean;
	/** Takes the warning that something is named as it was called before. */
	warn: Warn;
};

/**
 * Returns what an input makes of a deal, or of none. Only reads.
 *
 * @throws invalid_input with every fault of the values
 */
export async function planDeal(input: DealInput, planning: Planning): Promise<DealPlan> {
	const { transaction, workspaceId, now, place, before, warn } = planning;
	const rule = input.contact_rule ?? 'overwrite';
	const at = momentText(now);
	const { values, errors } = checkCustomFields(place.pipeline.fields, input.custom_fields ?? {}, {
		stored: before?.row.custom_fields,
		warn,
	});
	errors.push(...unfit(values, planning));
	if (input.custom_fields)
		errors.push(
			...tooLarge(
				withoutNulls({ ...before?.row.custom_fields, ...values }),
				before?.row.custom_fields,
			),
		);
	errors.push(...missing(input, planning, values), ...contradictions(input, before));
	if (errors.length > 0) throw invalidInput(errors);

	const companyPlan = input.company
		? await planCompany(transaction, workspaceId, input.company, rule)
		: undefined;
	const isCleared = (party: unknown) => party === null && rule === 'overwrite';
	const company =
		companyPlan?.company ?? (isCleared(input.company) ? null : (before?.company ?? null));
	const contactPlan =
		input.contact && (before?.contact || isSomebody(input.contact))
			? await planContact(
					transaction,
					workspaceId,
					input.contact,
					before?.contact ?? null,
					company,
					at,
					rule,
				)
			: undefined;
	const contact =
		contactPlan?.contact ?? (isCleared(input.contact) ? null : keptContact(before, company));

	const references = {
		contact_id: contact?.id ?? null,
		company_id: company?.id ?? null,
		notes: (before?.row.notes ?? 0) + (input.note === undefined ? 0 : 1),
	};
	return {
		before,
		after: {
			row: changedRow(input, planning, values, references),
			contact,
			company,
			notes: withNote(before?.notes ?? [], input.note, at),
		},
		contact: contactPlan,
		company: companyPlan,
	};
}

/** The contact that a deal keeps shows the same company as the deal, also where that gets another name. */
function keptContact(before: StoredDeal | undefined, company: Company | null): Contact | null {
	const contact = before?.contact ?? null;
	return contact && company && contact.company?.id === company.id
		? { ...contact, company }
		: contact;
}

/** What a deal brings along into another pipeline has to fit the field of the same key there. */
function unfit(values: CustomFieldValues, { place, before }: Planning): InputError[] {
	const { id, name, fields } = place.pipeline;
	if (!before || before.row.pipeline_id === id) return [];
	const brought = Object.entries(before.row.custom_fields).filter(
		([key]) => !Object.hasOwn(values, key) && fields.some((field) => field.key === key),
	);
	return checkCustomFields(fields, Object.fromEntries(brought), { warn: unheard }).errors.map(
		({ pointer, detail }) => ({
			pointer,
			detail: `In the pipeline "${name}", ${detail} Correct or clear the value first.`,
		}),
	);
}

/** A form whose fields were left empty gives a contact with nothing in it: that is nobody. */
function isSomebody(contact: ContactInput): boolean {
	return Object.values(contact).some((value) => (value?.trim() ?? '') !== '');
}

/** Each column by its name: spreading objects into one of twenty is the slowest part of a new deal that is no SQL. */
function changedRow(
	input: DealInput,
	{ place, before, now, currency }: Planning,
	values: DealRow['custom_fields'],
	{ contact_id, company_id, notes }: Pick<DealRow, 'contact_id' | 'company_id' | 'notes'>,
): DealRow {
	const old = before?.row;
	const { reminder_at, reminder_note } = reminder(input.reminder, old, now);
	const status = input.status ?? old?.status ?? 'open';
	const at = momentText(now);
	const row: Omit<DealRow, PlainDealField> = {
		id: old?.id ?? newId('deal'),
		name: input.name ?? (old?.name as string),
		currency: input.currency ?? old?.currency ?? currency,
		status,
		lost_reason: status === 'lost' ? given(input.lost_reason, old?.lost_reason) : null,
		pipeline_id: place.pipeline.id,
		stage_id: place.stage.id,
		contact_id,
		company_id,
		custom_fields: withoutNulls({ ...old?.custom_fields, ...values }),
		reminder_at,
		reminder_note,
		notes,
		created_at: old?.created_at ?? at,
		updated_at: at,
	};
	return Object.assign(row, plainValues(input, old));
}

function plainValues(input: DealInput, old: DealRow | undefined): Pick<DealRow, PlainDealField> {
	const values: Record<string, unknown> = {};
	for (const { key, type } of plainDealFields) {
		const value = given<unknown>(input[key], old?.[key]);
		if (type === 'list') values[key] = [...new Set((value ?? []) as string[])];
		else if (type === 'links') values[key] = eachOnce((value ?? []) as Link[]);
		else values[key] = value;
	}
	return values as Pick<DealRow, PlainDealField>;
}

function missing(
	input: DealInput,
	{ place, before, mayLackFields }: Planning,
	values: DealRow['custom_fields'],
): InputError[] {
	const { fields } = place.pipeline;
	if (before) {
		const given = fields.filter(({ key }) => Object.hasOwn(values, key));
		return missingCustomFields(given, values);
	}
	const noName: InputError[] =
		input.name === undefined
			? [
					{
						pointer: '/name',
						detail: 'A new deal needs a name. Add "name".',
						code: 'deal_needs_name',
					},
				]
			: [];
	return mayLackFields ? noName : [...noName, ...missingCustomFields(fields, values)];
}

function contradictions(input: DealInput, before: StoredDeal | undefined): InputError[] {
	const errors: InputError[] = [];
	const status = input.status ?? before?.row.status ?? 'open';
	if (input.lost_reason && status !== 'lost') {
		const detail =
			'"lost_reason" needs status lost. Set "status" to "lost", or leave the reason out.';
		errors.push({ pointer: '/lost_reason', detail, code: 'reason_without_loss' });
	}
	const { reminder: wanted } = input;
	if (wanted && wanted.at !== undefined && wanted.in_days !== undefined) {
		errors.push({
			pointer: '/reminder',
			detail: 'Give "at" or "in_days" for the reminder, not both.',
			code: 'not_both',
			params: { names: ['at', 'in_days'] },
		});
	}
	if (
		wanted &&
		wanted.at === undefined &&
		wanted.in_days === undefined &&
		!before?.row.reminder_at
	) {
		errors.push({
			pointer: '/reminder',
			detail: 'A reminder needs a time. Add "at" or "in_days".',
			code: 'needs_one_of',
			params: { names: ['at', 'in_days'] },
		});
	}
	return errors;
}

type ReminderColumns = Pick<DealRow, 'reminder_at' | 'reminder_note'>;

const DAY_MS = 24 * 60 * 60 * 1000;

function reminder(
	input: ReminderInput | null | undefined,
	old: DealRow | undefined,
	now: Date,
): ReminderColumns {
	const current = {
		reminder_at: old?.reminder_at ?? null,
		reminder_note: old?.reminder_note ?? null,
	};
	if (input === undefined) return current;
	if (input === null) return { reminder_at: null, reminder_note: null };
	const reminder_note = given(input.note, current.reminder_note);
	if (input.in_days !== undefined) {
		return {
			reminder_at: new Date(now.getTime() + input.in_days * DAY_MS).toISOString(),
			reminder_note,
		};
	}
	const reminder_at = input.at === undefined ? current.reminder_at : inUtc(input.at);
	return { reminder_at, reminder_note };
}

/** A link that is given twice counts once, as it was given last. */
function eachOnce(links: Array<Pick<Link, 'url'> & Partial<Link>>): Link[] {
	const byUrl = new Map(links.map(({ url, label = null }) => [url, { url, label }]));
	return [...byUrl.values()];
}

/** Absent means unchanged, null means clear. */
function given<T>(value: T | null | undefined, old: T | null | undefined): T | null {
	return value === undefined ? (old ?? null) : value;
}

function withoutNulls(values: DealRow['custom_fields']): DealRow['custom_fields'] {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
