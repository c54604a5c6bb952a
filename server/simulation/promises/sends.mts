import type { Sent } from '../network.mts';
import { Product } from '../product.mts';
import { receiverPath, versionsSince, type WatchedQueue } from '../subscriptions.mts';
import { checkBody } from './changes.mts';
import { keyOf, messageIdOf, type RetryAsk, type Watch } from '../watch.mts';

const DAY = 24 * 60 * 60 * 1000;
/** A claim and the send it leads to lie no further apart. */
const GRACE_MS = 250;
const LEASE_MS = 20_000;

const { isGenuine } = Product.shared<{
	isGenuine: (headers: object, body: string, secret: string, now: Date) => boolean;
}>('contract/signature');

/** Checks a request on its way to a receiver. */
export function checkSend(watch: Watch, sent: Sent): void {
	watch.allSends.push(sent);
	watch.world.say(`send ${sent.number} to ${sent.path} ${sent.headers['webhook-id']?.slice(-6)}`);
	const id = sent.headers['webhook-id'] as string;
	const isKnown = watch.events.has(id) || watch.changes.has(id);
	const queue = queueOf(watch, sent, isKnown ? id : undefined);
	if (!queue) return watch.fail('only addresses of webhooks get anything', sent.path);
	checkAddress(watch, sent, queue, isKnown);
	if (!isKnown) return;
	checkBody(watch, queue, sent);
	const key = keyOf(queue.id, id);
	const earlier = watch.sends.get(key) ?? [];
	const budget = budgetOf(watch, key, earlier);
	watch.sends.set(key, [...earlier, sent]);
	if (earlier.length > 0) watch.world.note('sent more than once');
	if (earlier.length + 1 > budget)
		watch.fail(
			'a delivery is doubled only for a reason',
			`${sent.path} ${id}: ${earlier.length + 1} sends, ${budget} explained`,
		);
}

/** A consumer that was forgotten and one of the same name may have used one address. */
function queueOf(watch: Watch, { path }: Sent, message?: string): WatchedQueue | undefined {
	const able = [...watch.queues.values()].filter(({ paths }) => paths.has(path));
	if (able.length < 2 || message === undefined) return able.at(-1);
	const holds = ({ id }: WatchedQueue) =>
		[...watch.rows.values()].some(
			(row) => row.queue_id === id && messageIdOf(row) === message && row.claimed_until !== null,
		);
	return able.findLast(holds) ?? able.at(-1);
}

/** What a webhook was between two changes within one commit nobody saw but the claim in the same commit. */
function checkAddress(watch: Watch, sent: Sent, queue: WatchedQueue, isEvent: boolean): void {
	const { now } = watch.world;
	const versions = versionsSince(queue, now - GRACE_MS);
	const [{ subscription } = { subscription: undefined }] = versions;
	const isSure = versions.length === 1;
	if (isSure && !subscription && isEvent)
		watch.fail('nothing is sent to a deleted webhook', sent.path);
	if (!isSure || !subscription) return;
	const { row, secret, authorization } = subscription;
	if (isEvent && row.status !== 'active')
		watch.fail('nothing is sent to a paused webhook', sent.path);
	if (isEvent && row.delivery === 'pull')
		watch.fail('nothing is sent for a webhook that is pulled', sent.path);
	if (receiverPath(row.url) !== sent.path)
		watch.fail('nothing is sent to an old address', sent.path);
	if (authorization !== sent.headers.authorization)
		watch.fail('the Authorization header is the present one', sent.path);
	const at = new Date(sent.clock);
	const isSigned = (by: string) => isGenuine(sent.headers, sent.body, by, at);
	if (!isSigned(secret)) watch.fail('a delivery is signed with the present secret', sent.path);
	const slack = GRACE_MS + watch.clockSpreadMs;
	for (const old of queue.oldSecrets) {
		const age = now - old.at;
		if (age < DAY - slack && !isSigned(old.secret))
			watch.fail('a replaced secret signs for a day', `${sent.path} after ${Math.round(age)} ms`);
		if (age > DAY + slack && isSigned(old.secret))
			watch.fail('a replaced secret signs for a day, no longer', sent.path);
		watch.world.note('signed by more than one secret');
	}
}

/** How many sends of an event to a receiver are explained: one, and one more for whatever asks for another. */
function budgetOf(watch: Watch, key: string, earlier: Sent[]): number {
	const { now } = watch.world;
	const made = watch.made.get(key) ?? 0;
	// Of two deliveries of one event nobody can tell which it is of.
	const isUnderWay = (ask: RetryAsk) =>
		made === 1 && earlier.some((one) => wasUnderWay(watch, one, ask));
	const asks = [...watch.retryAsks.values()]
		.flat()
		.filter((ask) => keyOf(ask.queue, ask.message) === key && !isUnderWay(ask)).length;
	const excused = earlier.reduce((sum, one) => sum + excuse(watch, one, now), 0);
	return 1 + asks + Math.max(0, made - 1) + excused;
}

/** While a try is on its way, it is the one that a retry asks for. */
function wasUnderWay(watch: Watch, sent: Sent, { at, end }: RetryAsk): boolean {
	return (
		sent.startedAt < at &&
		end !== undefined &&
		(sent.endedAt ?? Infinity) > end &&
		sent.process.diedAt === undefined &&
		watch.world.now - sent.startedAt < leaseOf(watch)
	);
}

/** As long as a claim lasts at least, by clocks that differ. */
function leaseOf({ clockSpreadMs }: Watch): number {
	return LEASE_MS - 100 - clockSpreadMs;
}

/** How many sends an earlier one explains: one if it failed or its outcome was lost. */
function excuse(watch: Watch, sent: Sent, now: number): number {
	const end = sent.recordedAt ?? now;
	const lateBy = end - sent.startedAt > leaseOf(watch) ? 1 : 0;
	const { status = 0, isSettled, process } = sent;
	const isTaken = status >= 200 && status < 300;
	if (isSettled && !isTaken) return 1 + lateBy;
	if (sent.recordedAt !== undefined) return lateBy;
	const hadTrouble = process.troubles.some((at) => at >= sent.startedAt);
	return !process.alive || process.isStopping || hadTrouble ? 1 : lateBy;
}
