import type { Delivery, Event } from '../../../contract/types';
import type { Reader } from '../database/database';
import { list, sql } from '../database/sql';

/** Whom or what an event is about, as a delivery names it. */
export type Subject = Pick<Delivery, 'deal_id' | 'deal_name' | 'contact_id' | 'contact_name'>;

/** Samples are about nothing that exists, and of events that are no longer kept nothing is known. */
const NOTHING: Subject = { deal_id: null, deal_name: null, contact_id: null, contact_name: null };

type Row = { id: string; deal_id: string | null; deal_name: string | null };

/**
 * Returns what finds the subject of an event by the event's id. A deal is named as it is now, without its events being
 * read; contacts, and deals that were deleted, as they stand in the event.
 */
export async function newSubjectLookUp(
	reader: Reader,
	eventIds: string[],
): Promise<(eventId: string) => Subject> {
	if (eventIds.length === 0) return () => NOTHING;
	const rows = await reader.all<Row>(sql`
		select events.id, events.deal_id, deals.name as deal_name
		from events left join deals on deals.id = events.deal_id where events.id in ${list(eventIds)}`);
	const unnamed = rows.filter(({ deal_name }) => deal_name === null).map(({ id }) => id);
	const fromText = await fromEvents(reader, unnamed);
	const known = new Map(
		rows.map(({ id, deal_id, deal_name }) => [
			id,
			fromText.get(id) ?? { ...NOTHING, deal_id, deal_name },
		]),
	);
	return (eventId) => known.get(eventId) ?? NOTHING;
}

async function fromEvents(reader: Reader, eventIds: string[]): Promise<Map<string, Subject>> {
	if (eventIds.length === 0) return new Map();
	const rows = await reader.all<{ id: string; deal_id: string | null; body: string }>(
		sql`select id, deal_id, body from events where id in ${list(eventIds)}`,
	);
	return new Map(
		rows.map(({ id, deal_id, body }) => {
			const { deal, contact } = (JSON.parse(body) as Event).data;
			return [
				id,
				{
					deal_id: deal?.id ?? deal_id,
					deal_name: deal?.name ?? null,
					contact_id: contact?.id ?? null,
					contact_name: contact?.name ?? contact?.email ?? null,
				},
			];
		}),
	);
}
