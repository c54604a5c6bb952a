import type { Statement } from './sql';

/** A row as the database answers it. */
export type SqlRow = Record<string, unknown>;

/** Runs statements that only read. */
export interface Reader {
	/** Returns every row. */
	all<T = SqlRow>(statement: Statement): Promise<T[]>;
	/** Returns the first row, or undefined. */
	get<T = SqlRow>(statement: Statement): Promise<T | undefined>;
}

/** What became of a part of a change: its result, or why nothing of it is kept. */
export type AttemptResult<T> = { result: T } | { fault: unknown };

/** Runs the statements of one change; they are all kept or none is. */
export interface Transaction extends Reader {
	/** Runs a statement that changes rows; returns how many. */
	run(statement: Statement): Promise<number>;
	/**
	 * Runs a part of the change that may fail by itself: whatever its fault is, nothing it wrote is kept then, and the
	 * change goes on. Rejects only where the database cannot go on, or the whole change has to run again.
	 */
	attempt<T>(part: () => Promise<T>): Promise<AttemptResult<T>>;
	/** Returns what `load` answered the first time in this transaction; a change of it must `forget` it. */
	memoize<T>(name: string, load: () => Promise<T>): Promise<T>;
	forget(name: string): void;
	/** Calls back once the change is on disk, never when it is undone. */
	afterCommit(callback: () => void): void;
}

/**
 * Where the service keeps everything. Work given to `write` may run more than once, when a change it shared a commit
 * with had to be undone: it must do nothing but use its transaction.
 */
export interface Database extends Reader {
	/** Runs a change and returns its result once it is on disk. */
	write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
	/** Like `write`, ahead of every change that waits: for deliveries, which ingest must not starve. */
	writeWithPriority<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
	/** Runs a change, undoes it, and returns its result: a dry run. */
	dryRun<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
	/** Lets pass when changes can be saved; rejects with the refusal that they would get, such as disk_full. */
	ready(): Promise<void>;
	/** Finishes what waits, then closes. */
	close(): Promise<void>;
}
