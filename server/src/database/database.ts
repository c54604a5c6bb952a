import type { LookedUpAhead, LookUp } from './lookUp';
import type { Statement } from './sql';
import type { StageSum } from './stageSums';

/** A row as the database answers it. */
export type SqlRow = Record<string, unknown>;

/** Runs statements that only read. */
export interface Reader {
	/** Returns every row. */
	all<T = SqlRow>(statement: Statement): Promise<T[]>;
	/** Returns the first row, or undefined. */
	get<T = SqlRow>(statement: Statement): Promise<T | undefined>;
	/** Whether a server of its own answers: what it does holds nobody up in this process, and each question takes a while. */
	readonly isRemote?: boolean;
	/** Returns the rows of a key that were looked up before the change began; undefined where they have to be read. */
	readAhead?<T>(lookUp: LookUp, key: string): T[] | undefined;
	/** Keeps the rows of a key that had to be read: other changes of the group may look for it as well. */
	learn?(lookUp: LookUp, key: string, rows: unknown[]): void;
}

/** A table whose records are searched by text. */
export type SearchedTable = 'deals' | 'contacts';

/** A new record with its texts, in the order of the index: those of the parts that it has. */
export type AddedText = { id: string; workspaceId: string; texts: ReadonlyArray<string | null> };

/** What became of a part of a change: its result, or why nothing of it is kept. */
export type AttemptResult<T> = { result: T } | { fault: unknown };

/** Runs the statements of one change; they are all kept or none is. */
export interface Transaction extends Reader {
	/** Runs a statement that changes rows, maybe a moment later, but before the next one that reads. */
	run(statement: Statement): Promise<void>;
	/** The same; returns how many rows it has changed. */
	count(statement: Statement): Promise<number>;
	/**
	 * Runs a part of the change that may fail by itself: whatever its fault is, nothing it wrote is kept then, and the
	 * change goes on. Rejects only where the database cannot go on, or the whole change has to run again.
	 */
	attempt<T>(part: () => Promise<T>): Promise<AttemptResult<T>>;
	/**
	 * Returns what `load` answered the first time in this transaction. A statement that writes one of the tables that
	 * `load` has read makes it load again.
	 */
	memoize<T>(name: string, load: (reader: Reader) => Promise<T>): Promise<T>;
	/**
	 * Returns what `load` answered while the workspace's configuration is the same, also in an earlier transaction: frozen,
	 * and read of its pipelines, stages, custom fields, webhooks, proofs and itself alone.
	 */
	configuration<T>(
		workspaceId: string,
		name: string,
		load: (reader: Reader) => Promise<T>,
	): Promise<T>;
	/**
	 * Returns the number of the next event of the workspace that is changed: without a gap, in the order in which changes
	 * are kept. Who is given one must write it, or fail.
	 */
	nextSequence(workspaceId: string): Promise<number>;
	/** Adds to what the deals of a stage come to: maybe a moment later, but before anything reads it. */
	addUp(sum: StageSum): Promise<void>;
	/** Has a new record found by its texts. */
	textAdded(table: SearchedTable, record: AddedText): Promise<void>;
	/** The same for one that was there, as its texts are after the change; to be called while it is. */
	textChanged(table: SearchedTable, id: string): Promise<void>;
	/** The same for all records of which something is true. */
	textsChanged(table: SearchedTable, which: Statement): Promise<void>;
	/**
	 * Waits until no other transaction has one of these names, and has them until it ends; a database with one writer has no
	 * need of it. A change that needs several takes them at once, or it may wait for another one that waits for it.
	 */
	lockNames?(names: readonly string[]): Promise<void>;
	/**
	 * Calls back once the change has run, where a claim can still join its transaction, else once it is committed. It may be
	 * undone yet: for what does nothing but look into the database.
	 */
	onWritten(callback: () => void): void;
	/** Calls back once the change is on disk, never when it is undone. */
	afterCommit(callback: () => void): void;
}

/** What a transaction does. */
export type Work<T> = (transaction: Transaction) => Promise<T>;

/** What a process has to say to the others. */
export type Unsettled = {
	/** Requests that passed here, by the allowance that they are of, which is of so many a minute. */
	spent: Array<{ name: string; count: number; perMinute: number }>;
	/** Workspaces whose events are late here. */
	late: string[];
	atMs: number;
};

/** What the others have said: what is left of these allowances, less than nothing being a debt, and where events are late. */
export type Settlement = { left: Array<{ name: string; tokens: number }>; late: string[] };

/**
 * Where the service keeps everything. Work that is given to it may run more than once, when a change it shared a commit
 * with had to be undone: it must do nothing but use its transaction. Each kind of change says whose it is, so that a
 * database that several processes write to can keep one writer for each workspace.
 */
export interface Database extends Reader {
	/**
	 * Runs a change of a workspace, of which there is one at a time, and returns its result once it is on disk. It writes
	 * nothing of another workspace.
	 *
	 * @param ahead returns what the change is going to look up, which a database may read at once for all that wait
	 */
	write<T>(workspaceId: string, work: Work<T>, ahead?: () => LookedUpAhead[]): Promise<T>;
	/**
	 * Runs what hands deliveries out or writes what became of them, ahead of every change that waits: ingest must not starve
	 * them. Changes of their workspaces may run at the same time.
	 */
	writeDeliveries<T>(work: Work<T>): Promise<T>;
	/**
	 * The same for what claims deliveries that this process sends: its result may come before it is on disk, as soon as other
	 * processes see it and all that it has seen is there.
	 */
	claimDeliveries<T>(work: Work<T>): Promise<T>;
	/**
	 * Runs a change of what is of no one workspace: which there are, their keys, sessions and sign-in links, and what is too
	 * old of all of them. Changes of workspaces may run at the same time.
	 */
	writeService<T>(work: Work<T>): Promise<T>;
	/** Runs a change of a workspace, undoes it, and returns its result. */
	dryRun<T>(workspaceId: string, work: Work<T>): Promise<T>;
	/** Returns whether another process may have saved something to deliver since this was asked last. */
	othersWrote(): boolean;
	/** Says to processes that deliver, where they cannot see it themselves, that this one has saved something for them. */
	wakeOthers(): void;
	/** Whether this process does what one at a time is enough for. */
	readonly isLeader: boolean;
	/** How many processes deliver at the same time; this one included. */
	readonly delivering: number;
	/** Says to the other processes what has passed here, and returns what they have said; undefined where each counts by itself. */
	readonly settle?: ((mine: Unsettled) => Promise<Settlement>) | undefined;
	/**
	 * Begins what the database does by itself while the service runs; returns what stops it.
	 *
	 * @param report is called with what went wrong; the next time tries again
	 */
	maintain(report: (reason: unknown) => void): () => Promise<void>;
	/** Has searches follow every change so far, which else they may do by reading more for a while. */
	indexTexts(): Promise<void>;
	/** Resolves when it has failed so that only another start finds out what is saved. */
	readonly failure?: Promise<Error> | undefined;
	/** Lets pass when changes can be saved; rejects with the fault that they would end in. */
	ready(): Promise<void>;
	/** Finishes what waits, then closes. */
	close(): Promise<void>;
}
