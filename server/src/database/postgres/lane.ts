import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { measureCommit } from '../../timing/measured';
import type { Transaction, Work } from '../database';
import { DatabaseFault } from '../fault';
import type { LookedUpAhead, LookUp } from '../lookUp';
import { isDeadlock, isLost, postgresFault, unknownFate } from './faults';
import { PostgresTransaction, type Shared } from './postgresTransaction';
import { fateOf } from './transactionFate';

/** Whose changes a lane runs, and with what. */
export type LaneParts = {
	pool: Pool;
	shared: Shared;
	/** Whose the changes are; undefined when they are of no one workspace. */
	workspaceId: string | undefined;
	/** What its commits are known by in the database: the process, and whose they are. */
	name: string;
	/** The row of `counters` that only one transaction has at a time; undefined where rows alone are locked. */
	lock: string | undefined;
};

/** What is special about a change. */
export type JobOptions = {
	/** Whether it is undone again. */
	isRehearsal?: boolean;
	/** Returns what it is going to look up. */
	ahead?: (() => LookedUpAhead[]) | undefined;
};

type Job = {
	work: Work<unknown>;
	resolve: (result: unknown) => void;
	reject: (reason: unknown) => void;
} & JobOptions;

type Ended = { job: Job; settle: () => void; ended: (isKept: boolean) => void };

/** So many changes share a commit: beyond, the wait for one's neighbours would be felt. */
const MOST_IN_GROUP = 100;

/** How long a change is tried again while the database cannot be reached, in milliseconds. */
const PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

const STOPPING = 'The service is stopping. Nothing was saved; try again in a moment.';

/** The group was undone, as one of several changes failed after it had written: each runs again by itself. */
class Undone extends Error {}

/**
 * Runs the changes of a workspace one after another, those that wait together in one transaction. Where the connection is
 * lost, they run again on another one; where that happens during the commit, it is asked what became of it first.
 */
export class Lane {
	private waiting: Job[] = [];
	private running: Promise<void> | undefined;
	private isClosed = false;

	constructor(private readonly parts: LaneParts) {}

	/** Whether nothing waits or runs. */
	get isIdle(): boolean {
		return this.running === undefined;
	}

	/** Rejects with unavailable once it is closed. */
	add<T>(work: Work<T>, options: JobOptions = {}): Promise<T> {
		if (this.isClosed) return Promise.reject(new DatabaseFault('unavailable', STOPPING, 1));
		return new Promise<T>((resolve, reject) => {
			this.waiting.push({ work, resolve: resolve as Job['resolve'], reject, ...options });
			this.running ??= this.drain();
		});
	}

	/** Takes no more changes, and resolves when those that wait are done. */
	async close(): Promise<void> {
		this.isClosed = true;
		await this.running;
	}

	private async drain(): Promise<void> {
		// What arrives in the same turn of the event loop shares the transaction.
		await new Promise((resolve) => setImmediate(resolve));
		while (this.waiting.length > 0) await this.runNext();
		this.running = undefined;
	}

	private async runNext(): Promise<void> {
		const jobs = this.takeGroup();
		try {
			await this.again(jobs, false);
		} catch (reason) {
			if (!(reason instanceof Undone)) for (const job of jobs) job.reject(postgresFault(reason));
			else for (const job of jobs) await this.alone(job);
		}
	}

	/** A rehearsal is a group of its own. */
	private takeGroup(): Job[] {
		const end = this.waiting.findIndex(({ isRehearsal }, index) => isRehearsal && index > 0);
		const most = this.waiting[0]?.isRehearsal
			? 1
			: Math.min(end === -1 ? Infinity : end, MOST_IN_GROUP);
		return this.waiting.splice(0, most);
	}

	private async alone(job: Job): Promise<void> {
		await this.again([job], true).catch((reason) => job.reject(postgresFault(reason)));
	}

	/** Runs a group, and again while the connection is lost or another transaction is in the way. */
	private async again(jobs: Job[], isAlone: boolean): Promise<void> {
		const end = performance.now() + PATIENCE_MS;
		for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
			try {
				await this.once(jobs, isAlone);
				return;
			} catch (reason) {
				const mayPass = isLost(reason) || isDeadlock(reason);
				if (!mayPass && !isAlone && !(postgresFault(reason) instanceof DatabaseFault))
					throw new Undone();
				if (!mayPass || performance.now() > end) throw reason;
			}
			await sleep(pause);
		}
	}

	private async once(jobs: Job[], isAlone: boolean): Promise<void> {
		const { pool, shared, workspaceId, lock, name } = this.parts;
		const client = await pool.connect();
		const transaction = new PostgresTransaction(client, workspaceId, shared, name);
		let fault: unknown;
		try {
			await transaction.begin(lock, together(jobs));
			const all: Ended[] = [];
			for (const job of jobs) all.push(await this.attempt(transaction, job, isAlone));
			await this.end(transaction, client, all);
		} catch (reason) {
			fault = reason;
			await client.query('rollback').catch(() => {});
			throw reason;
		} finally {
			client.release(isLost(fault));
		}
	}

	private async end(
		transaction: PostgresTransaction,
		client: PoolClient,
		all: Ended[],
	): Promise<void> {
		if (all[0]?.job.isRehearsal) {
			await transaction.arrived();
			await client.query('rollback');
			settle(all, false);
			return;
		}
		await transaction.finish();
		const startedAt = performance.now();
		await this.commit(transaction);
		measureCommit({ changes: all.length, ms: performance.now() - startedAt });
		settle(all, true);
	}

	/** @throws when it was not saved; what nobody can know is said to those who asked for it */
	private async commit(transaction: PostgresTransaction): Promise<void> {
		try {
			await transaction.commit();
		} catch (reason) {
			if (!isLost(reason) || (transaction.fault !== undefined && !isLost(transaction.fault)))
				throw reason;
			const fate = await fateOf(this.parts.pool, transaction, PATIENCE_MS);
			if (fate === 'committed') return;
			if (fate === 'aborted') throw reason;
			throw unknownFate();
		}
	}

	private async attempt(
		transaction: PostgresTransaction,
		job: Job,
		isAlone: boolean,
	): Promise<Ended> {
		const ended = transaction.startJob(isAlone);
		const { writes } = transaction;
		try {
			const result = await job.work(transaction as Transaction);
			// Alone, what fails is its own fault: others in the group cannot know whose it was.
			if (isAlone) await transaction.arrived();
			return { job, ended, settle: () => job.resolve(result) };
		} catch (reason) {
			if (isLost(reason) || isLost(transaction.fault)) throw transaction.fault ?? reason;
			if (transaction.writes === writes)
				return { job, ended: () => ended(false), settle: () => job.reject(reason) };
			throw isAlone ? reason : new Undone();
		}
	}
}

/** Returns what all of them are going to look up, each key once. */
function together(jobs: Job[]): LookedUpAhead[] {
	const keys = new Map<LookUp, Set<string>>();
	for (const { ahead } of jobs)
		for (const each of ahead?.() ?? []) {
			const known = keys.get(each.lookUp) ?? new Set();
			for (const key of each.keys) known.add(key);
			keys.set(each.lookUp, known);
		}
	return [...keys].map(([lookUp, all]) => ({ lookUp, keys: [...all] }));
}

function settle(all: Ended[], isKept: boolean): void {
	for (const each of all) {
		each.ended(isKept);
		each.settle();
	}
}
