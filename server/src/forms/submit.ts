import type {
	CustomFieldValue,
	DealInput,
	IngestResult,
	Submission,
} from '../../../contract/types';
import { type Ingest, ingestDeal } from '../deals/ingest';
import { findOpenDealsByEmail } from '../deals/store';
import { publishSubmission } from '../events/publish';
import { newId } from '../values/ids';
import { listPipelines } from '../pipelines/store';
import { Refusal } from '../problems/problems';
import { cut } from './cut';
import { dealInputOf } from './dealInput';
import type { LeadForm } from './form';
import type { Question } from './questions';
import { renderForm } from './render';
import { insertSubmission, type Once } from './submissions';
import type { Tracking } from './tracking';

/** What a visitor sent, checked. */
export type SubmissionEntry = {
	questions: Question[];
	values: Record<string, CustomFieldValue>;
	tracking: Tracking;
	/** The text the visitor agreed to. */
	consent: string | null;
	once: Once;
};

/** Makes or updates the visitor's deal and keeps the submission, with the events of it. */
export async function submit(
	context: Ingest,
	form: LeadForm,
	entry: SubmissionEntry,
): Promise<Submission> {
	const { transaction, workspaceId, now, publicUrl } = context;
	const { questions, values, tracking, consent, once } = entry;
	const openDealId = await findOpenDeal(context, form, values.email);
	const input = dealInputOf(form, questions, values, openDealId);
	const { deal } = await saveDeal(context, input);

	const submission: Submission = {
		id: newId('sub'),
		form_id: form.id,
		deal_id: deal.id,
		contact_id: deal.contact?.id ?? null,
		fields: values,
		...tracking,
		consent,
		submitted_at: now.toISOString(),
	};
	await insertSubmission(transaction, workspaceId, submission, once);
	const pipelines = await listPipelines(transaction, workspaceId);
	await publishSubmission(context, renderForm(form, pipelines, publicUrl), submission);
	return submission;
}

/**
 * A custom field may have become required since the form was made, and all of them may be too large together: what a
 * visitor sent is kept all the same, in the submission, and the deal has as much of it may.
 */
async function saveDeal(context: Ingest, input: DealInput): Promise<IngestResult> {
	const save = (deal: DealInput) => ingestDeal({ ...context, mayLackFields: true }, deal);
	const { custom_fields, ...rest } = input;
	try {
		return await save(input);
	} catch (reason) {
		if (!isTooLarge(reason)) throw reason;
	}
	try {
		return await save({ ...rest, custom_fields: beginnings(custom_fields) });
	} catch (reason) {
		if (!isTooLarge(reason)) throw reason;
	}
	return save(rest);
}

function isTooLarge(reason: unknown): boolean {
	const errors = reason instanceof Refusal ? reason.more.errors : undefined;
	return errors?.some(({ pointer }) => pointer === '/custom_fields') ?? false;
}

/** How many characters of a text are kept where all of them together are too much. */
const BEGINNING = 1000;

function beginnings(values: DealInput['custom_fields'] = {}): DealInput['custom_fields'] {
	const entries = Object.entries(values).map(([name, value]) => [
		name,
		typeof value === 'string' ? cut(value, BEGINNING) : value,
	]);
	return Object.fromEntries(entries) as DealInput['custom_fields'];
}

/**
 * The one open deal of the person in the form's pipeline. Where there are several, which one is meant is ambiguous:
 * then it is a new one, for a submission is never refused because of that.
 */
async function findOpenDeal(
	{ transaction, workspaceId }: Ingest,
	{ pipeline_id }: LeadForm,
	email: CustomFieldValue | undefined,
): Promise<string | undefined> {
	if (typeof email !== 'string') return undefined;
	const { deals } = await findOpenDealsByEmail(transaction, workspaceId, email, pipeline_id, 2);
	return deals.length === 1 ? deals[0]?.row.id : undefined;
}
