import { setTimeout as sleep } from 'node:timers/promises';
import type { PulledDelivery, PullInput, PullResult } from '../../../contract/types';
import type { AppContext } from '../context';
import type { Reader, Transaction } from '../database/database';
import { isAmong, sql } from '../database/sql';
import { originInHand } from '../origin';
import { problem } from '../problems/problems';
import { valid } from '../problems/validation';
import { CannotOpen, type Secrets } from '../secrets/secrets';
import { claimDue, type DueDelivery, releaseClaims } from './deliveries';
import { lockOrder } from './ordering';
import { headersOf } from './send';
import { deliveryMessage } from './sendDelivery';
import { getWebhook, type WebhookRow } from './store';

/** How often it is looked whether something is due, for whoever waits for it. */
const LOOK_MS = 200;

/** So much of bodies is handed out at once, and one that is larger by itself: others are not kept waiting for more. */
const MOST_CHARACTERS = 4_000_000;

type Claim = {
	webhook: WebhookRow;
	deliveries: DueDelivery[];
	hasMore: boolean;
	leasedUntil: Date;
	now: Date;
};

/**
 * Hands out what is due of a webhook that is pulled, as it would be sent. Until its lease ends nobody else gets it.
 *
 * @param gone whoever asked is no longer there: what is claimed now would only be missed for as long as its lease
 * @throws webhook_not_found, webhook_paused, webhook_not_pulled, invalid_input; unavailable when the webhook's secrets
 * cannot be opened
 */
export async function pull(
	fluid: AppContext,
	workspaceId: string,
	webhookId: string,
	given: unknown,
	gone: AbortSignal,
): Promise<PullResult> {
	const { database, secrets } = fluid;
	const input = valid<PullInput>('pullInput', given);
	const { limit = 50, wait_seconds = 0 } = input;
	const end = performance.now() + wait_seconds * 1000;
	for (;;) {
		const claim = await claimed(fluid, workspaceId, webhookId, { limit, ...input }, gone);
		const { webhook, deliveries } = claim;
		if (deliveries.length > 0 || performance.now() >= end || gone.aborted) {
			originInHand()?.deliveryIds.push(...deliveries.map(({ id }) => id));
			return { data: handedOut(secrets, claim), has_more: claim.hasMore };
		}
		do await sleep(LOOK_MS);
		while (
			performance.now() < end &&
			!gone.aborted &&
			!(await isDue(database, webhook, fluid.now()))
		);
		if (gone.aborted) return { data: [], has_more: false };
	}
}

function claimed(
	{ database, secrets, now }: AppContext,
	workspaceId: string,
	webhookId: string,
	{ limit, lease_seconds = 60 }: PullInput & { limit: number },
	gone: AbortSignal,
): Promise<Claim> {
	return database.writeDeliveries(async (transaction) => {
		const webhook = await getWebhook(transaction, workspaceId, webhookId);
		if (webhook.delivery === 'push') throw problem('webhook_not_pulled');
		if (webhook.status === 'paused') throw problem('webhook_paused');
		// Before anything is claimed that could not be handed out.
		signingWith(secrets, webhook, now());
		const at = now();
		const leaseMs = lease_seconds * 1000;
		await lockOrder(transaction, [webhook]);
		// The turn of this write may have come late.
		const { deliveries: due, isMore } =
			webhook.is_lining_up || gone.aborted
				? { deliveries: [], isMore: false }
				: await claimDue(transaction, webhook.queue_id, limit, at, leaseMs);
		const deliveries = withinReason(due);
		await releaseClaims(transaction, due.slice(deliveries.length));
		await noteHandedOut(transaction, deliveries);
		const hasMore = isMore || due.length > deliveries.length;
		return { webhook, deliveries, hasMore, leasedUntil: new Date(at.getTime() + leaseMs), now: at };
	});
}

async function noteHandedOut(transaction: Transaction, given: DueDelivery[]): Promise<void> {
	if (given.length === 0) return;
	const ids = given.map(({ id }) => id);
	await transaction.run(
		sql`update deliveries set is_handed_out = 1 where ${isAmong(sql`id`, ids)}`,
	);
}

function withinReason(due: DueDelivery[]): DueDelivery[] {
	let characters = 0;
	const end = due.findIndex(({ body }, index) => {
		characters += body.length;
		return index > 0 && characters > MOST_CHARACTERS;
	});
	return end === -1 ? due : due.slice(0, end);
}

/** Also when the webhook is no longer one that hands out: whoever waits gets that as the answer. */
async function isDue(reader: Reader, { id, queue_id }: WebhookRow, now: Date): Promise<boolean> {
	const due = await reader.get(sql`
		select 1 where exists (
			select 1 from deliveries
			where queue_id = ${queue_id} and status = 'pending' and next_attempt_at <= ${now.toISOString()})
			or not exists (
				select 1 from webhooks where id = ${id} and status = 'active' and delivery = 'pull')`);
	return due !== undefined;
}

function handedOut(
	secrets: Secrets,
	{ webhook, deliveries, leasedUntil, now }: Claim,
): PulledDelivery[] {
	return deliveries.map((delivery) => {
		const message = deliveryMessage(secrets, webhook, delivery, now);
		return {
			id: delivery.id,
			leased_until: leasedUntil.toISOString(),
			headers: headersOf(message, now),
			body: message.body,
		};
	});
}

function signingWith(secrets: Secrets, webhook: WebhookRow, now: Date): void {
	try {
		deliveryMessage(secrets, webhook, { message_id: '', body: '' }, now);
	} catch (reason) {
		throw reason instanceof CannotOpen ? problem('unavailable', reason.message) : reason;
	}
}
