import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { measureCommit } from '../../timing/measured';
import type { Transaction, Work } from '../database';
import { causeOf, DatabaseFault, Withdrawn } from '../fault';
import type { LookedUpAhead, LookUp } from '../lookUp';
import { isDeadlock, isLost, postgresFault, unknownFate } from './faults';
import { PostgresTransaction, type Shared } from './postgresTransaction';
import { findFate } from './transactionFate';

/** With what groups of changes are run. */
export type GroupParts = { pool: Pool; shared: Shared };

/** How a group is run. */
export type GroupWay = {
	/** What its commit is known by in the database: one group is under way at a time under each. */
	name: string;
	/** Whether rows alone are locked, and no workspace. */
	isOfRows?: boolean;
	/** Whether workspaces that another process is changing are left out, in place of waiting for them. */
	isPassing?: boolean;
};

/** What is special about a change. */
export type JobOptions = {
	/** Whether it is undone again. */
	isRehearsal?: boolean;
	/** Returns what it is going to look up. */
	ahead?: (() => LookedUpAhead[]) | undefined;
};

/** A change that waits, and who waits for it. */
export type Job = {
	/** Whose row of `counters` only one transaction has at a time. */
	workspaceId: string;
	work: Work<unknown>;
	resolve: (result: unknown) => void;
	reject: (reason: unknown) => void;
	/** How long it ran when it was last tried, in milliseconds. */
	ms?: number;
} & JobOptions;

type Ended = { job: Job; settle: () => void; ended: (isKept: boolean) => void };

/** How long a change is tried again while the database cannot be reached, in milliseconds. */
const RETRIED_FOR_MS = 10_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/** The group was undone, as one of its changes failed after it had written, which may have withdrawn that. */
class Undone extends Error {
	constructor(readonly withdrawn?: Job) {
		super();
	}
}

/**
 * Runs changes in one transaction, one after another. Where the connection is lost, they run again on another one; where
 * that happens during the commit, it is asked what became of it first.
 */
export class Groups {
	constructor(private readonly parts: GroupParts) {}

	/** Answers whoever waits for the jobs; returns those that it had to leave out. */
	async run(jobs: Job[], way: GroupWay): Promise<Job[]> {
		try {
			return await this.again(jobs, way, false);
		} catch (reason) {
			if (reason instanceof Undone) return await this.anew(jobs, way, reason);
			for (const job of jobs) job.reject(postgresFault(reason));
			return [];
		}
	}

	/** Each runs again by itself; where one has withdrawn what it wrote, the others do once more together. */
	private async anew(jobs: Job[], way: GroupWay, { withdrawn }: Undone): Promise<Job[]> {
		if (!withdrawn) return this.apart(jobs, way);
		const others = jobs.filter((job) => job !== withdrawn);
		return others.length > 0 ? this.run(others, way) : [];
	}

	/** What fails in one workspace is not to have the changes of others run one by one. */
	private async apart(jobs: Job[], way: GroupWay): Promise<Job[]> {
		const left: Job[] = [];
		const byWorkspace = Map.groupBy(jobs, ({ workspaceId }) => workspaceId);
		for (const own of byWorkspace.values())
			if (byWorkspace.size > 1) left.push(...(await this.run(own, way)));
			else for (const job of own) await this.alone(job, way);
		return left;
	}

	private async alone(job: Job, { name, isOfRows }: GroupWay): Promise<void> {
		const way = { name, ...(isOfRows && { isOfRows }) };
		await this.again([job], way, true).catch((reason) =>
			job.reject(postgresFault(causeOf(reason))),
		);
	}

	/** Runs a group, and again while the connection is lost or another transaction is in the way. */
	private async again(jobs: Job[], way: GroupWay, isAlone: boolean): Promise<Job[]> {
		const end = performance.now() + RETRIED_FOR_MS;
		for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
			try {
				return await this.once(jobs, way, isAlone);
			} catch (reason) {
				const mayPass = isLost(reason) || isDeadlock(reason);
				if (!mayPass && !isAlone && !(postgresFault(reason) instanceof DatabaseFault))
					throw reason instanceof Undone ? reason : new Undone();
				if (!mayPass || performance.now() > end) throw reason;
			}
			await sleep(pause);
		}
	}

	private async once(jobs: Job[], way: GroupWay, isAlone: boolean): Promise<Job[]> {
		const { pool, shared } = this.parts;
		const client = await pool.connect();
		const transaction = new PostgresTransaction(client, shared, way.name);
		let fault: unknown;
		try {
			const held = await begin(transaction, jobs, way);
			const isHeld = ({ workspaceId }: Job) => held?.has(workspaceId) ?? true;
			const all: Ended[] = [];
			for (const job of jobs)
				if (isHeld(job)) all.push(await this.attempt(transaction, job, isAlone));
			await this.end(transaction, client, all);
			return jobs.filter((job) => !isHeld(job));
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
		if (all.length === 0 || all[0]?.job.isRehearsal) {
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
			const fate = await findFate(this.parts.pool, transaction, RETRIED_FOR_MS);
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
		const { ended } = transaction.startJob(job.workspaceId, isAlone);
		const { writes } = transaction;
		const startedAt = performance.now();
		try {
			const result = await job.work(transaction as Transaction);
			job.ms = performance.now() - startedAt;
			// Alone, what fails is its own fault: others in the group cannot know whose it was.
			if (isAlone) await transaction.arrived();
			return { job, ended, settle: () => job.resolve(result) };
		} catch (reason) {
			if (isLost(reason) || isLost(transaction.fault)) throw transaction.fault ?? reason;
			const reject = () => job.reject(causeOf(reason));
			if (transaction.writes === writes) return { job, ended: () => ended(false), settle: reject };
			if (isAlone) throw reason;
			if (!(reason instanceof Withdrawn)) throw new Undone();
			reject();
			throw new Undone(job);
		}
	}
}

/** @returns the workspaces whose jobs may run; undefined where all may */
async function begin(
	transaction: PostgresTransaction,
	jobs: Job[],
	{ isOfRows, isPassing = false }: GroupWay,
): Promise<Set<string> | undefined> {
	if (isOfRows) {
		transaction.begin();
		return undefined;
	}
	const byWorkspace = Map.groupBy(jobs, ({ workspaceId }) => workspaceId);
	const wanted = [...byWorkspace].map(([workspaceId, own]) => ({
		workspaceId,
		ahead: together(own),
	}));
	return transaction.beginOf(wanted, !isPassing);
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
