import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Configuration, isConfiguration } from './configuration';
import { closeToOthers } from './closeToOthers';
import { Counters } from './counters';
import type { AttemptResult, Database, Reader, SearchedTable, Transaction, Work } from './database';
import { GroupCommit, type QueuePosition } from './groupCommit';
import type { DatabaseFault } from './fault';
import { indexTexts, keepTextsIndexed } from './keepTextsIndexed';
import { openLogFile } from './logFile';
import { JobCallbacks, type JobEnding } from './jobCallbacks';
import { migrate } from './migrate';
import { newDiskSpaceProbe } from './diskSpaceProbe';
import type { BeforeUpgrade } from './olderDatabase';
import { newOthersVersion } from './othersVersion';
import { prepareConnection } from './prepareConnection';
import { type Statement, sql } from './sql';
import { diskFault, isOfDatabase } from './sqliteFaults';
import { isRemoval, ReadCache, writtenTable } from './readCache';
import { StageSums, type StageSum } from './stageSums';
import { Statements } from './statements';
import { isSearched, noting, notingOne, numbersFreed } from './textIndex';
import { SyncFailed } from './syncFailed';
import { upgradeAlone } from './upgradeAlone';
import { whileBusy } from './whileBusy';
import { WriteAheadLog } from './writeAheadLog';
import { writeAnew } from './writeAnew';
import { isKeyFile } from './keyFileName';

/** The file in the data folder that holds everything. */
export const DATABASE_FILE = 'fluid.sqlite';

/** So long after a change could not be written the database does not count as ready, unless another one could since. */
const FAULT_KEPT_MS = 5_000;

/** What a change keeps in memory, in KiB; the rest of a large one is written to the disk while it runs. */
const WRITER_CACHE_KIB = 4_000;

/** While it is opened, another program's lock is waited for inside SQLite: there is nothing else to do yet. */
const OPENING_TIMEOUT_MS = 10_000;

/**
 * Opens the embedded SQLite database in a folder, made when missing, and brings its tables up to date. One connection
 * writes, another reads what is on the disk, so that no answer shows a change that may still be undone. Folder and files
 * are closed to other users of the machine.
 *
 * Before tables of an earlier version are changed, which is done while no other process has it open, a copy of it is kept.
 *
 * @param warn is called with a sentence about what could not be closed, and about the copy
 * @param openLog opens what SQLite writes first, by which the disk is waited for
 * @param look may refuse to have tables of an earlier version changed
 * @throws InUse when tables of an earlier version cannot be changed, as another process has it open
 * @throws when the folder cannot be written or the file is no database
 */
export function openEmbedded(
	folder: string,
	warn: (sentence: string) => void = () => {},
	openLog = openLogFile,
	look: BeforeUpgrade = () => {},
): EmbeddedDatabase {
	makeFolder(resolve(folder));
	closeToOthers(resolve(folder), isOwn, warn);
	const file = join(folder, DATABASE_FILE);
	makeFile(file);
	const copy = upgradeAlone(file, look, OPENING_TIMEOUT_MS);
	if (copy) warn(keptAs(copy));
	const writer = connect(file);
	migrate(writer);
	const reader = connect(file);
	for (const connection of [writer, reader]) connection.exec('pragma busy_timeout = 0');
	writer.exec(`pragma cache_size = -${WRITER_CACHE_KIB}`);
	const log = new WriteAheadLog(file, writer, reader, openLog(`${file}-wal`));
	return new EmbeddedDatabase(file, writer, reader, newDiskSpaceProbe(folder), log);
}

function keptAs(copy: string): string {
	return `The tables of the database were brought up to date. It is kept as it was before in ${copy}: remove that file when you no longer want to go back. Whoever has it can read what was in the database.`;
}

/** What SQLite keeps beside its file gets the permissions of the file: it has them from the first moment on. */
function makeFile(file: string): void {
	// Closing a file that this process has open already would give up SQLite's locks on it.
	if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}

/** The database with what SQLite keeps beside it, and the key of its secrets. */
function isOwn(name: string): boolean {
	return name.startsWith(DATABASE_FILE) || isKeyFile(name);
}

/** One by one: where a parent cannot be made, as under /proc, Node's recursive way never ends. */
function makeFolder(path: string): void {
	if (existsSync(path)) return;
	makeFolder(dirname(path));
	try {
		mkdirSync(path);
	} catch (reason) {
		// Another process has made it meanwhile.
		if ((reason as NodeJS.ErrnoException).code !== 'EEXIST') throw reason;
	}
}

function connect(file: string): DatabaseSync {
	const connection = new DatabaseSync(file, { timeout: OPENING_TIMEOUT_MS });
	try {
		prepareConnection(connection);
		return connection;
	} catch (reason) {
		connection.close();
		throw reason;
	}
}

