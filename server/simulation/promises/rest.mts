import type { IngestOne } from '../operations/changes.mts';
import type { SimulatedOperation } from '../plan.mts';
import { timesAnew } from '../times.mts';
import { keyOf, messageIdOf, type Watch } from '../watch.mts';

/** Checks what holds once everything has come to rest: receivers fair, processes running, nobody asking for anything. */
export function checkRest(watch: Watch): void {
	const { database } = watch;
	const stuck = watch.pending();
	if (stuck) watch.fail('what is due is delivered', JSON.stringify(stuck));
	checkQueues(watch);
	if (database.orphans() > 0)
		watch.fail('an attempt has its delivery, and what waits its event', String(database.orphans()));
	if (database.companiesToPublish() > 0)
		watch.fail(
			"a company's new name reaches all that show it",
			String(database.companiesToPublish()),
		);
	checkNames(watch);
	checkArrived(watch);
	checkLogs(watch);
	checkDoubles(watch);
}

function checkQueues(watch: Watch): void {
	for (const row of watch.rows.values()) {
		const isKept = watch.queues.get(row.queue_id)?.now || watch.consumers.has(row.queue_id);
		if (!isKept) return watch.fail('a deleted webhook leaves nothing', row.id);
		if (row.status === 'pending' && !watch.queues.get(row.queue_id)?.now)
			return watch.fail('what waits for a consumer without a webhook is held', row.id);
	}
	checkOrdered(watch);
	for (const { row } of watch.subscriptions.values()) {
		const consumer = watch.consumers.get(row.queue_id);
		if (row.status !== 'active' || !consumer) continue;
		if (row.is_catching_up || consumer.held_before !== null)
			watch.fail('catching up comes to an end', row.id);
	}
}

function checkOrdered(watch: Watch): void {
	for (const { row } of watch.subscriptions.values())
		if (row.is_lining_up) watch.fail('lining up comes to an end', row.id);
	for (const { id, status, queue_id } of watch.rows.values()) {
		const now = watch.queues.get(queue_id)?.now;
		if (status === 'held' && now?.status === 'active' && now.ordering === 'per_object')
			watch.fail('what was held is sent when a webhook that keeps the order is resumed', id);
	}
}

/** Deals and contacts show a company by the name that it has. */
function checkNames(watch: Watch): void {
	const names = new Map<string, string>();
	for (const object of [...watch.deals.values(), ...watch.contacts.values()]) {
		const company = object.company as { id: string; name: string | null } | null;
		if (!company) continue;
		const known = names.get(company.id);
		const name = JSON.stringify(company.name);
		if (known !== undefined && known !== name)
			watch.fail("a company's new name reaches all that show it", `${known} and ${name}`);
		names.set(company.id, name);
	}
}

function checkArrived(watch: Watch): void {
	for (const row of watch.rows.values()) {
		if (row.status !== 'succeeded' || watch.broughtHome.has(row.id)) continue;
		const sends = watch.sends.get(keyOf(row.queue_id, messageIdOf(row))) ?? [];
		const isTaken = sends.some(
			({ hasArrived, status = 0 }) => hasArrived && status >= 200 && status < 300,
		);
		if (!isTaken) watch.fail('succeeded means that a receiver took it', row.id);
	}
}

/** Every try whose outcome came back is in the log. */
function checkLogs(watch: Watch): void {
	const kept = new Set(
		[...watch.rows.values()].map((row) => keyOf(row.queue_id, messageIdOf(row))),
	);
	for (const [key, sends] of watch.sends) {
		if (watch.made.get(key) !== 1 || !kept.has(key)) continue;
		const missing = sends.find(
			({ isSettled, isOrphaned, recordedAt, process, startedAt }) =>
				isSettled &&
				recordedAt === undefined &&
				!isOrphaned &&
				!process.isStopping &&
				process.diedAt === undefined &&
				process.troubles.every((at) => at < startedAt),
		);
		if (missing) watch.fail('every try is in the log', `${key}, send ${missing.number}`);
	}
}

/** One request, however often it was sent, makes each of its deals once. */
function checkDoubles(watch: Watch): void {
	for (const [name, count] of watch.createdNames) {
		const number = Number.parseInt(name.slice(2), 10);
		const operation = watch.plan.operations.find(({ i }) => i === number) as
			| (SimulatedOperation & Partial<IngestOne>)
			| undefined;
		if (!operation) continue;
		const times = watch.carriedOut.get(number) ?? [];
		const most = operation.key ? timesAnew(times, watch.clockSpreadMs) : times.length;
		if (count > Math.max(1, most))
			watch.fail(
				'a request with a key that comes again doubles nothing',
				`${name}: ${count} deals`,
			);
	}
}
