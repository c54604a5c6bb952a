import { chanceOf, type Chance } from './chance.mts';
import { isBefore, type Owner, type Task, TaskQueue } from './queue.mts';
import type { Situation } from './situations.mts';

/** A promise that was found broken. */
export type BrokenPromise = { promise: string; detail: string; at: string };

/** What is done again and again: skipped while there is nothing for it to find. */
type Ticking = Task & { periodMs: number };

/** How a stretch of time ended. */
export type Ending = 'done' | 'idle' | 'failed' | 'limit';

/** When each run begins. */
export const BEGINNING = Date.parse('2026-01-05T09:00:00Z');

/** What ticks so often only asks whether another process has committed. */
const LISTENS_MS = 100;

/** Each second is searched for what is due; nothing is found by that sooner than something is committed or due. */
const SEARCHES_MS = 1_000;
const QUIET_MS = 2_500;

const realImmediate = setImmediate;

/** So often the real event loop has its turn, for the test runner around it. */
const REAL_TURN_EVERY = 500;

/** Resolves when no microtask is left: Node.js runs what `nextTick` gets from one after all of them. */
function drained(tasksRun: number): Promise<void> {
	return new Promise((resolve) => {
		if (tasksRun % REAL_TURN_EVERY === 0) realImmediate(resolve);
		else process.nextTick(resolve);
	});
}

/**
 * Time, chance and order. One task runs, then the real event loop drains the microtasks, then the next one is taken, by
 * virtual time. Nothing else decides what happens when.
 */
export class World {
	now = BEGINNING;
	lastCommitAt = BEGINNING;
	tasksRun = 0;
	failure: BrokenPromise | undefined;
	/** Until then another program holds the write lock of the database. */
	lockedUntil = 0;
	readonly seen = new Map<Situation, number>();
	/** ShownObject what happens, for a trace. */
	say: (sentence: string) => void = () => {};
	readonly #order: Chance;
	readonly #tasks = new TaskQueue();
	#ticking: Ticking[] = [];

	constructor(seed: string) {
		this.#order = chanceOf(`${seed} order`);
	}

	at(at: number, owner: Owner | undefined, run: () => void): Task {
		const task = this.#task(Math.max(at, this.now), owner, run);
		this.#tasks.push(task);
		return task;
	}

	every(periodMs: number, owner: Owner, run: () => void): Task {
		const task = { ...this.#task(this.now + periodMs, owner, run), periodMs };
		this.#ticking.push(task);
		return task;
	}

	/** Counts a situation: a simulation in which one never comes up has gone blind for it. */
	note(situation: Situation): void {
		this.seen.set(situation, (this.seen.get(situation) ?? 0) + 1);
	}

	fail(promise: string, detail: string): void {
		this.failure ??= { promise, detail, at: new Date(this.now).toISOString() };
	}

	/** Searches that leapt ahead come back, and the other processes are about to notice. */
	committed(by: Owner): void {
		this.lastCommitAt = this.now;
		for (const one of this.#ticking) {
			if (one.periodMs > SEARCHES_MS) continue;
			if (one.periodMs < LISTENS_MS) {
				if (one.owner !== by)
					one.at = Math.min(one.at, this.now + one.periodMs * this.#order.next());
			} else if (one.at > this.now + SEARCHES_MS)
				one.at = this.now + ((one.at - this.now) % SEARCHES_MS);
		}
	}

	/** Runs until a condition holds, nothing is left to happen, or a promise is broken. */
	async run(plan: {
		isDone: () => boolean;
		nextDue: () => number;
		limit: number;
	}): Promise<Ending> {
		while (!this.failure && this.tasksRun < plan.limit && !plan.isDone()) {
			const next = this.#next(plan.nextDue);
			if (next === 'idle') return 'idle';
			if (next === 'leapt') continue;
			this.#take(next);
			await drained(this.tasksRun);
		}
		return this.failure ? 'failed' : this.tasksRun >= plan.limit ? 'limit' : 'done';
	}

	#task(at: number, owner: Owner | undefined, run: () => void): Task {
		return { at, tie: this.#order.next(), owner, run, isOff: false };
	}

	#next(nextDue: () => number): Task | 'idle' | 'leapt' {
		const task = this.#tasks.peek();
		const tick = this.#nextTick();
		if (!tick || (task && isBefore(task, tick))) return task ?? 'idle';
		if (tick.periodMs > SEARCHES_MS || this.now - this.lastCommitAt <= QUIET_MS) return tick;
		const interesting = Math.min(task?.at ?? Infinity, nextDue());
		if (interesting === Infinity) return 'idle';
		return this.#leap(tick, interesting) ? 'leapt' : tick;
	}

	/** Nothing happens in between: the searches begin again shortly before. */
	#leap(tick: Ticking, interesting: number): boolean {
		const byWholePeriods = ({ at, periodMs }: Ticking) =>
			Math.max(0, Math.floor((interesting - 1_500 - at) / periodMs) * periodMs);
		if (byWholePeriods(tick) < tick.periodMs) return false;
		for (const one of this.#ticking)
			if (one.periodMs <= SEARCHES_MS && Number.isFinite(one.at)) one.at += byWholePeriods(one);
		return true;
	}

	#nextTick(): Ticking | undefined {
		const isOver = ({ isOff, owner }: Task) => isOff || !owner?.alive;
		if (this.#ticking.some(isOver)) this.#ticking = this.#ticking.filter((one) => !isOver(one));
		let first: Ticking | undefined;
		for (const one of this.#ticking) if (!first || isBefore(one, first)) first = one;
		return first && Number.isFinite(first.at) ? first : undefined;
	}

	#take(task: Task | Ticking): void {
		const isTick = 'periodMs' in task;
		if (!isTick) this.#tasks.pop();
		const resumesAt = task.owner?.stalledUntil ?? 0;
		if (resumesAt > task.at && resumesAt > this.now) {
			task.at = resumesAt;
			if (!isTick) this.#tasks.push(task);
			return;
		}
		this.now = Math.max(this.now, task.at);
		if (isTick) task.at = nextTime(task, this.now);
		this.tasksRun += 1;
		task.run();
	}
}

function nextTime({ at, periodMs }: Ticking, now: number): number {
	if (periodMs < LISTENS_MS) return Infinity;
	return at + periodMs < now ? now + periodMs : at + periodMs;
}
