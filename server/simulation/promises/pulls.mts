import type { CommitResult, PulledDelivery } from '../../../contract/types.ts';
import type { Hook } from '../course.mts';
import type { SimulatedProcess } from '../process.mts';
import { Product } from '../product.mts';
import type { WatchedAttempt, WatchedDelivery } from '../stored.mts';
import { versionsSince, type WatchedQueue } from '../subscriptions.mts';
import { messageIdOf, type Watch } from '../watch.mts';
import { checkBody } from './changes.mts';

/** What whoever fetched a delivery says of it. */
export type Fate = 'succeeded' | 'failed' | 'released';

/** Somebody said what became of deliveries that were handed out. */
export type CommitAsk = {
	at: number;
	error: string;
	/** How often each had been tried by then. */
	tries: Map<string, number>;
} & Record<Fate, string[]>;

/** A delivery that somebody has, as far as is known from the answers. */
export type HandedDelivery = {
	/** When it was asked for. */
	at: number;
	until: number;
};

/** Who asked, when, by which clock, and for how long. */
type Asked = {
	hook: Hook;
	process: SimulatedProcess;
	asked: { at: number; clock: number; leaseSeconds: number };
};

const ERROR = 'The workflow failed.';

const { isGenuine } = Product.shared<{
	isGenuine: (headers: object, body: string, secret: string, now: Date) => boolean;
}>('contract/signature');

/** Checks what was handed out to whoever fetched it. */
export function checkHandedOut(watch: Watch, from: Asked, handed: PulledDelivery[]): void {
	const { world, clockSpreadMs } = watch;
	const { asked, process } = from;
	for (const { id, leased_until, headers, body } of handed) {
		const before = watch.handed.get(id);
		const until = Date.parse(leased_until);
		watch.handed.set(id, { at: asked.at, until });
		world.note(before ? 'handed out again' : 'handed out');
		if (before && before.until > process.clock() + 1 + clockSpreadMs)
			if (!commitsOf(watch, id).some(({ at }) => at >= before.at))
				watch.fail('nobody gets what another one has fetched, while its lease lasts', id);
		const leaseMs = asked.leaseSeconds * 1000;
		const isAsLong =
			until >= asked.clock + leaseMs - clockSpreadMs &&
			until <= process.clock() + leaseMs + clockSpreadMs;
		if (!isAsLong) watch.fail('a lease lasts as long as it was asked for', `${id} ${leased_until}`);
		const row = watch.rows.get(id);
		const queue = row && watch.queues.get(row.queue_id);
		// One that was removed meanwhile, or a test.
		if (queue) checkMessage(watch, from, { row, queue, headers, body });
	}
}

function checkMessage(
	watch: Watch,
	{ asked, process }: Asked,
	handed: {
		row: WatchedDelivery;
		queue: WatchedQueue;
		headers: Record<string, string>;
		body: string;
	},
): void {
	const { row, queue, headers, body } = handed;
	if (headers['webhook-id'] !== messageIdOf(row))
		watch.fail('what is handed out is what would be sent', row.id);
	checkBody(watch, queue, { headers, body });
	const versions = versionsSince(queue, asked.at);
	const [{ subscription } = { subscription: undefined }] = versions;
	if (versions.length > 1 || !subscription) return;
	const at = new Date(process.clock());
	if (!isGenuine(headers, body, subscription.secret, at))
		watch.fail('what is handed out is signed with the present secret', row.id);
	if (headers.authorization !== subscription.authorization)
		watch.fail('what is handed out has the present Authorization header', row.id);
}

/** Notes that somebody says what became of deliveries, before it is known whether that arrives. */
export function noteCommit(watch: Watch, hook: Hook, said: Record<Fate, string[]>): CommitAsk {
	const ids = Object.values(said).flat();
	const tries = new Map(ids.map((id) => [id, watch.rows.get(id)?.attempts ?? 0]));
	const ask = { ...said, at: watch.world.now, error: ERROR, tries };
	for (const id of ids) watch.commitAsks.set(id, [...commitsOf(watch, id), ask]);
	watch.world.say(`commit to ${hook.id}: ${JSON.stringify(said)}`);
	return ask;
}

/** Checks what a commit was answered against what is stored. */
export function checkCommitted(
	watch: Watch,
	hook: Hook,
	ask: CommitAsk,
	{ not_handed_out, ...counts }: CommitResult,
): void {
	const { succeeded, failed, released } = ask;
	const all = succeeded.length + failed.length + released.length;
	const answered = counts.succeeded + counts.failed + counts.released + not_handed_out.length;
	if (answered !== all)
		watch.fail('a commit says of each delivery what became of it', JSON.stringify(counts));
	if (!watch.subscriptions.has(hook.id)) return;
	for (const id of succeeded) {
		const row = watch.rows.get(id);
		if (!row) continue;
		if (not_handed_out.includes(id))
			watch.fail('what has arrived is taken, whenever that is said', id);
		else if (row.status !== 'succeeded' && !isAskedSince(watch, id, ask.at))
			watch.fail('what was committed has succeeded', `${id} is ${row.status}`);
	}
	for (const id of released) if (!not_handed_out.includes(id)) checkReleased(watch, id, ask);
}

/** Unless somebody else has it by now. */
function checkReleased(watch: Watch, id: string, { tries }: CommitAsk): void {
	const { world, clockSpreadMs } = watch;
	const row = watch.rows.get(id);
	if (row?.status !== 'pending' || row.claimed_until !== null || row.next_attempt_at === null)
		return;
	world.note('released');
	if (
		row.attempts === tries.get(id) &&
		Date.parse(row.next_attempt_at) > world.now + 1 + clockSpreadMs
	)
		watch.fail('what was released is due at once', `${id} at ${row.next_attempt_at}`);
}

function isAskedSince(watch: Watch, id: string, since: number): boolean {
	return (watch.retryAsks.get(id) ?? []).some(({ end = Infinity }) => end >= since);
}

function commitsOf({ commitAsks }: Watch, id: string): CommitAsk[] {
	return commitAsks.get(id) ?? [];
}

/** Returns whether an attempt was no send: whoever fetched a delivery has said what became of it. */
export function isOfCommit({ status_code, error }: WatchedAttempt): boolean {
	return status_code === null && (error === null || error === ERROR);
}

/** Checks that an attempt that was no send was committed by whoever had the delivery. */
export function checkCommittedAttempt(
	watch: Watch,
	row: WatchedDelivery,
	attempt: WatchedAttempt,
): void {
	const fate = attempt.error === null ? 'succeeded' : 'failed';
	if (!commitsOf(watch, row.id).some((ask) => ask[fate].includes(row.id)))
		watch.fail('an attempt was a send, or was committed', `${row.id} #${attempt.number}`);
	const lease = watch.handed.get(row.id);
	const isOver = lease && lease.until < watch.world.now - watch.clockSpreadMs;
	watch.world.note(isOver ? 'committed after its lease' : `committed as ${fate}`);
	if (fate === 'succeeded') watch.broughtHome.add(row.id);
	const { versions } = watch.queues.get(row.queue_id) ?? { versions: [] };
	const url = versions.at(-1)?.subscription?.row.url;
	watch.outcomes.push({
		path: url === undefined ? '' : new URL(url).pathname,
		startedAt: watch.world.now,
		clock: Date.parse(attempt.started_at),
		error: attempt.error,
	});
}