/** The database in a file. */
export class EmbeddedDatabase implements Database {
	readonly isLeader = true;
	readonly delivering = 1;
	private readonly read: Statements;
	private readonly transaction: EmbeddedTransaction;
	private readonly group: GroupCommit;
	private readonly othersVersion: () => number;
	private seenVersion: number | undefined;
	private closed: Promise<void> | undefined;
	/** Why the last change could not be written; undefined once one could. */
	private fault: { what: DatabaseFault; at: number } | undefined;

	constructor(
		readonly file: string,
		private readonly writer: DatabaseSync,
		private readonly reader: DatabaseSync,
		private readonly diskSpace: () => Promise<DatabaseFault | undefined>,
		/** Undefined where SQLite itself waits for the disk. */
		private readonly log?: WriteAheadLog,
	) {
		this.read = new Statements(reader);
		this.othersVersion = newOthersVersion(writer);
		this.transaction = new EmbeddedTransaction(new Statements(writer), writer);
		const { transaction } = this;
		this.group = new GroupCommit({
			begin: async () => {
				await log?.makeRoom();
				transaction.begins();
				await whileBusy(
					() => writer.exec('begin immediate'),
					() => this.closed !== undefined,
				);
			},
			commit: async () => {
				transaction.storeGathered();
				if (log && transaction.hasWritten) await log.commit();
				else writer.exec('commit');
			},
			onDisk: async () => log?.onDisk(),
			sawOnlyDisk: () => log?.sawOnlyDisk ?? true,
			rollback: () => {
				transaction.forgetAll();
				if (writer.isTransaction) writer.exec('rollback');
			},
			changes: () => transaction.writes,
			jobStarts: (isCareful) => transaction.startJob(isCareful),
		});
	}

	async all<T>(statement: Statement): Promise<T[]> {
		return whileBusy(() => this.read.all<T>(statement));
	}

	async get<T>(statement: Statement): Promise<T | undefined> {
		return whileBusy(() => this.read.get<T>(statement));
	}

	write<T>(workspaceId: string, work: Work<T>): Promise<T> {
		return this.change(work, 'last', workspaceId);
	}

	writeDeliveries<T>(work: Work<T>): Promise<T> {
		return this.change(work, 'first');
	}

	claimDeliveries<T>(work: Work<T>): Promise<T> {
		return this.change(work, 'claim');
	}

	writeService<T>(work: Work<T>): Promise<T> {
		return this.change(work, 'last');
	}

	dryRun<T>(workspaceId: string, work: Work<T>): Promise<T> {
		return this.change(work, 'rehearsal', workspaceId);
	}

	othersWrote(): boolean {
		const version = this.othersVersion();
		const isNew = version !== this.seenVersion;
		this.seenVersion = version;
		return isNew;
	}

	/** Others see it: every commit is a new version of the file. */
	wakeOthers(): void {}

	maintain(report: (reason: unknown) => void): () => Promise<void> {
		return keepTextsIndexed(this, report);
	}

	indexTexts(): Promise<void> {
		return indexTexts(this, { worthIt: 1 });
	}

	get failure(): Promise<Error> | undefined {
		return this.log?.failure;
	}

	async ready(): Promise<void> {
		if (this.log?.failed) throw this.log.failed.ofLaterChange();
		await this.get(sql`select 1 as one`);
		const { what, at } = this.fault ?? {};
		if (what && performance.now() - (at as number) < FAULT_KEPT_MS) throw what;
		const noSpace = await this.diskSpace();
		if (noSpace) throw noSpace;
	}

	/** Returns whether the file was written anew, without what was deleted or replaced in it. */
	leaveNoRemains(): boolean {
		return writeAnew(this.writer);
	}

	close(): Promise<void> {
		this.closed ??= this.finish();
		return this.closed;
	}

	private async finish(): Promise<void> {
		await this.group.close();
		await this.log?.stop();
		// Whoever closes it moves the log into the file: what the log holds is for the next start to find out.
		if (this.log?.failed) return;
		this.reader.close();
		if (this.writer.isOpen) this.writer.close();
	}

	private async change<T>(work: Work<T>, place: QueuePosition, workspaceId?: string): Promise<T> {
		const { transaction } = this;
		const run = () => {
			transaction.workspaceId = workspaceId;
			return work(transaction);
		};
		try {
			const result = await this.group.add(run, place);
			if (place !== 'rehearsal') this.fault = undefined;
			return result;
		} catch (reason) {
			const what = faultOf(reason, place);
			if (what) this.fault = { what, at: performance.now() };
			throw what ?? reason;
		}
	}
}

function faultOf(reason: unknown, place: QueuePosition): DatabaseFault | undefined {
	if (!(reason instanceof SyncFailed)) return diskFault(reason);
	return place === 'rehearsal' ? reason.ofLaterChange() : reason.ofChange();
}

class EmbeddedTransaction implements Transaction {
	/** Statements that changed something, since the database was opened. */
	writes = 0;
	/** Whose the change is that runs now; undefined when it is of no one workspace. */
	workspaceId: string | undefined;
	private readonly cache = new ReadCache(this);
	private readonly counters: Counters;
	private readonly sums = new StageSums((statement) => this.statements.run(statement));
	private readonly kept: Configuration;
	private readonly callbacks = new JobCallbacks();
	private isCareful = false;
	private writesBefore = 0;

