import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { nameKey } from '../../../contract/identity';
import { closeToOthers } from './closeToOthers';
import type { AttemptResult, Database, Transaction } from './database';
import { GroupCommit, type QueuePosition } from './groupCommit';
import type { Refusal } from '../problems/problems';
import { migrate } from './migrate';
import { newRoomProbe } from './roomProbe';
import { type Statement, sql } from './sql';
import { diskRefusal, isOfDatabase } from './sqliteFaults';
import { Statements } from './statements';
import { whileBusy } from './whileBusy';
import { writeAnew } from './writeAnew';
import { isKeyFile } from './keyFileName';

/** The file in the data folder that holds everything. */
export const DATABASE_FILE = 'fluid.sqlite';

/** So long after a change could not be written the database does not count as ready, unless another one could since. */
const FAULT_KEPT_MS = 5_000;

/** While it is opened, another program's lock is waited for inside SQLite: there is nothing else to do yet. */
const OPENING_TIMEOUT_MS = 10_000;

/**
 * Opens the embedded SQLite database in a folder, made when missing, and brings its tables up to date. One connection
 * writes, another reads what is committed, so that no answer shows a change that may still be undone. Folder and files
 * are closed to other users of the machine.
 *
 * @param warn is told in a sentence what could not be closed
 * @throws when the folder cannot be written or the file is no database
 */
export function openEmbedded(
	folder: string,
	warn: (sentence: string) => void = () => {},
): EmbeddedDatabase {
	makeFolder(resolve(folder));
	closeToOthers(resolve(folder), isOwn, warn);
	const file = join(folder, DATABASE_FILE);
	makeFile(file);
	const writer = connect(file);
	migrate(writer);
	const reader = connect(file);
	for (const connection of [writer, reader]) connection.exec('pragma busy_timeout = 0');
	return new EmbeddedDatabase(file, writer, reader, newRoomProbe(folder));
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
	prepareConnection(connection);
	return connection;
}

/** Has a connection work as the service wants it. */
export function prepareConnection(connection: DatabaseSync): void {
	connection.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
		pragma temp_store = memory; pragma cache_size = -32000; pragma wal_autocheckpoint = 2000;`);
	// What a text is searched for by: lower() alone knows the letters A to Z only, and é in one of its two forms.
	connection.function('name_key', { deterministic: true }, keyOf);
}

function keyOf(value: SQLOutputValue): SQLOutputValue {
	return typeof value === 'string' ? nameKey(value) : value;
}

/** The database in a file. */
export class EmbeddedDatabase implements Database {
	private readonly read: Statements;
	private readonly transaction: EmbeddedTransaction;
	private readonly group: GroupCommit;
	private isClosing = false;
	/** Why the last change could not be written; undefined once one could. */
	private fault: { refusal: Refusal; at: number } | undefined;

	constructor(
		readonly file: string,
		private readonly writer: DatabaseSync,
		private readonly reader: DatabaseSync,
		private readonly room: () => Promise<Refusal | undefined>,
	) {
		this.read = new Statements(reader);
		this.transaction = new EmbeddedTransaction(new Statements(writer), writer);
		const { transaction } = this;
		this.group = new GroupCommit({
			begin: () => {
				transaction.forgetAll();
				return whileBusy(
					() => writer.exec('begin immediate'),
					() => this.isClosing,
				);
			},
			commit: () => writer.exec('commit'),
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

	write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		return this.change(work, 'last');
	}

	writeWithPriority<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		return this.change(work, 'first');
	}

	dryRun<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		return this.change(work, 'rehearsal');
	}

	async ready(): Promise<void> {
		await this.get(sql`select 1 as one`);
		const { refusal, at } = this.fault ?? {};
		if (refusal && performance.now() - (at as number) < FAULT_KEPT_MS) throw refusal;
		const noRoom = await this.room();
		if (noRoom) throw noRoom;
	}

	/** Returns whether the file was written anew, without what was deleted or replaced in it. */
	leaveNoRemains(): boolean {
		return writeAnew(this.writer);
	}

	async close(): Promise<void> {
		this.isClosing = true;
		await this.group.close();
		if (!this.writer.isOpen) return;
		this.reader.close();
		if (this.writer.isOpen) this.writer.close();
	}

	private async change<T>(
		work: (transaction: Transaction) => Promise<T>,
		place: QueuePosition,
	): Promise<T> {
		try {
			const result = await this.group.add(() => work(this.transaction), place);
			if (place !== 'rehearsal') this.fault = undefined;
			return result;
		} catch (reason) {
			const refusal = diskRefusal(reason);
			if (refusal) this.fault = { refusal, at: performance.now() };
			throw refusal ?? reason;
		}
	}
}

class EmbeddedTransaction implements Transaction {
	writes = 0;
	private remembered = new Map<string, Promise<unknown>>();
	private callbacks: Array<() => void> = [];
	private isCareful = false;

	constructor(
		private readonly statements: Statements,
		private readonly connection: DatabaseSync,
	) {}

	async all<T>(statement: Statement): Promise<T[]> {
		return this.statements.all<T>(statement);
	}

	async get<T>(statement: Statement): Promise<T | undefined> {
		return this.statements.get<T>(statement);
	}

	async run(statement: Statement): Promise<number> {
		this.writes += 1;
		// SQLite itself ends the transaction when the disk is full: whoever goes on would write outside of any.
		if (!this.connection.isTransaction) throw new Error('This change has been undone already.');
		return this.statements.run(statement);
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
		const callbacks = this.callbacks.length;
		this.statements.run(sql`savepoint part`);
		try {
			const result = await part();
			this.statements.run(sql`release part`);
			return { result };
		} catch (fault) {
			if (isOfDatabase(fault)) throw fault;
			this.statements.run(sql`rollback to part`);
			this.statements.run(sql`release part`);
			this.callbacks.length = callbacks;
			this.forgetAll();
			return { fault };
		}
	}

	memoize<T>(name: string, load: () => Promise<T>): Promise<T> {
		const known = this.remembered.get(name) as Promise<T> | undefined;
		if (known) return known;
		const loaded = load();
		this.remembered.set(name, loaded);
		// One change's failure is not its neighbours' in the same commit.
		loaded.catch(() => {
			if (this.remembered.get(name) === loaded) this.forget(name);
		});
		return loaded;
	}

	forget(name: string): void {
		this.remembered.delete(name);
	}

	forgetAll(): void {
		this.remembered.clear();
	}

	afterCommit(callback: () => void): void {
		this.callbacks.push(callback);
	}

	/**
	 * From now on collects the callbacks of one job; what it returns runs them, or drops them.
	 *
	 * @param isCareful whether what fails in the job has to be undone by itself, as it will not run again
	 */
	startJob(isCareful: boolean): (isKept: boolean) => void {
		this.isCareful = isCareful;
		const callbacks: Array<() => void> = [];
		this.callbacks = callbacks;
		return (isKept) => {
			if (isKept) for (const callback of callbacks) callback();
			callbacks.length = 0;
		};
	}
}
