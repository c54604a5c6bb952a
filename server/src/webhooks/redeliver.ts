import type { Delivery, ReplayInput } from '../../../contract/types';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import type { Reader } from '../database/database';
import type { AppContext } from '../context';
import { parseMoment } from '../values/moment';
import { invalidInput, problem } from '../problems/problems';
import { valid } from '../problems/validation';
import { retryDelivery } from './deliveries';
import { findDelivery } from './deliveryLog';
import { firstMissed, type MissedPlace, someMissed } from './missed';
import { newestSequence, type ReplayPart, sendEventsAgain, someOfAll } from './replay';
import { getWebhook, type WebhookRow } from './store';
import { firstSequence } from './firstSequence';

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
	return database.write(async (transaction) => {
		const webhook = await getWebhook(transaction, workspaceId, webhookId);
		refusePaused(webhook);
		const found = await findDelivery(transaction, webhook.id, deliveryId);
		if (!found) throw problem('delivery_not_found');
		await retryDelivery(transaction, found.id, now());
		transaction.afterCommit(() => wake(webhook.id));
		return (await findDelivery(transaction, webhook.id, deliveryId)) as Delivery;
	});
}

/**
 * Has everything sent again that happened in a time, or what of it was missed; returns how many events that are. It is
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
		database.write(async (transaction) => {
			const webhook = await getWebhook(transaction, workspaceId, webhookId);
			refusePaused(webhook);
			const { events, next } = await part(transaction, webhook);
			await sendEventsAgain(transaction, webhook, events, now());
			transaction.afterCommit(() => wake(webhook.id));
			return { events, next };
		}),
	);
}

/** Returns how many events a replay would send, and sends nothing. */
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

/** Goes through what is to be replayed, a part at a time, and returns how many events there were. */
async function eachPart(
	{ database }: AppContext,
	workspaceId: string,
	webhookId: string,
	given: unknown,
	work: (part: Part) => Promise<ReplayPart<Place>>,
): Promise<number> {
	const input = valid<ReplayInput>('replayInput', given);
	const { created_at } = await getWebhook(database, workspaceId, webhookId);
	const asked = momentOf(input.since);
	const since = input.include_older === false && asked < created_at ? created_at : asked;
	const until = input.until === undefined ? END_OF_TIME : momentOf(input.until);
	const range = { since, until, last: await newestSequence(database, workspaceId) };
	const yieldIfDue = yieldingRegularly();
	let count = 0;
	let place: Place | undefined = input.only_missed
		? firstMissed()
		: (await firstSequence(database, since)) - 1;
	while (place !== undefined) {
		const here: Place = place;
		const { events, next } = await work((reader, webhook) =>
			typeof here === 'number'
				? someOfAll(reader, webhook, range, here)
				: someMissed(reader, webhook, range, here),
		);
		count += events.length;
		place = next;
		await yieldIfDue();
	}
	return count;
}

/** Behind every event, also one that a clock has dated ahead. */
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

function momentOf(text: string): string {
	return (parseMoment(text) as Date).toISOString();
}

function refusePaused({ status }: WebhookRow): void {
	if (status === 'active') return;
	const detail =
		'The webhook is paused, so nothing is sent. Resume it first: PATCH it with {"status": "active"}.';
	throw invalidInput([{ pointer: '', detail }]);
}
