import { measureCommit } from '../timing/measured';
import { causeOf, stopping, Withdrawn } from './fault';
import type { JobEnding } from './jobCallbacks';

/** A change that waits for its turn. */
type Job = {
	run: () => Promise<unknown>;
	resolve: (result: unknown) => void;
	reject: (reason: unknown) => void;
	position: QueuePosition;
};

/**
 * Whether a change goes ahead of those that wait, behind them, or is undone again. A claim ends the next transaction, so that
 * it takes what others have written in it; alone, its result may be used before the disk has it, where all that it has seen
 * is there.
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
	 * called when it has run, and when it is on the disk or undone.
	 */
	jobStarts: (isCareful: boolean) => JobEnding;
};

type Settled = JobEnding & {
	job: Job;
	settle: () => void;
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
	private readonly claims: Job[] = [];
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
		return this.first.length + this.waiting.length + this.claims.length;
	}

	/** Rejects with unavailable once it is closed. */
	add<T>(run: () => Promise<T>, position: QueuePosition): Promise<T> {
		if (this.isClosed) return Promise.reject(stopping());
		return new Promise<T>((resolve, reject) => {
			this.queueOf(position).push({ run, resolve: resolve as Job['resolve'], reject, position });
			this.running ??= this.drain();
		});
	}

	private queueOf(position: QueuePosition): Job[] {
		if (position === 'claim') return this.claims;
		return position === 'first' ? this.first : this.waiting;
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
			await nextTurn();
		} while (this.length > known && performance.now() - startedAt < GROUP_MS);
	}

	/** When the database cannot be written, all that wait would wait as long for the same answer. */
	private refuseAll(reason: unknown): void {
		const refused = [
			...this.inHand,
			...[this.first, this.waiting, this.claims].flatMap((jobs) => jobs.splice(0)),
		];
		for (const job of refused) job.reject(reason);
	}

	/**
	 * Returns what a transaction runs next: what a group passed over begins the next one, as who goes first must not keep the
	 * others waiting for ever. What is undone again is alone, and claims come last.
	 */
	private next(isFirst: boolean, isOpen: boolean): Job | undefined {
		const isOwed = this.isOwed && this.waiting.length > 0;
		this.isOwed = false;
		const queue = isOwed || this.first.length === 0 ? this.waiting : this.first;
		const mayJoin = isFirst || (isOpen && queue[0]?.position !== 'rehearsal');
		return (mayJoin ? queue.shift() : undefined) ?? this.claims.shift();
	}

	private async runGroup(): Promise<void> {
		const group: Settled[] = [];
		this.inHand = [];
		await this.steps.begin();
		const startedAt = performance.now();
		// A claim that others go on behind would be held up by them.
		const isOpen = () =>
			group.at(-1)?.job.position !== 'claim' && performance.now() - startedAt < GROUP_MS;
		for (;;) {
			const job = this.next(group.length === 0, isOpen());
			if (!job) break;
			this.inHand.push(job);
			const outcome = await this.attempt(job);
			if (job.position === 'rehearsal') {
				this.steps.rollback();
				this.answerUndone(outcome);
				return;
			}
			group.push(outcome);
			if (outcome.isDirtyFailure) {
				this.steps.rollback();
				await this.replay(group);
				return;
			}
			outcome.written();
		}
		await this.commit(group);
	}

	/** Runs the jobs of an undone group again, each in a commit of its own. */
	private async replay(group: Settled[]): Promise<void> {
		for (const failed of group) {
			const { job, ended, isWithdrawn } = failed;
			if (isWithdrawn) {
				this.answerUndone(failed);
				continue;
			}
			ended(false);
			await this.steps.begin();
			const outcome = await this.attempt(job, true);
			if (outcome.isDirtyFailure) {
				this.steps.rollback();
				this.answerUndone(outcome);
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
		this.answer(group);
		void this.answered?.then(() =>
			measureCommit({ changes: group.length, ms: performance.now() - startedAt }),
		);
	}

	private answerUndone(outcome: Settled): void {
		this.answer([{ ...outcome, ended: () => outcome.ended(false) }]);
	}

	/**
	 * Nothing is answered that is, or has seen, a change which is not on the disk. What was claimed sets out first: a receiver
	 * need not wait until fifty answers are written.
	 */
	private answer(group: Settled[]): void {
		for (const { job } of group) this.inHand.splice(this.inHand.indexOf(job), 1);
		const [claims, others] = partition(group);
		this.answered = this.steps.onDisk().then(
			async () => {
				settleAll(claims);
				if (claims.length > 0 && others.length > 0) await nextTurn();
				settleAll(others);
			},
			(reason) => rejectAll(group, reason),
		);
	}

	private async attempt(
		job: Job,
		isCareful = job.position === 'rehearsal',
	): Promise<Settled & { isDirtyFailure: boolean }> {
		const { written, ended } = this.steps.jobStarts(isCareful);
		const changesBefore = this.steps.changes();
		try {
			const result = await job.run();
			return { job, written, ended, settle: () => job.resolve(result), isDirtyFailure: false };
		} catch (reason) {
			const isDirtyFailure = this.steps.changes() !== changesBefore;
			return {
				job,
				written: () => {},
				ended: isDirtyFailure ? ended : () => ended(false),
				settle: () => job.reject(causeOf(reason)),
				isDirtyFailure,
				isWithdrawn: reason instanceof Withdrawn,
			};
		}
	}
}

function partition(group: Settled[]): [Settled[], Settled[]] {
	const isClaim = ({ job }: Settled) => job.position === 'claim';
	return [group.filter(isClaim), group.filter((each) => !isClaim(each))];
}

function settleAll(group: Settled[]): void {
	for (const { settle, ended } of group) {
		ended(true);
		settle();
	}
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

function rejectAll(group: Settled[], reason: unknown): void {
	for (const { job, ended } of group) {
		ended(false);
		job.reject(reason);
	}
}
