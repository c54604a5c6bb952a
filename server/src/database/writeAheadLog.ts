import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Checkpoints } from './checkpoints';
import type { LogFile } from './logFile';
import { newOthersVersion } from './othersVersion';
import { ReadSnapshot } from './readSnapshot';
import { SyncFailed } from './syncFailed';
import { whileBusy } from './whileBusy';

/** So many pages of the log are moved into the file together. */
export const PAGES_IN_LOG = 2_000;

/** So many may be in the log while they are moved: the next change waits for that. */
const MOST_PAGES = 8_000;

/** The write-ahead log is cut down to so much when it begins anew. */
export const LOG_KEPT_BYTES = 64_000_000;

/** Pages in the log, and how many of them are in the file as well. */
type Length = { log: number; checkpointed: number };

/**
 * The write-ahead log of a database. With `synchronous = normal` SQLite's commit writes to it and waits for nothing: here
 * the disk is waited for outside of SQLite's calls, and another thread moves the log into the file, so that everything
 * else goes on meanwhile (https://sqlite.org/wal.html).
 */
export class WriteAheadLog {
	/** Set once the disk could not be waited for: nothing can be committed any more. */
	failed: SyncFailed | undefined;
	/** Whether all that the last committed transaction could see was on the disk before it, other processes' changes too. */
	sawOnlyDisk = false;
	private readonly failing = Promise.withResolvers<SyncFailed>();
	private readonly snapshot: ReadSnapshot;
	private readonly checkpoints: Checkpoints;
	private readonly length: StatementSync;
	private syncing = Promise.resolve();
	private readonly othersVersion: () => number;
	/** The version of other processes' changes that the last sync took to the disk. */
	private onDiskOfOthers: number | undefined;
	private checkpointing: Promise<void> | undefined;
	private isToBeginAnew = false;
	/** How many pages there were when it was to begin anew last. */
	private triedAt = 0;

	/** @param reader sees of a change what is on the disk, and nothing else */
	constructor(
		file: string,
		private readonly writer: DatabaseSync,
		reader: DatabaseSync,
		private readonly logFile: LogFile,
	) {
		writer.exec('pragma synchronous = normal; pragma wal_autocheckpoint = 0');
		this.snapshot = new ReadSnapshot(reader);
		this.length = reader.prepare('pragma wal_checkpoint(noop)');
		this.othersVersion = newOthersVersion(writer);
		this.checkpoints = new Checkpoints(file);
	}

	/** Resolves when it has failed. */
	get failure(): Promise<Error> {
		return this.failing.promise;
	}

	/**
	 * To be awaited before each transaction: there are moments in which none may begin.
	 *
	 * @throws unavailable when it is not known what is on the disk
	 */
	async makeRoom(): Promise<void> {
		if (this.failed) throw this.failed.ofLaterChange();
		if (!this.isToBeginAnew) return;
		this.isToBeginAnew = false;
		await this.ended();
		await this.checkpointing;
		this.triedAt = this.pages().log;
		await this.checkpoints.make('restart');
	}

	/**
	 * Commits the transaction of the writer, once what was committed before is on the disk. Another one may begin then, and
	 * see this one.
	 *
	 * @throws unavailable when it is not known what is on the disk
	 */
	async commit(): Promise<void> {
		await this.ended();
		await whileBusy(() => this.snapshot.hold());
		const ofOthers = this.othersVersion();
		this.sawOnlyDisk = ofOthers === this.onDiskOfOthers;
		try {
			this.writer.exec('commit');
		} catch (reason) {
			this.snapshot.release();
			throw reason;
		}
		this.syncing = this.sync(ofOthers);
	}

	/**
	 * Resolves when all that has been committed is on the disk.
	 *
	 * @throws SyncFailed, and from then on the reader shows what was on the disk before
	 */
	onDisk(): Promise<void> {
		return this.syncing;
	}

	/** Leaves the last checkpoint to the closing of the database. */
	async stop(): Promise<void> {
		await this.checkpointing;
		await this.checkpoints.stop();
		this.logFile.close();
	}

	private async ended(): Promise<void> {
		await this.syncing.catch((reason: SyncFailed) => {
			throw reason.ofLaterChange();
		});
	}

	private async sync(ofOthers: number): Promise<void> {
		try {
			await this.logFile.sync();
		} catch (reason) {
			this.failed = new SyncFailed((reason as Error).message);
			this.failing.resolve(this.failed);
			throw this.failed;
		}
		this.onDiskOfOthers = ofOthers;
		this.snapshot.release();
		this.measure();
	}

	private measure(): void {
		const { log, checkpointed } = this.pages();
		if (!this.checkpointing && log - checkpointed >= PAGES_IN_LOG)
			this.checkpointing = this.checkpoint();
		if (log < PAGES_IN_LOG) this.triedAt = 0;
		// SQLite begins a log anew only when all of it is in the file, and something was written meanwhile.
		const isLeft = log > checkpointed && log >= this.triedAt + PAGES_IN_LOG;
		this.isToBeginAnew = isLeft && (!this.checkpointing || log > MOST_PAGES);
	}

	private async checkpoint(): Promise<void> {
		await this.checkpoints.make('passive');
		this.checkpointing = undefined;
	}

	/** Nothing when another program is in the way: then it is for the next commit to see. */
	private pages(): Length {
		try {
			return this.length.get() as Length;
		} catch {
			return { log: 0, checkpointed: 0 };
		}
	}
}