	constructor(
		private readonly statements: Statements,
		private readonly connection: DatabaseSync,
	) {
		this.counters = new Counters(statements);
		this.kept = new Configuration(this, statements);
	}

	async all<T>(statement: Statement): Promise<T[]> {
		this.sums.beforeRead(statement);
		return this.statements.all<T>(statement);
	}

	async get<T>(statement: Statement): Promise<T | undefined> {
		this.sums.beforeRead(statement);
		return this.statements.get<T>(statement);
	}

	async run(statement: Statement): Promise<void> {
		this.change(statement);
	}

	async count(statement: Statement): Promise<number> {
		return this.change(statement);
	}

	private change(statement: Statement): number {
		this.writes += 1;
		// SQLite itself ends the transaction when the disk is full: whoever goes on would write outside of any.
		if (!this.connection.isTransaction) throw new Error('This change has been undone already.');
		const table = writtenTable(statement);
		this.cache.wrote(table);
		this.sums.beforeChange(table);
		const rows = this.statements.run(statement);
		if (isSearched(table) && isRemoval(statement)) this.statements.run(numbersFreed[table]);
		if (isConfiguration(table)) this.kept.changed(this.workspaceId);
		return rows;
	}

	async nextSequence(workspaceId: string): Promise<number> {
		// One process writes to this database at a time; another database has one writer for each workspace.
		if (workspaceId !== this.workspaceId)
			throw new Error(
				`A change of ${this.workspaceId ?? 'no workspace'} publishes an event in ${workspaceId}.`,
			);
		// Whoever fails from here on has to be undone, even if nothing was written yet: the number would be missing.
		this.writes += 1;
		return this.counters.next(workspaceId);
	}

	/** SQLite itself ends the transaction when the disk is full: nothing is written outside of one. */
	storeGathered(): void {
		if (!this.connection.isTransaction) return;
		this.counters.store();
		this.sums.store();
	}

	async attempt<T>(part: () => Promise<T>): Promise<AttemptResult<T>> {
		if (this.isCareful) return this.attemptCarefully(part);
		const { writes } = this;
		try {
			return { result: await part() };
		} catch (fault) {
			if (this.writes !== writes || isOfDatabase(fault)) throw fault;
			return { fault };
		}
	}

	/** A savepoint for each part costs a quarter of a large change: they are made once a part has failed. */
	private async attemptCarefully<T>(part: () => Promise<T>): Promise<AttemptResult<T>> {
		const dropCallbacks = this.callbacks.mark();
		const takeNumbersBack = this.counters.mark();
		this.sums.store();
		this.statements.run(sql`savepoint part`);
		try {
			const result = await part();
			this.sums.store();
			this.statements.run(sql`release part`);
			return { result };
		} catch (fault) {
			if (isOfDatabase(fault)) throw fault;
			this.statements.run(sql`rollback to part`);
			this.statements.run(sql`release part`);
			dropCallbacks();
			this.sums.forgetAll();
			this.cache.forgetAll();
			this.kept.mayBeUndone();
			takeNumbersBack();
			return { fault };
		}
	}

	memoize<T>(name: string, load: (reader: Reader) => Promise<T>): Promise<T> {
		return this.cache.get(name, load);
	}

	configuration<T>(
		workspaceId: string,
		name: string,
		load: (reader: Reader) => Promise<T>,
	): Promise<T> {
		return this.kept.get(workspaceId, name, load);
	}

	begins(): void {
		this.forgetAll();
		this.writesBefore = this.writes;
	}

	/** Whether anything was written since it began. */
	get hasWritten(): boolean {
		return this.writes !== this.writesBefore;
	}

	forgetAll(): void {
		this.cache.forgetAll();
		this.kept.begins();
		this.counters.forgetAll();
		this.sums.forgetAll();
	}

	async addUp(sum: StageSum): Promise<void> {
		this.writes += 1;
		this.sums.add(sum);
	}

	/** The index comes to it by its number. */
	async textAdded(): Promise<void> {}

	textChanged(table: SearchedTable, id: string): Promise<void> {
		return this.run(notingOne[table](id));
	}

	textsChanged(table: SearchedTable, which: Statement): Promise<void> {
		return this.run(noting(table, which));
	}

	onWritten(callback: () => void): void {
		this.callbacks.add('written', callback);
	}

	afterCommit(callback: () => void): void {
		this.callbacks.add('onDisk', callback);
	}

	/**
	 * Begins one of the jobs that share it; what it returns runs what that wants called back, or drops it.
	 *
	 * @param isCareful whether what fails in the job has to be undone by itself, as it will not run again
	 */
	startJob(isCareful: boolean): JobEnding {
		this.isCareful = isCareful;
		return this.callbacks.startJob();
	}
}
