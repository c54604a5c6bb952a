import type { Database, Transaction } from '../database/database';
import { limits } from '../limits';
import type { Secrets } from '../secrets/secrets';
import {
	claimDue,
	type Claimed,
	type DueDelivery,
	releaseClaims,
	listQueuesWithDue,
} from './deliveries';
import { type MeasuredAttempt, measureAttempt } from '../timing/measured';
import { lockOrder } from './ordering';
import { Outcomes } from './outcomes';
import { WebhookQueue } from './webhookQueue';
import { Stopped } from './send';
import { sendDelivery } from './sendDelivery';
import { webhookOfQueue, type WebhookRow } from './store';
import type { SendOutcome, DeliveryClient } from '../deliveryClient';

type Parts = {
	database: Database;
	secrets: Secrets;
	/** Of the settings: how long a delivery waits before each further attempt. */
	config: { retryScheduleMs: number[] };
	sender: DeliveryClient;
	now: () => Date;
	/** Called with what went wrong inside, such as a full disk; the delivery it hit is due again later. */
	report: (reason: unknown) => void;
};

type Claim = Claimed & { webhook: WebhookRow };

/** How often it is asked whether another process has written what may be due. */
const LISTEN_MS = 25;

/** Ingest is held while a receiver that keeps up waits longer than this for an event. */
const LATE_MS = 30;

/**
 * Sends what is due. Every webhook has a queue of its own with a number of slots, so that one that hangs fills only its
 * own slots. Deliveries are claimed for a while in the table, sent, and their outcome is written; whatever happens in
 * between, an unwritten outcome makes the delivery due again.
 */
export class Dispatcher {
	private readonly queues = new Map<string, WebhookQueue>();
	private readonly underWay = new Set<Promise<void>>();
	private isPumping = false;
	private isStopped = false;
	private sweeper: NodeJS.Timeout | undefined;
	private listener: NodeJS.Timeout | undefined;

	private readonly startedAt: Date;
	private readonly outcomes: Outcomes;

	constructor(private readonly parts: Parts) {
		this.startedAt = parts.now();
		this.outcomes = new Outcomes(parts.database, parts.config.retryScheduleMs);
	}

	/** Begins with what an earlier process left. */
	start(): void {
		this.sweeper = setInterval(() => this.track(this.sweep()), limits.sweepMs);
		this.listener = setInterval(() => this.track(this.listen()), LISTEN_MS);
		this.track(this.sweep());
	}

	/** Says that a queue has a delivery that is due. */
	wake(queueId: string): void {
		this.queue(queueId).isReady = true;
		this.track(this.pump());
	}

	/** Stops taking deliveries and waits for those on their way, until the deadline; the rest are due again later. */
	async stop(deadline: Promise<unknown>): Promise<void> {
		this.isStopped = true;
		clearInterval(this.sweeper);
		clearInterval(this.listener);
		await Promise.race([this.ended(), deadline]);
	}

	/** Resolves when nothing is on its way, nor a claim being written whose deliveries would set out next. */
	private async ended(): Promise<void> {
		while (this.underWay.size > 0) await Promise.allSettled([...this.underWay]);
	}

	/** Returns whether a receiver of the workspace that keeps up waits for an event longer than it should. */
	isLate(workspaceId: string): boolean {
		const nowMs = performance.now();
		for (const queue of this.queues.values())
			if (queue.workspaceId === workspaceId && isLate(queue, nowMs)) return true;
		return false;
	}

	/** Returns all workspaces of which that is so. */
	late(): string[] {
		const nowMs = performance.now();
		const late = [...this.queues.values()].filter((queue) => isLate(queue, nowMs));
		return [...new Set(late.flatMap(({ workspaceId }) => workspaceId ?? []))].sort();
	}

	private queue(queueId: string): WebhookQueue {
		const known = this.queues.get(queueId);
		if (known) return known;
		const queue = new WebhookQueue(() => this.parts.database.delivering);
		this.queues.set(queueId, queue);
		return queue;
	}

	private async listen(): Promise<void> {
		if (this.parts.database.othersWrote()) await this.sweep();
	}

	private async sweep(): Promise<void> {
		const { database, now } = this.parts;
		if (this.isStopped) return;
		for (const id of await listQueuesWithDue(database, now())) this.queue(id).isReady = true;
		for (const [id, queue] of this.queues) if (queue.isIdle) this.queues.delete(id);
		await this.pump();
	}

	private async pump(): Promise<void> {
		if (this.isPumping) return;
		this.isPumping = true;
		try {
			for (let wanted = this.wanted(); wanted.length > 0; wanted = this.wanted()) {
				// Before the claim: whoever wakes a queue from here on may have come too late for it.
				for (const { id } of wanted) this.queue(id).isReady = false;
				const { claims, now } = await this.claim(wanted);
				if (this.isStopped) await this.release([...claims.values()]);
				else this.launch(wanted, claims, now);
			}
		} finally {
			this.isPumping = false;
		}
	}

