import { measureCommit } from '../timing/measured';
import { causeOf, stopping, Withdrawn } from './fault';

/** A change that waits for its turn. */
type Job = {
	run: () => Promise<unknown>;
	resolve: (result: unknown) => void;
	reject: (reason: unknown) => void;
	position: QueuePosition;
};

/**
 * Whether a change goes ahead of those that wait, behind them, or is undone again. A claim goes ahead as well, and its
 * result may be used before the disk has it, where all that it has seen is there.
 */
export type QueuePosition = 'claim' | 'first' | 'last' | 'rehearsal';

/** What group commit needs of a database. */
export type CommitSteps = {
	begin: () => Promise<void>;
	/** Resolves when another change may begin. */
	commit: () => Promise<void>;
	/** Resolves when all that has been committed is on the disk. */
	onDisk: () => Promise<void>;
	/** Whether all that the first change of the group just committed could see was on the disk before. */
	sawOnlyDisk: () => boolean;
	rollback: () => void;
	/** Rows changed since the connection was opened. */
	changes: () => number;
	/**
	 * Called for each job before it runs, with whether it will not run again whatever fails in it. What it returns is
	 * called afterwards with whether the change is on disk.
	 */
	jobStarts: (isCareful: boolean) => (isKept: boolean) => void;
};

type Settled = {
	job: Job;
	settle: () => void;
	ended: (isKept: boolean) => void;
	/** Whether it has failed for a reason that it would have again. */
	isWithdrawn?: boolean;
};

/** How long changes are gathered, and run, for one commit, in milliseconds: what one waits at most for its neighbours. */
const GROUP_MS = 14;

/**
 * Runs changes one after another and commits those that wait at the same moment together, so that they share one wait
 * for the disk. While one group waits for it, the next one runs. A change that fails before it has
 * written anything is refused alone; one that fails later undoes the group, whose changes are then run again one by one, but
 * for one that has withdrawn what it wrote. Where no change can begin, all that wait are refused.
 */
export class GroupCommit {
	private readonly first: Job[] = [];
	private readonly waiting: Job[] = [];
	/** Those that began, and are neither undone nor committed yet. */
	private inHand: Job[] = [];
	private running: Promise<void> | undefined;
	private answered: Promise<void> | undefined;
	private isOwed = false;
	private isClosed = false;

	constructor(private readonly steps: CommitSteps) {}

	/** How many changes wait. */
	get length(): number {
		return this.first.length + this.waiting.length;
	}

	/** Rejects with unavailable once it is closed. */
	add<T>(run: () => Promise<T>, position: QueuePosition): Promise<T> {
		if (this.isClosed) return Promise.reject(stopping());
		return new Promise<T>((resolve, reject) => {
			const goesFirst = position === 'first' || position === 'claim';
			const queue = goesFirst ? this.first : this.waiting;
			queue.push({ run, resolve: resolve as Job['resolve'], reject, position });
			this.running ??= this.drain();
		});
	}

	/** Takes no more changes, and resolves when those that wait are done. */
	async close(): Promise<void> {
		this.isClosed = true;
		while (this.running) await this.running;
		await this.answered;
	}

	private async drain(): Promise<void> {
		while (this.length > 0) {
			await this.gather();
			await this.runGroup().catch((reason) => this.refuseAll(reason));
			this.isOwed = this.waiting.length > 0;
		}
		this.running = undefined;
	}

	/** A commit takes as long for fifty changes as for one: the next waits while every turn of the event loop brings more. */
	private async gather(): Promise<void> {
		const startedAt = performance.now();
		let known: number;
		do {
			known = this.length;
			await new Promise((resolve) => setImmediate(resolve));
		} while (this.length > known && performance.now() - startedAt < GROUP_MS);
	}

	/** When the database cannot be written, all that wait would wait as long for the same answer. */
	private refuseAll(reason: unknown): void {
		const refused = [...this.inHand, ...this.first.splice(0), ...this.waiting.splice(0)];
		for (const job of refused) job.reject(reason);
	}

	/** What a group passed over begins the next one: who goes first must not keep the others waiting for ever. */
	private next(): Job | undefined {
		const owed = this.isOwed ? this.waiting.shift() : undefined;
		this.isOwed = false;
		return owed ?? this.first.shift() ?? this.waiting.shift();
	}

	private async runGroup(): Promise<void> {
		const group: Settled[] = [];
		this.inHand = [];
		await this.steps.begin();
		const startedAt = performance.now();
		while (this.length > 0 && (group.length === 0 || performance.now() - startedAt < GROUP_MS)) {
			const job = this.next() as Job;
			this.inHand.push(job);
			if (job.position === 'rehearsal') {
				if (group.length > 0) {
					this.inHand.pop();
					this.waiting.unshift(job);
					break;
				}
				const outcome = await this.attempt(job);
				this.steps.rollback();
				this.answer([outcome], false);
				return;
			}
			const outcome = await this.attempt(job);
			group.push(outcome);
			if (outcome.isDirtyFailure) {
				this.steps.rollback();
				await this.replay(group);
				return;
			}
		}
		await this.commit(group);
	}

	/** Runs the jobs of an undone group again, each in a commit of its own. */
	private async replay(group: Settled[]): Promise<void> {
		for (const failed of group) {
			const { job, ended, isWithdrawn } = failed;
			if (isWithdrawn) {
				this.answer([failed], false);
				continue;
			}
			ended(false);
			await this.steps.begin();
			const outcome = await this.attempt(job, true);
			if (outcome.isDirtyFailure) {
				this.steps.rollback();
				this.answer([outcome], false);
			} else {
				await this.commit([outcome]);
			}
		}
	}

	private async commit(group: Settled[]): Promise<void> {
		const startedAt = performance.now();
		try {
			await this.steps.commit();
		} catch (reason) {
			this.steps.rollback();
			rejectAll(group, reason);
			return;
		}
		// Without its claim, a delivery that was on its way when the power failed is sent again, as after any crash.
		const [first] = group;
		if (first?.job.position === 'claim' && this.steps.sawOnlyDisk()) first.settle();
		this.answer(group, true);
		void this.answered?.then(() =>
			measureCommit({ changes: group.length, ms: performance.now() - startedAt }),
		);
	}

	/** Nothing is answered that is, or has seen, a change which is not on the disk. */
	private answer(group: Settled[], isKept: boolean): void {
		for (const { job } of group) this.inHand.splice(this.inHand.indexOf(job), 1);
		this.answered = this.steps.onDisk().then(
			() => {
				for (const { settle, ended } of group) {
					ended(isKept);
					settle();
				}
			},
			(reason) => rejectAll(group, reason),
		);
	}

	private async attempt(
		job: Job,
		isCareful = job.position === 'rehearsal',
	): Promise<Settled & { isDirtyFailure: boolean }> {
		const ended = this.steps.jobStarts(isCareful);
		const changesBefore = this.steps.changes();
		try {
			const result = await job.run();
			return { job, ended, settle: () => job.resolve(result), isDirtyFailure: false };
		} catch (reason) {
			const isDirtyFailure = this.steps.changes() !== changesBefore;
			return {
				job,
				ended: isDirtyFailure ? ended : () => ended(false),
				settle: () => job.reject(causeOf(reason)),
				isDirtyFailure,
				isWithdrawn: reason instanceof Withdrawn,
			};
		}
	}
}

function rejectAll(group: Settled[], reason: unknown): void {
	for (const { job, ended } of group) {
		ended(false);
		job.reject(reason);
	}
}
