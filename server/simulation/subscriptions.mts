import { Product } from './product.mts';
import { SIMULATED_KEY } from './process.mts';
import type { WatchedWebhook } from './stored.mts';
import type { Watch } from './watch.mts';

/** A webhook with what is in it. */
export type SeenSubscription = {
	row: WatchedWebhook;
	events: string[];
	filters: { stage_id?: string | null; changed_fields?: string[] | null };
	secret: string;
	authorization: string | undefined;
};

/** What stood behind a queue, since when. */
type Version = { from: number; subscription: SeenSubscription | undefined };

/** A queue of deliveries: it outlives its webhook where that has a consumer. */
export type WatchedQueue = {
	id: string;
	/** The webhook that has it now. */
	now: WatchedWebhook | undefined;
	versions: Version[];
	/** Secrets of the webhook that has it now which were replaced, and when. */
	oldSecrets: Array<{ secret: string; at: number }>;
	paths: Set<string>;
	/** Events that happened while nothing was added, so that catching up must bring them. */
	missing: Set<string>;
	/** Deliveries that waited when its consumer came back. */
	waited: Set<string>;
};

type Opened = { open: (purpose: string, owner: string, sealed: string) => string };
const secrets = Product.shared<{ newSecrets: (key: unknown) => Opened }>(
	'server/src/secrets/secrets',
).newSecrets(SIMULATED_KEY);

/** Returns the path of a receiver's URL. */
export const receiverPath = (url: string) => new URL(url).pathname;

/** Reads the webhooks after a commit. */
export function readWebhooks(watch: Watch): void {
	const { now } = watch.world;
	const before = watch.subscriptions;
	watch.subscriptions = new Map();
	for (const row of watch.database.webhooks()) {
		const known = before.get(row.id);
		const isSame = known && JSON.stringify(known.row) === JSON.stringify(row);
		const subscription = isSame ? known : opened(row);
		watch.subscriptions.set(row.id, subscription);
		watch.everSubscribed.add(row.id);
		if (!isSame) noteVersion(queueOf(watch, row.queue_id), subscription, now);
	}
	for (const [id, { row }] of before) {
		if (watch.subscriptions.has(id)) continue;
		if (!watch.endAsks.has(id) && !(row.consumer && watch.endAsks.has(row.consumer)))
			watch.fail('a webhook goes only when it is deleted or replaced', id);
		const queue = queueOf(watch, row.queue_id);
		if (queue.now?.id !== id) watch.world.note('webhook of a consumer replaced');
		else noteVersion(queue, undefined, now);
	}
}

/** Returns what stood behind a queue at any time since then. */
export function versionsSince({ versions }: WatchedQueue, since: number): Version[] {
	return versions.filter((_one, index) => (versions[index + 1]?.from ?? Infinity) >= since);
}

function queueOf({ queues }: Watch, id: string): WatchedQueue {
	const known = queues.get(id);
	if (known) return known;
	const queue: WatchedQueue = {
		id,
		now: undefined,
		versions: [],
		oldSecrets: [],
		paths: new Set(),
		missing: new Set(),
		waited: new Set(),
	};
	queues.set(id, queue);
	return queue;
}

function noteVersion(
	queue: WatchedQueue,
	subscription: SeenSubscription | undefined,
	now: number,
): void {
	const last = queue.versions.at(-1)?.subscription;
	if (subscription?.row.id !== last?.row.id) queue.oldSecrets = [];
	else if (subscription && last && subscription.secret !== last.secret)
		queue.oldSecrets.push({ secret: last.secret, at: now });
	queue.versions.push({ from: now, subscription });
	queue.now = subscription?.row;
	if (subscription) queue.paths.add(receiverPath(subscription.row.url));
}

function opened(row: WatchedWebhook): SeenSubscription {
	const { id, secret, auth_header } = row;
	return {
		row,
		events: JSON.parse(row.events) as string[],
		filters: JSON.parse(row.filters) as SeenSubscription['filters'],
		secret: secrets.open('webhook signing secret', id, secret),
		authorization:
			auth_header === null
				? undefined
				: secrets.open('webhook Authorization header', id, auth_header),
	};
}
