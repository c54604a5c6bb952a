import type { Database, Transaction } from '../database/database';
import type { SendOutcome } from '../deliveryClient';
import { limits } from '../limits';
import { recordArrivals } from './arrivals';
import { recordAttempt } from './deliveries';
import { lockQueues } from './lockQueues';
import { webhookOfQueue } from './store';

/** A try of a delivery that has ended. */
export type Ended = {
	id: string;
	queueId: string;
	outcome: SendOutcome;
	/** How the time until the next try is spread, if there is one: 0 to 1. */
	random: number;
};

type Batch = { ended: Ended[]; written: Promise<Set<string>> };

/** Writes what became of deliveries. Those whose tries end while one waits for its turn to be written go with it. */
export class Outcomes {
	private open: Batch | undefined;

	constructor(
		private readonly database: Database,
		private readonly scheduleMs: number[],
	) {}

	/** Returns whether another delivery of the queue may be due because of it. */
	async record(ended: Ended): Promise<boolean> {
		if (!this.open || this.open.ended.length >= limits.rowsAtOnce) this.open = this.begun();
		const batch = this.open;
		batch.ended.push(ended);
		const ready = await batch.written.catch((reason: unknown) => {
			if (batch.ended.length === 1) throw reason;
			// What cannot be written of one delivery must not have the others sent again.
			return this.write([ended]);
		});
		return ready.has(ended.queueId);
	}

	private begun(): Batch {
		const ended: Ended[] = [];
		return { ended, written: this.write(ended) };
	}

	private write(ended: Ended[]): Promise<Set<string>> {
		return this.database.writeDeliveries((transaction) => {
			// What comes from here on is too late for this one.
			if (this.open?.ended === ended) this.open = undefined;
			return recordAll(transaction, ended, this.scheduleMs);
		});
	}
}

/** Returns the queues of which another delivery may be due now. */
async function recordAll(
	transaction: Transaction,
	all: Ended[],
	scheduleMs: number[],
): Promise<Set<string>> {
	const failing = failingQueues(all);
	await lockQueues(transaction, await queuesToLock(transaction, all, failing));
	const { together = [], alone = [] } = sorted(all, failing);
	const arrivals = [];
	for (const { id, queueId, outcome } of together)
		arrivals.push({ id, outcome, webhook: await webhookOfQueue(transaction, queueId) });
	const ready = await recordArrivals(transaction, arrivals);
	for (const { id, queueId, outcome, random } of alone) {
		// Which may be another by now, or none: what arrived has arrived.
		const webhook = await webhookOfQueue(transaction, queueId);
		const retry = { scheduleMs, random };
		if (await recordAttempt(transaction, webhook, { id }, outcome, retry)) ready.add(queueId);
	}
	return ready;
}

function failingQueues(all: Ended[]): Set<string> {
	return new Set(all.flatMap((one) => (one.outcome.error === null ? [] : one.queueId)));
}

/** Those whose order decides, and those whose webhooks are written with their deliveries. */
async function queuesToLock(
	transaction: Transaction,
	all: Ended[],
	failing: Set<string>,
): Promise<string[]> {
	const queueIds = [...new Set(all.map(({ queueId }) => queueId))];
	const webhooks = await Promise.all(queueIds.map((id) => webhookOfQueue(transaction, id)));
	return queueIds.filter((id, index) => {
		const { ordering, failing_since } = webhooks[index] ?? { failing_since: null };
		return ordering === 'per_object' || failing_since !== null || failing.has(id);
	});
}

/** A failure decides by what was written before it: where a queue has one, its outcomes are written in their order. */
function sorted(
	all: Ended[],
	failing: Set<string>,
): Partial<Record<'together' | 'alone', Ended[]>> {
	const seen = new Set<string>();
	return Object.groupBy(all, ({ id, queueId }) => {
		const isAgain = seen.has(id);
		seen.add(id);
		return isAgain || failing.has(queueId) ? 'alone' : 'together';
	});
}
