import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { isPart, type Statement } from './sql';

/**
 * So many rows make a change large: its commit alone would hold everybody up for longer than a read may wait. Small
 * changes that share a commit do not come to as many: waiting twice for the disk would cost them a third of their rate.
 */
const LARGE_CHANGE_ROWS = 2_000;

/** So much text makes it large as well: a few hundred deals with all their custom fields full come to ten megabytes. */
const LARGE_CHANGE_CHARACTERS = 2_000_000;

/** How long others are answered between the commit of a large change and its checkpoint, in milliseconds. */
const CHECKPOINT_AFTER_MS = 100;

/** After so many pages in the write-ahead log SQLite's commit moves them into the file by itself. */
export const PAGES_IN_LOG = 2_000;

/** The write-ahead log is cut down to so much when it begins anew. */
export const LOG_KEPT_BYTES = 64_000_000;

/** What a transaction has written so far. */
export class ChangeSize {
	rows = 0;
	characters = 0;

	/** To be called with each statement that changed so many rows. */
	add(statement: Statement, rows: number): void {
		this.rows += rows;
		this.characters += charactersIn(statement);
	}
}

function charactersIn({ values }: Statement): number {
	let characters = 0;
	for (const value of values) {
		if (typeof value === 'string') characters += value.length;
		else if (isPart(value)) characters += charactersIn(value);
	}
	return characters;
}

/**
 * Brings a large change to the disk in parts. SQLite's commit writes it to the write-ahead log, waits for the disk and
 * moves the log into the file, in one call that nothing interrupts. Here most of it is written while the change runs,
 * as the writer's cache is small; the disk is waited for before the call; and the checkpoint is made by another thread
 * (https://sqlite.org/wal.html#ckpt).
 */
export class LargeChange {
	private isLarge = false;
	private waiting: NodeJS.Timeout | undefined;
	private checkpointing: Promise<void> | undefined;

	constructor(
		private readonly file: string,
		private readonly writer: DatabaseSync,
	) {}

	/** To be awaited before the commit of a change. */
	async prepareCommit({ rows, characters }: ChangeSize): Promise<void> {
		if (rows < LARGE_CHANGE_ROWS && characters < LARGE_CHANGE_CHARACTERS) return;
		this.isLarge = true;
		// What fails here fails in the commit as well, which refuses the change.
		const bytes = await syncedFile(`${this.file}-wal`).catch(() => 0);
		// Where one large change follows the other, no other thread finds a moment to empty the log.
		checkpointByCommit(this.writer, bytes > LOG_KEPT_BYTES);
	}

	/** To be called after each commit. */
	committed(): void {
		if (!this.isLarge) return;
		this.isLarge = false;
		this.waiting ??= setTimeout(() => void this.checkpoint(), CHECKPOINT_AFTER_MS);
	}

	/** Leaves the checkpoint to the closing of the database; resolves when none is under way. */
	async stop(): Promise<void> {
		clearTimeout(this.waiting);
		await this.checkpointing;
	}

	private async checkpoint(): Promise<void> {
		this.checkpointing = inThread(this.file);
		await this.checkpointing;
		this.waiting = undefined;
		if (!this.isLarge && this.writer.isOpen) checkpointByCommit(this.writer, true);
	}
}

/** Moves the write-ahead log into the file, and resolves when that is over, whatever became of it. */
async function inThread(file: string): Promise<void> {
	const path = join(__dirname, `checkpointThread${extname(__filename)}`);
	await once(new Worker(path, { workerData: { file } }), 'exit').catch(() => {});
}

function checkpointByCommit(writer: DatabaseSync, isWanted: boolean): void {
	writer.exec(`pragma wal_autocheckpoint = ${isWanted ? PAGES_IN_LOG : 0}`);
}

/** Resolves with its size when what was written to it is on the disk. */
async function syncedFile(path: string): Promise<number> {
	const file = await open(path, 'r+');
	try {
		await file.datasync();
		return (await file.stat()).size;
	} finally {
		await file.close();
	}
}
