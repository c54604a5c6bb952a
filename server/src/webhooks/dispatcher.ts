import type { Database, Transaction } from '../database/database';
import type { Secrets } from '../secrets/secrets';
import {
	claimDue,
	type DueDelivery,
	releaseClaims,
	recordAttempt,
	webhooksWithDue,
} from './deliveries';
import { WebhookQueue } from './webhookQueue';
import { Stopped } from './send';
import { sendDelivery } from './sendDelivery';
import { webhookById, type WebhookRow } from './store';
import type { SendOutcome, DeliveryClient } from '../deliveryClient';

type Parts = {
	database: Database;
	secrets: Secrets;
	/** Of the settings: how long a delivery waits before each further attempt. */
	config: { retryScheduleMs: number[] };
	sender: DeliveryClient;
	now: () => Date;
	/** Hears of what went wrong inside, such as a full disk; the delivery it hit is due again later. */
	report: (reason: unknown) => void;
};

type Claim = { webhook: WebhookRow; deliveries: DueDelivery[] };

/** How often the table is searched for what became due: retries, and what a crash left behind. */
const SWEEP_MS = 1_000;

/** How many deliveries are taken in one transaction, so that it stays short. */
const MOST_IN_CLAIM = 100;

/** Ingest is held while a receiver that keeps up waits longer than this for an event. */
const LATE_MS = 150;

/** For so long at most a request to ingest is held. */
const LONGEST_HOLD_MS = 2_000;
const HOLD_STEP_MS = 10;

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

	private readonly startedAt: Date;

	constructor(private readonly parts: Parts) {
		this.startedAt = parts.now();
	}

	/** Begins with what an earlier process left. */
	start(): void {
		this.sweeper = setInterval(() => this.track(this.sweep()), SWEEP_MS);
		this.track(this.sweep());
	}

	/** Says that a webhook has a delivery that is due. */
	wake(webhookId: string): void {
		this.queue(webhookId).isReady = true;
		this.track(this.pump());
	}

	/** Stops taking deliveries and waits for those on their way, until patience ends; the rest are due again later. */
	async stop(patience: Promise<unknown>): Promise<void> {
		this.isStopped = true;
		clearInterval(this.sweeper);
		await Promise.race([this.ended(), patience]);
	}

	/** Resolves when nothing is on its way, nor a claim being written whose deliveries would set out next. */
	private async ended(): Promise<void> {
		while (this.underWay.size > 0) await Promise.allSettled([...this.underWay]);
	}

	/**
	 * Resolves when deliveries of the workspace keep up with what happens, or after two seconds: taking in changes must
	 * not keep their announcement waiting.
	 */
	async room(workspaceId: string): Promise<void> {
		const end = performance.now() + LONGEST_HOLD_MS;
		while (performance.now() < end && this.isLate(workspaceId)) {
			await new Promise((resolve) => setTimeout(resolve, HOLD_STEP_MS));
		}
	}

	private isLate(workspaceId: string): boolean {
		const nowMs = performance.now();
		for (const queue of this.queues.values()) {
			if (queue.workspaceId !== workspaceId) continue;
			if (queue.lagMs > LATE_MS && queue.isHealthy(nowMs)) return true;
		}
		return false;
	}

	private queue(webhookId: string): WebhookQueue {
		const known = this.queues.get(webhookId);
		if (known) return known;
		const queue = new WebhookQueue();
		this.queues.set(webhookId, queue);
		return queue;
	}

	private async sweep(): Promise<void> {
		const { database, now } = this.parts;
		if (this.isStopped) return;
		for (const id of await webhooksWithDue(database, now())) this.queue(id).isReady = true;
		for (const [id, queue] of this.queues) if (queue.isIdle) this.queues.delete(id);
		await this.pump();
	}

	private async pump(): Promise<void> {
		if (this.isPumping) return;
		this.isPumping = true;
		try {
			for (let wanted = this.wanted(); wanted.length > 0; wanted = this.wanted()) {
				const now = this.parts.now();
				// Before the claim: whoever wakes a queue from here on may have come too late for it.
				for (const { id } of wanted) this.queue(id).isReady = false;
				const claims = await this.parts.database.writeWithPriority((transaction) =>
					claimAll(transaction, wanted, now),
				);
				if (this.isStopped) await this.release([...claims.values()]);
				else this.launch(wanted, claims, now);
			}
		} finally {
			this.isPumping = false;
		}
	}

	/** Returns the webhooks with something due and a free slot, and how many they can take. */
	private wanted(): Wanted[] {
		if (this.isStopped) return [];
		const ready = [...this.queues].filter(([, queue]) => queue.isReady && queue.freeSlots > 0);
		const share = Math.max(1, Math.floor(MOST_IN_CLAIM / Math.max(1, ready.length)));
		return ready.map(([id, queue]) => ({ id, most: Math.min(queue.freeSlots, share) }));
	}

	private launch(wanted: Wanted[], claims: Map<string, Claim>, now: Date): void {
		for (const { id, most } of wanted) {
			const claim = claims.get(id);
			const queue = this.queue(id);
			const taken = claim?.deliveries ?? [];
			// As many as it could take: more may be due.
			if (taken.length === most) queue.isReady = true;
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
			await this.record(webhook, delivery, outcome);
		} catch (reason) {
			if (!(reason instanceof Stopped)) throw reason;
			await this.release([{ webhook, deliveries: [delivery] }]);
		} finally {
			queue.finish(departure);
			if (queue.isReady) this.track(this.pump());
		}
	}

	private release(claims: Claim[]): Promise<void> {
		return this.parts.database.writeWithPriority((transaction) =>
			releaseClaims(
				transaction,
				claims.flatMap(({ deliveries }) => deliveries),
			),
		);
	}

	private record(webhook: WebhookRow, delivery: DueDelivery, outcome: SendOutcome): Promise<void> {
		const retry = { scheduleMs: this.parts.config.retryScheduleMs, random: Math.random() };
		return this.parts.database.writeWithPriority(async (transaction) => {
			const current = await webhookById(transaction, webhook.id);
			if (current) await recordAttempt(transaction, current, delivery, outcome, retry);
		});
	}
}

type Wanted = { id: string; most: number };

async function claimAll(
	transaction: Transaction,
	wanted: Wanted[],
	now: Date,
): Promise<Map<string, Claim>> {
	const claims = new Map<string, Claim>();
	for (const { id, most } of wanted) {
		const webhook = await webhookById(transaction, id);
		if (webhook?.status !== 'active') continue;
		claims.set(id, { webhook, deliveries: await claimDue(transaction, id, most, now) });
	}
	return claims;
}
