import type { Delivery, ReplayInput } from '../../../contract/types';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import type { Reader } from '../database/database';
import type { AppContext } from '../context';
import { inUtc } from '../values/moment';
import { refuseFuture } from './futureTime';
import { invalidInput } from '../problems/problems';
import { valid } from '../problems/validation';
import { retryDelivery, skipDelivery } from './deliveries';
import { getDelivery } from './deliveryLog';
import { findFirstMissed, type MissedPlace, listSomeMissed } from './missed';
import { findNewestSequence } from './findNewestSequence';
import { listSomeEvents, type ReplayPart, insertReplayed } from './replay';
import { getWebhook, type WebhookRow } from './store';
import { findFirstSequence } from './findFirstSequence';

/**
 * Has one delivery sent again, whatever became of it, and returns it.
 *
 * @throws webhook_not_found, delivery_not_found; invalid_input while the webhook is paused
 */
export function retryOne(
	{ database, now, wake }: AppContext,
	workspaceId: string,
	webhookId: string,
	deliveryId: string,
): Promise<Delivery> {
	return database.write(workspaceId, async (transaction) => {
		const webhook = await getWebhook(transaction, workspaceId, webhookId);
		refusePaused(webhook);
		const found = await getDelivery(transaction, webhook, deliveryId);
		await retryDelivery(transaction, webhook, found, now());
		transaction.onWritten(() => wake(webhook.queue_id));
		return getDelivery(transaction, webhook, deliveryId);
	});
}

/**
 * Gives up one delivery that waits, so that the next one of its deal or contact is sent, and returns it; also while the
 * webhook is paused. One that is done with stays as it is.
 *
 * @throws webhook_not_found, delivery_not_found
 */
export function skipOne(
	{ database, now, wake }: AppContext,
	workspaceId: string,
	webhookId: string,
	deliveryId: string,
): Promise<Delivery> {
	return database.write(workspaceId, async (transaction) => {
		const webhook = await getWebhook(transaction, workspaceId, webhookId);
		const found = await getDelivery(transaction, webhook, deliveryId);
		const hasLetGo = await skipDelivery(transaction, found.id, now());
		if (hasLetGo) transaction.onWritten(() => wake(webhook.queue_id));
		return getDelivery(transaction, webhook, deliveryId);
	});
}

/**
 * Has everything sent again that happened in a time, or what of it was missed; returns how many deliveries that are. It is
 * done in parts, so that nothing else waits for it.
 *
 * @throws webhook_not_found; invalid_input for a time that is none and while the webhook is paused
 */
export async function replay(
	fluid: AppContext,
	workspaceId: string,
	webhookId: string,
	given: unknown,
): Promise<number> {
	const { database, now, wake } = fluid;
	return eachPart(fluid, workspaceId, webhookId, given, (part) =>
		database.write(workspaceId, async (transaction) => {
			const webhook = await getWebhook(transaction, workspaceId, webhookId);
			refusePaused(webhook);
			const { carried, next } = await part(transaction, webhook);
			await insertReplayed(transaction, webhook, carried, now());
			transaction.onWritten(() => wake(webhook.queue_id));
			return { carried, next };
		}),
	);
}

/** Returns how many deliveries a replay would make, and sends nothing. */
export async function countReplay(
	fluid: AppContext,
	workspaceId: string,
	webhookId: string,
	given: unknown,
): Promise<number> {
	const { database } = fluid;
	const webhook = await getWebhook(database, workspaceId, webhookId);
	refusePaused(webhook);
	return eachPart(fluid, workspaceId, webhookId, given, (part) => part(database, webhook));
}

/** Where the next part of a replay begins: behind a sequence, or among the missed deliveries. */
type Place = number | MissedPlace;
type Part = (reader: Reader, webhook: WebhookRow) => Promise<ReplayPart<Place>>;

/** Goes through what is to be replayed, a part at a time, and returns how many deliveries there were. */
async function eachPart(
	{ database, now }: AppContext,
	workspaceId: string,
	webhookId: string,
	given: unknown,
	work: (part: Part) => Promise<ReplayPart<Place>>,
): Promise<number> {
	const input = valid<ReplayInput>('replayInput', given);
	const webhook = await getWebhook(database, workspaceId, webhookId);
	const { created_at } = webhook;
	const asked = inUtc(input.since);
	const until = input.until === undefined ? END_OF_TIME : inUtc(input.until);
	refuseNoTime(asked, until, now());
	const since = input.include_older === false && asked < created_at ? created_at : asked;
	const range = { since, until, last: await findNewestSequence(database, workspaceId) };
	const yieldIfDue = yieldingRegularly();
	let count = 0;
	let place: Place | undefined = input.only_missed
		? await findFirstMissed(database, webhook)
		: (await findFirstSequence(database, workspaceId, since)) - 1;
	while (place !== undefined) {
		const here: Place = place;
		const { carried, next } = await work((reader, webhook) =>
			typeof here === 'number'
				? listSomeEvents(reader, webhook, range, here)
				: listSomeMissed(reader, webhook, range, here),
		);
		count += carried.length;
		place = next;
		await yieldIfDue();
	}
	return count;
}

/** Behind every event, also one that a clock has dated ahead. */
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

/** A time in which nothing can have happened is a mistake. */
function refuseNoTime(since: string, until: string, now: Date): void {
	if (since > until) {
		const detail = `This is before "since", ${since}: nothing can have happened in between. Exchange the two, or leave "until" out.`;
		throw invalidInput([{ pointer: '/until', detail }]);
	}
	refuseFuture('/since', since, 'are to be sent again', now);
}

function refusePaused({ status }: WebhookRow): void {
	if (status === 'active') return;
	const detail =
		'The webhook is paused, so nothing is sent. Resume it first: PATCH it with {"status": "active"}.';
	throw invalidInput([{ pointer: '', detail }]);
}
