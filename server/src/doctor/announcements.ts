import type { Event } from '../../../contract/types';
import { atMost, sql } from '../database/sql';
import { listDeliveriesCarrying, listEventsOfSameChange } from '../webhooks/carrying';
import { findFirstSequence } from '../webhooks/findFirstSequence';
import { keptSince } from '../webhooks/keptSince';
import { loadWebhooks, type WebhookRow } from '../webhooks/store';
import { isWantedBy } from '../webhooks/isWantedBy';
import { listWorkspaces } from '../workspaces/store';
import { addMissing } from './addMissing';
import { type Check, type Examined, inEachWorkspace } from './check';

const AT_ONCE = 200;

/** What is too old within this time may just be being removed. */
const MARGIN_MS = 60 * 60 * 1000;

/**
 * Events have a delivery for each webhook that wants them, since it was changed last: what it wanted before is not known.
 */
export const announcements: Check = {
	name: 'deliveries',
	promise: 'every event since the last change of its webhooks has its deliveries',
	advice:
		'Send what is missing by --repair, which adds the deliveries: they are sent at once, or held where the webhook is paused. A replay with only_missed does not find them, and one without it also sends what has arrived.',
	find: (examined) =>
		inEachWorkspace(examined, async (workspaceId) => {
			const sentences: string[] = [];
			const looked = await eachMissing(examined, workspaceId, async ({ id }, events) => {
				for (const event of events)
					sentences.push(
						`Event ${event.id} (${event.type}, sequence ${event.sequence}) has no delivery for webhook ${id}, which wants it.`,
					);
			});
			return { looked, sentences };
		}),
	repair: async (database, now) => {
		let count = 0;
		for (const { id: workspaceId } of await listWorkspaces(database))
			await eachMissing({ reader: database, now }, workspaceId, async ({ queue_id }, events) => {
				const ids = events.map(({ id }) => id);
				count += await database.write(workspaceId, (transaction) =>
					addMissing(transaction, queue_id, ids, now),
				);
			});
		return `${count} deliveries were added.`;
	},
};

type Row = { sequence: number; id: string; body: string };

/** Calls back for some events at a time that have no delivery for a webhook; returns how many there ought to be. */
async function eachMissing(
	{ reader, now }: Pick<Examined, 'reader' | 'now'>,
	workspaceId: string,
	work: (webhook: WebhookRow, events: Event[]) => Promise<void>,
): Promise<number> {
	const all = await loadWebhooks(reader, workspaceId);
	const webhooks = all.filter(({ is_catching_up }) => !is_catching_up);
	if (webhooks.length === 0) return 0;
	let looked = 0;
	const kept = keptSince(new Date(now.getTime() + MARGIN_MS));
	const oldest = webhooks.map(({ updated_at }) => updated_at).sort()[0] as string;
	const since = oldest > kept ? oldest : kept;
	for (let after = (await findFirstSequence(reader, workspaceId, since)) - 1; ; ) {
		const rows = await reader.all<Row>(sql`
			select sequence, id, body from events
			where workspace_id = ${workspaceId} and sequence > ${after} and timestamp >= ${since}
			order by sequence ${atMost(AT_ONCE)}`);
		const events = rows.map(({ body }) => JSON.parse(body) as Event);
		for (const webhook of webhooks) {
			const wanted = events.filter(
				(event) => event.timestamp > webhook.updated_at && isWantedBy(webhook, event),
			);
			const ids = await listEventsOfSameChange(
				reader,
				wanted.map(({ id }) => id),
			);
			const carried = await listDeliveriesCarrying(reader, webhook.queue_id, ids);
			looked += wanted.length;
			const missing = wanted.filter(({ id }) => !carried.has(id));
			if (missing.length > 0) await work(webhook, missing);
		}
		if (rows.length < AT_ONCE) return looked;
		after = Number(rows.at(-1)?.sequence);
	}
}
