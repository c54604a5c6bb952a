import type { Event } from '../../../contract/types';
import type { Database } from '../database/database';
import { each, joinByIndex, oneOf, sql } from '../database/sql';
import { limits } from '../limits';
import { eventText } from '../webhooks/eventText';
import type { ErasedFields } from './chosenFields';
import { ERASED } from './mentions';
import type { Person } from './person';
import { redactedEvent } from './redact';

/** Takes a person out of events, a few at a time: each keeps its id, type and sequence. */
export async function redactEvents(
	database: Database,
	workspaceId: string,
	ids: string[],
	person: Person,
	erased: ErasedFields,
): Promise<void> {
	for (let at = 0; at < ids.length; at += limits.recordsAtOnce) {
		const some = ids.slice(at, at + limits.recordsAtOnce);
		await database.write(workspaceId, async (transaction) => {
			const rows = await transaction.all<{ id: string; body: string }>(sql`
				select events.id, events.body
				from ${each(some)} as meant ${joinByIndex(
					sql`events`,
					sql`events.id = meant.value and events.workspace_id = ${workspaceId}`,
				)}`);
			// One by one: joined to a list, the planner would go through all events of the workspace.
			for (const { id, body } of rows) {
				const event = redactedEvent(JSON.parse(body) as Event, person, erased);
				await transaction.run(sql`
					update events set body = ${eventText(event)}
					where workspace_id = ${workspaceId} and id = ${id}`);
			}
		});
	}
}

/**
 * Removes what receivers answered, and said of faults, where deliveries of events were tried: it may repeat what was sent.
 * When, how long and with which status stays.
 *
 * @returns how many tries there were of which something was removed
 */
export async function clearAttempts(
	database: Database,
	workspaceId: string,
	eventIds: string[],
): Promise<number> {
	let cleared = 0;
	for (let at = 0; at < eventIds.length; at += limits.replayedAtOnce) {
		const some = eventIds.slice(at, at + limits.replayedAtOnce);
		cleared += await database.write(workspaceId, (transaction) =>
			transaction.count(sql`
				update attempts set answer = null, error = case when error is null then null else ${ERASED} end
				where delivery_id in (select id from deliveries where event_id in ${oneOf(some)})
					and (answer is not null or error <> ${ERASED})`),
		);
	}
	return cleared;
}
