import type { Event } from '../../../contract/types';
import { atMost, sql } from '../database/sql';
import { deliveriesCarrying, eventsOfSameChange } from '../webhooks/carrying';
import { firstSequence } from '../webhooks/firstSequence';
import { keptSince } from '../webhooks/keptSince';
import { loadWebhooks, type WebhookRow } from '../webhooks/store';
import { isWantedBy } from '../webhooks/isWantedBy';
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
		'Send what is missing: replay the webhook since then, on its page or with POST /api-webhooks/:id/replay.',
	find: (examined) =>
		inEachWorkspace(examined, async (workspaceId) => {
			const all = await loadWebhooks(examined.reader, workspaceId);
			const webhooks = all.filter(({ is_catching_up }) => !is_catching_up);
			if (webhooks.length === 0) return { looked: 0, sentences: [] };
			return lookAtEvents(examined, workspaceId, webhooks);
		}),
};

type Row = { sequence: number; id: string; body: string };

async function lookAtEvents(
	{ reader, now }: Examined,
	workspaceId: string,
	webhooks: WebhookRow[],
): Promise<{ looked: number; sentences: string[] }> {
	const found = { looked: 0, sentences: [] as string[] };
	const kept = keptSince(new Date(now.getTime() + MARGIN_MS));
	const oldest = webhooks.map(({ updated_at }) => updated_at).sort()[0] as string;
	const since = oldest > kept ? oldest : kept;
	for (let after = (await firstSequence(reader, workspaceId, since)) - 1; ; ) {
		const rows = await reader.all<Row>(sql`
			select sequence, id, body from events
			where workspace_id = ${workspaceId} and sequence > ${after} and timestamp >= ${since}
			order by sequence ${atMost(AT_ONCE)}`);
		const events = rows.map(({ body }) => JSON.parse(body) as Event);
		for (const webhook of webhooks) {
			const wanted = events.filter(
				(event) => event.timestamp > webhook.updated_at && isWantedBy(webhook, event),
			);
			const ids = await eventsOfSameChange(
				reader,
				wanted.map(({ id }) => id),
			);
			const carried = await deliveriesCarrying(reader, webhook.queue_id, ids);
			found.looked += wanted.length;
			for (const { id, type, sequence } of wanted)
				if (!carried.has(id))
					found.sentences.push(
						`Event ${id} (${type}, sequence ${sequence}) has no delivery for webhook ${webhook.id}, which wants it.`,
					);
		}
		if (rows.length < AT_ONCE) return found;
		after = Number(rows.at(-1)?.sequence);
	}
}
