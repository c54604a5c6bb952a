import { setTimeout as sleep } from 'node:timers/promises';
import type { CommitInput, PulledDelivery, PullResult } from '../../../../contract/types';
import { Failure } from '../failure';
import { isProblem } from '../import/service';
import { forward } from './forward';
import type { RetryingClient } from './retryingClient';

const AT_ONCE = 20;
const WAIT_SECONDS = 20;

/** After a crash, what was handed out is handed out again when this is over. */
const LEASE_SECONDS = 30;

/** No more is sent on without having been committed: after a crash it would be sent on again. */
const COMMITTED_TOGETHER = 10;
const COMMITTED_AFTER_MS = 500;

/** How often it is looked whether a receiver is there again, or a webhook that was paused is resumed. */
const LOOK_AGAIN_MS = 1_000;

type Parts = {
	fluid: RetryingClient;
	/** Answers also while the command ends. */
	atEnd: RetryingClient;
	say: (sentence: string) => void;
	stopping: AbortSignal;
};

/** Fetches what is due, sends it on in order, and commits what has arrived. */
export class Carrier {
	/** How many events have arrived. */
	count = 0;
	private outcomes: Required<CommitInput> = { succeeded: [], failed: [], released: [] };
	private uncommittedSince = 0;
	private isAbsent = false;
	private isPaused = false;

	constructor(
		private readonly parts: Parts,
		private readonly receiver: string,
		private readonly webhookId: string,
	) {}

	/** Goes on until it is stopped; what is in hand then is finished. */
	async carryAll(): Promise<void> {
		const { stopping } = this.parts;
		while (!stopping.aborted) {
			const due = await this.fetch().catch((reason: unknown) => {
				if (stopping.aborted) return [];
				throw reason;
			});
			await this.carry(due);
		}
	}

	private async fetch(): Promise<PulledDelivery[]> {
		const data = { limit: AT_ONCE, lease_seconds: LEASE_SECONDS, wait_seconds: WAIT_SECONDS };
		const request = { method: 'POST', url: `/api-webhooks/${this.webhookId}/pull`, data };
		const answer = await this.parts.fluid.call(request, [404, 409]);
		if (answer.status === 200) {
			this.isPaused = false;
			return (answer.data as PullResult).data;
		}
		if (!isProblem(answer.data) || answer.data.code !== 'webhook_paused') throw gone();
		if (!this.isPaused)
			this.parts.say('The webhook was paused in Fluid. Waiting until it is resumed there.');
		this.isPaused = true;
		await this.pause();
		return [];
	}

	private async carry(due: PulledDelivery[]): Promise<void> {
		for (const [index, delivery] of due.entries()) {
			if (this.parts.stopping.aborted || (this.isAbsent && index > 0))
				this.outcomes.released.push(delivery.id);
			else await this.carryOne(delivery);
			if (this.isCommitDue()) await this.commit();
		}
		await this.commit();
		if (this.isAbsent) await this.pause();
	}

	private async carryOne(delivery: PulledDelivery): Promise<void> {
		const outcome = await forward(this.receiver, delivery);
		if (outcome.kind === 'absent') {
			if (!this.isAbsent)
				this.parts.say(
					`${this.receiver} cannot be reached: ${outcome.reason} Events wait in Fluid until it can.`,
				);
			this.isAbsent = true;
			this.outcomes.released.push(delivery.id);
			return;
		}
		if (this.isAbsent) this.parts.say(`${this.receiver} is there again.`);
		this.isAbsent = false;
		this.uncommittedSince ||= performance.now();
		const what = `${new Date().toISOString()} ${typeOf(delivery)} ${delivery.headers['webhook-id'] ?? ''}`;
		if (outcome.kind === 'taken') {
			this.count += 1;
			this.outcomes.succeeded.push(delivery.id);
			console.log(`${what} ${outcome.status} in ${outcome.ms} ms`);
		} else {
			this.outcomes.failed.push({ id: delivery.id, error: outcome.error });
			console.log(`${what} ${outcome.error} It is tried again by the schedule of Fluid.`);
		}
	}

	private isCommitDue(): boolean {
		const { succeeded, failed } = this.outcomes;
		if (succeeded.length + failed.length >= COMMITTED_TOGETHER) return true;
		return (
			this.uncommittedSince > 0 && performance.now() - this.uncommittedSince > COMMITTED_AFTER_MS
		);
	}

	private async commit(): Promise<void> {
		const outcomes = this.outcomes;
		if (Object.values(outcomes).every((list) => list.length === 0)) return;
		const { fluid, atEnd, stopping } = this.parts;
		const request = {
			method: 'POST',
			url: `/api-webhooks/${this.webhookId}/commit`,
			data: outcomes,
		};
		const answer = stopping.aborted
			? await atEnd.call(request, [404])
			: await fluid.call(request, [404]).catch((reason: unknown) => {
					if (stopping.aborted) return atEnd.call(request, [404]);
					throw reason;
				});
		if (answer.status === 404) throw gone();
		this.outcomes = { succeeded: [], failed: [], released: [] };
		this.uncommittedSince = 0;
	}

	private async pause(): Promise<void> {
		const { stopping } = this.parts;
		await sleep(LOOK_AGAIN_MS, undefined, { signal: stopping }).catch(() => undefined);
	}
}

function typeOf({ body }: PulledDelivery): string {
	const { type } = JSON.parse(body) as { type?: unknown };
	return String(type);
}

function gone(): Failure {
	return new Failure(
		'Fluid no longer has the webhook of this command: it was deleted or changed there, or another "fluid listen" for the same receiver has taken its place. Start the command again to go on.',
	);
}
