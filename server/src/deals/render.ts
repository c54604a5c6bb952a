import { plainDealFields, type PlainDealField } from '../../../contract/plainDealFields';
import { schemas } from '../../../contract/schemas';
import type { Deal, Reminder } from '../../../contract/types';
import { momentText } from '../values/moment';
import type { LoadedPipeline } from '../pipelines/store';
import type { DealView, StoredDeal } from './store';

/** Returns a stored deal as the object of every answer and event. */
export function renderDeal(
	{ row, contact, company, notes }: StoredDeal,
	{ pipelines, publicUrl, now }: DealView,
): Deal {
	const pipeline = pipelines.find(({ id }) => id === row.pipeline_id) as LoadedPipeline;
	const stage = pipeline.stages.find(({ id }) => id === row.stage_id);
	const noValues = Object.fromEntries(pipeline.fields.map(({ key }) => [key, null]));
	const deal: Record<string, unknown> & Deal = {
		...EMPTY,
		id: row.id,
		name: row.name,
		currency: row.currency,
		status: row.status,
		lost_reason: row.lost_reason,
		pipeline_id: pipeline.id,
		pipeline_name: pipeline.name,
		stage_id: row.stage_id,
		stage_name: stage?.name ?? '',
		contact,
		company,
		custom_fields: { ...noValues, ...row.custom_fields },
		reminder: reminder(row, now),
		notes,
		notes_count: row.notes,
		url: `${publicUrl}/deals/${row.id}`,
		created_at: row.created_at,
		updated_at: row.updated_at,
	};
	for (const { key } of plainDealFields) (deal as Record<string, unknown>)[key] = row[key];
	return deal;
}

type PlainFields = Record<string, unknown> & Pick<Deal, PlainDealField>;

/** Every field, in the order of the contract: what begins as a copy of it keeps that order. */
const EMPTY = Object.fromEntries(
	Object.keys(schemas.deal.properties).map((name) => [name, null]),
) as Record<string, unknown> as PlainFields;

function reminder({ reminder_at, reminder_note }: StoredDeal['row'], now: Date): Reminder | null {
	if (reminder_at === null) return null;
	return { at: reminder_at, note: reminder_note, state: reminderState(reminder_at, now) };
}

/** Returns whether a reminder is overdue, due today or later, by the calendar day in UTC. */
export function reminderState(at: string, now: Date): Reminder['state'] {
	const day = at.slice(0, 10);
	const today = momentText(now).slice(0, 10);
	if (day < today) return 'overdue';
	return day === today ? 'due_today' : 'scheduled';
}
