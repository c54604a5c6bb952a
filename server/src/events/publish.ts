import type { EventName } from '../../../contract/events';
import type { Contact, Deal, Event, EventData, Form, Submission } from '../../../contract/types';
import { sql } from '../database/sql';
import type { Changes } from './changes';
import { newId } from '../values/ids';
import { momentText } from '../values/moment';
import { claimForProof } from '../proofs/claim';
import { addDeliveries } from '../webhooks/enqueue';
import { eventText } from '../webhooks/eventText';
import { EVENT_SHAPE } from '../webhooks/wholeEvent';
import type { WriteContext } from '../context';
const NOTHING_BEFORE: { changed_fields: string[]; previous: null } = {
	changed_fields: [],
	previous: null,
};

/** Records what happened to a deal, with the deliveries that announce it, in the transaction of the change. */
export function publishDeal(
	context: WriteContext,
	type: EventName,
	deal: Deal,
	changes: Pick<Event, 'changed_fields' | 'previous'> = NOTHING_BEFORE,
): Promise<void> {
	return publish(context, type, { deal }, deal, changes);
}

/** Records what happened to a contact, with the deliveries that announce it, in the transaction of the change. */
export function publishContact(
	context: WriteContext,
	type: EventName,
	contact: Contact,
	changes: Changes | typeof NOTHING_BEFORE = NOTHING_BEFORE,
): Promise<void> {
	return publish(context, type, { contact }, { pipeline_id: null, stage_id: null }, changes);
}

/** Records that a visitor sent a lead form, with the deliveries that announce it, in the transaction that keeps it. */
export function publishSubmission(
	context: WriteContext,
	form: Form,
	submission: Submission,
): Promise<void> {
	return publish(context, 'form.submitted', { form, submission }, form, NOTHING_BEFORE);
}

async function publish(
	context: WriteContext,
	type: EventName,
	data: EventData,
	place: { pipeline_id: string | null; stage_id: string | null },
	changes: Pick<Event, 'changed_fields' | 'previous'>,
): Promise<void> {
	const { transaction, workspaceId, now, change, origin, maker } = context;
	const proofId = await claimForProof(context, type, data);
	const event: Event = {
		id: newId('evt'),
		type,
		timestamp: momentText(now),
		workspace_id: workspaceId,
		pipeline_id: place.pipeline_id,
		stage_id: place.stage_id,
		sequence: await transaction.nextSequence(workspaceId),
		data,
		previous: changes.previous,
		changed_fields: changes.changed_fields,
		...(proofId !== undefined && { proof: true }),
		...(maker.isUndo && { undo: true }),
	};
	await transaction.run(sql`
		insert into events (sequence, id, workspace_id, deal_id, change_id, type, timestamp, body, shape, proof_id,
			request_id, made_by, run_id, undo)
		values (${event.sequence}, ${event.id}, ${workspaceId}, ${dealIdOf(data)}, ${change.id}, ${type},
			${event.timestamp}, ${eventText(event)}, ${EVENT_SHAPE}, ${proofId ?? null},
			${origin?.requestId ?? null}, ${maker.by}, ${maker.run}, ${Number(maker.isUndo)})`);
	if (origin) transaction.afterCommit(() => origin.eventIds.push(event.id));
	await addDeliveries(context, event);
}

/** The deal in whose history an event belongs. */
function dealIdOf({ deal, submission }: EventData): string | null {
	return deal?.id ?? submission?.deal_id ?? null;
}