	/** Returns the queues with something due and a free slot, and how many they can take. */
	private wanted(): Wanted[] {
		if (this.isStopped) return [];
		const ready = [...this.queues].filter(([, queue]) => queue.isReady && queue.freeSlots > 0);
		const share = Math.max(1, Math.floor(limits.claimedAtOnce / Math.max(1, ready.length)));
		return ready.map(([id, queue]) => ({ id, most: Math.min(queue.freeSlots, share) }));
	}

	private claim(wanted: Wanted[]): Promise<{ claims: Map<string, Claim>; now: Date }> {
		return this.parts.database.claimDeliveries(async (transaction) => {
			// Not before: a claim that has waited for its turn would be held for the rest of its lease only.
			const now = this.parts.now();
			return { claims: await claimAll(transaction, wanted, now), now };
		});
	}

	private launch(wanted: Wanted[], claims: Map<string, Claim>, now: Date): void {
		for (const { id } of wanted) {
			const claim = claims.get(id);
			const queue = this.queue(id);
			const taken = claim?.deliveries ?? [];
			// As many as it could take: more may be due.
			if (claim?.isMore) queue.isReady = true;
			queue.recordLag(taken, this.startedAt, now);
			if (!claim) continue;
			queue.workspaceId = claim.webhook.workspace_id;
			for (const delivery of taken) this.track(this.deliver(queue, claim.webhook, delivery));
		}
	}

	private track(work: Promise<void>): void {
		this.underWay.add(work);
		work.catch(this.parts.report).finally(() => this.underWay.delete(work));
	}

	private async deliver(
		queue: WebhookQueue,
		webhook: WebhookRow,
		delivery: DueDelivery,
	): Promise<void> {
		const departure = queue.start(performance.now());
		try {
			const outcome = await sendDelivery(this.parts, webhook, delivery, this.parts.now());
			queue.recordOutcome(outcome);
			measureAttempt(measuredOf(webhook, delivery, outcome));
			if (await this.record(webhook, delivery, outcome)) queue.isReady = true;
		} catch (reason) {
			if (!(reason instanceof Stopped)) throw reason;
			await this.release([{ webhook, deliveries: [delivery], isMore: false }]);
		} finally {
			queue.finish(departure);
			if (queue.isReady) this.track(this.pump());
		}
	}

	private release(claims: Claim[]): Promise<void> {
		return this.parts.database.writeDeliveries((transaction) =>
			releaseClaims(
				transaction,
				claims.flatMap(({ deliveries }) => deliveries),
			),
		);
	}

	/** Returns whether another delivery of the queue is due because of it. */
	private record(
		{ queue_id }: WebhookRow,
		{ id }: DueDelivery,
		outcome: SendOutcome,
	): Promise<boolean> {
		return this.outcomes.record({ id, queueId: queue_id, outcome, random: Math.random() });
	}
}

type Wanted = { id: string; most: number };

function measuredOf(
	webhook: WebhookRow,
	delivery: DueDelivery,
	outcome: SendOutcome,
): MeasuredAttempt {
	return {
		outcome: endOf(outcome),
		ms: outcome.durationMs,
		statusCode: outcome.statusCode,
		error: outcome.error,
		number: delivery.attempts + 1,
		deliveryId: delivery.id,
		webhookId: webhook.id,
		eventIds: delivery.event_ids,
		requestId: delivery.request_id,
	};
}

function endOf({ error, statusCode }: SendOutcome): MeasuredAttempt['outcome'] {
	if (error === null) return 'succeeded';
	return statusCode === null ? 'unanswered' : 'refused';
}

function isLate(queue: WebhookQueue, nowMs: number): boolean {
	return queue.lagMs > LATE_MS && queue.isHealthy(nowMs);
}

async function claimAll(
	transaction: Transaction,
	wanted: Wanted[],
	now: Date,
): Promise<Map<string, Claim>> {
	const found = await allOf(wanted, async ({ id, most }) => {
		const webhook = await webhookOfQueue(transaction, id);
		return webhook && isSentNow(webhook, now) ? [{ webhook, most }] : [];
	});
	const sending = found.flat();
	await lockOrder(
		transaction,
		sending.map(({ webhook }) => webhook),
	);
	const claims = await allOf(sending, async ({ webhook, most }) => {
		const { queue_id } = webhook;
		const claim = { webhook, ...(await claimDue(transaction, queue_id, most, now)) };
		return [queue_id, claim] as const;
	});
	return new Map(claims);
}

function isSentNow(
	{ status, delivers_after, delivery, is_lining_up }: WebhookRow,
	now: Date,
): boolean {
	const mayDeliver = status === 'active' && (delivers_after ?? '') <= now.toISOString();
	return mayDeliver && delivery !== 'pull' && !is_lining_up;
}

/** All at once, so that a database that takes long to answer is waited for once, and none goes on when another has failed. */
async function allOf<Given, Made>(
	given: Given[],
	work: (one: Given) => Promise<Made>,
): Promise<Made[]> {
	const settled = await Promise.allSettled(given.map(work));
	return settled.map((each) => {
		if (each.status === 'rejected') throw each.reason;
		return each.value;
	});
}
