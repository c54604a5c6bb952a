import type { Work } from '../database';
import { stopping } from '../fault';
import type { Groups, Job, JobOptions } from './groups';
import { MOST_IN_GROUP, takeGroup } from './lane';

/** What waits to change one workspace. */
type Waiting = {
	jobs: Job[];
	/** Whether a group of it is under way. */
	isRunning: boolean;
	/** Until when its changes go on by themselves, as they were slow or another process had it: others do not wait with them. */
	apartUntil: number;
};

/**
 * So many groups of several workspaces are under way at a time, so that one is worked out while the other is saved. What
 * else arrives waits for them: more groups would be smaller, and each costs what a transaction costs.
 */
const SHARED_GROUPS = 2;

/** What takes longer than this nobody else waits for. */
const OVERDUE_MS = 50;

/** A change that takes longer, as an import's do, goes on by itself with those that follow: for so many times as long. */
const SLOW_MS = 50;
const APART_TIMES = 100;

/** For so long that goes on by itself which another process has. */
const APART_MS = 1_000;

/**
 * Runs the changes of workspaces: those of one after another, and those of several that wait at the same time in one
 * transaction.
 */
export class WorkspaceLanes {
	private readonly waiting = new Map<string, Waiting>();
	private readonly underWay = new Set<Promise<void>>();
	private readonly freeNames: string[] = [];
	private names = 0;
	/** Groups that others wait for, each with how many jobs it has. */
	private readonly held = new Set<{ jobs: number }>();
	private isStarting = false;
	private isClosed = false;

	/** @param name of the process, as the database knows it */
	constructor(
		private readonly groups: Groups,
		private readonly name: string,
	) {}

	/** Rejects with unavailable once it is closed. */
	add<T>(workspaceId: string, work: Work<T>, options: JobOptions = {}): Promise<T> {
		if (this.isClosed) return Promise.reject(stopping());
		return new Promise<T>((resolve, reject) => {
			const own = { workspaceId, work, resolve: resolve as Job['resolve'], reject };
			this.of(workspaceId).jobs.push({ ...own, ...options });
			this.startSoon();
		});
	}

	/** Takes no more changes, and resolves when those that wait are done. */
	async close(): Promise<void> {
		this.isClosed = true;
		while (this.underWay.size > 0 || this.isStarting) {
			await Promise.all(this.underWay);
			await new Promise((resolve) => setImmediate(resolve));
		}
	}

	private of(workspaceId: string): Waiting {
		const known = this.waiting.get(workspaceId);
		if (known) return known;
		const own: Waiting = { jobs: [], isRunning: false, apartUntil: 0 };
		this.waiting.set(workspaceId, own);
		return own;
	}

	/** What arrives in the same turn of the event loop shares a transaction. */
	private startSoon(): void {
		if (this.isStarting) return;
		this.isStarting = true;
		setImmediate(() => {
			this.isStarting = false;
			this.start();
		});
	}

	private start(): void {
		const now = performance.now();
		for (const [workspaceId, own] of this.waiting) {
			if (own.apartUntil > now && isReady(own)) this.run(takeGroup(own.jobs), false);
			if (own.apartUntil <= now && isIdle(own)) this.waiting.delete(workspaceId);
		}
		while (this.held.size < SHARED_GROUPS) {
			const jobs = this.nextGroup();
			if (jobs.length === 0) return;
			this.run(jobs, true);
		}
	}

	/** Of the workspaces that wait, none where more is under way than waits: until that is saved, more will. */
	private nextGroup(): Job[] {
		const ready = [...this.waiting.values()].filter(isReady);
		const count = ready.reduce((sum, { jobs }) => sum + jobs.length, 0);
		const underWay = [...this.held].reduce((sum, { jobs }) => sum + jobs, 0);
		const jobs: Job[] = [];
		if (count < Math.min(underWay, MOST_IN_GROUP)) return jobs;
		for (const own of ready) {
			const isFull = jobs.length >= MOST_IN_GROUP || jobs[0]?.isRehearsal;
			if (isFull || (jobs.length > 0 && own.jobs[0]?.isRehearsal)) continue;
			jobs.push(...takeGroup(own.jobs, MOST_IN_GROUP - jobs.length));
		}
		return jobs;
	}

	private run(jobs: Job[], isShared: boolean): void {
		const ids = new Set(jobs.map(({ workspaceId }) => workspaceId));
		for (const id of ids) this.of(id).isRunning = true;
		const noMore = isShared ? this.hold(jobs.length) : () => {};
		const running = this.runGroup(jobs, isShared).then(() => {
			this.underWay.delete(running);
			noMore();
			for (const id of ids) this.toEnd(id);
			this.startSoon();
		});
		this.underWay.add(running);
	}

	/** Has others wait for a group; returns what has them go on. */
	private hold(jobs: number): () => void {
		const held = { jobs };
		this.held.add(held);
		const goOn = () => {
			this.held.delete(held);
			this.startSoon();
		};
		const overdue = setTimeout(goOn, OVERDUE_MS);
		return () => {
			clearTimeout(overdue);
			goOn();
		};
	}

	/** Whoever has waited longest comes first. */
	private toEnd(workspaceId: string): void {
		const own = this.of(workspaceId);
		own.isRunning = false;
		this.waiting.delete(workspaceId);
		this.waiting.set(workspaceId, own);
	}

	private async runGroup(jobs: Job[], isShared: boolean): Promise<void> {
		const name = this.freeNames.pop() ?? `${this.name}/${(this.names += 1)}`;
		const left = await this.groups.run(jobs, { name, isPassing: isShared });
		this.freeNames.push(name);
		const now = performance.now();
		for (const { workspaceId, ms = 0 } of jobs)
			if (ms > SLOW_MS) this.of(workspaceId).apartUntil = now + APART_TIMES * ms;
		for (const { workspaceId } of left) this.of(workspaceId).apartUntil = now + APART_MS;
		for (const job of left.reverse()) this.of(job.workspaceId).jobs.unshift(job);
	}
}

function isReady({ isRunning, jobs }: Waiting): boolean {
	return !isRunning && jobs.length > 0;
}

function isIdle({ isRunning, jobs }: Waiting): boolean {
	return !isRunning && jobs.length === 0;
}
