import { randomUUID } from 'node:crypto';
import type { PoolClient, QueryResult } from 'pg';
import {
	Configuration,
	versionsOf,
	isConfiguration,
	type KeptConfiguration,
} from '../configuration';
import type { AddedText, AttemptResult, Reader, SearchedTable, Transaction } from '../database';
import { DatabaseFault } from '../fault';
import { JobCallbacks } from '../jobCallbacks';
import type { LookedUpAhead, LookUp } from '../lookUp';
import { ReadCache, writtenTable } from '../readCache';
import { sql, type Statement } from '../sql';
import { type StageSum, StageSums } from '../stageSums';
import { ChangedTexts } from './changedTexts';
import { isConsequence, isLost, postgresFault } from './faults';
import { InsertQueue, type WrittenRows } from './insertQueue';
import { ReadAhead } from './readAhead';
import type { SentStatement, StatementTexts } from './statementTexts';
import { sendTogether } from './sendTogether';
import { MARK } from './transactionFate';

/** What transactions of one process share. */
export type Shared = { texts: StatementTexts; kept: KeptConfiguration };

/**
 * One transaction of PostgreSQL. What only changes rows is sent without waiting for an answer: the first fault of all is
 * found at the latest when it ends.
 */
export class PostgresTransaction implements Transaction {
	/** What would have to be undone since it began: statements that change something, and faults. */
	writes = 0;
	/** By these it is known to the server, whatever becomes of the connection. */
	id: string | undefined;
	readonly mark = randomUUID();
	/** The first fault of the server; nothing works in it any more. */
	fault: unknown;
	private sequence = 0;
	private storedSequence = 0;
	private versions: Promise<unknown[]> | undefined;
	private sent: Array<Promise<unknown>> = [];
	private readonly callbacks = new JobCallbacks();
	private isCareful = false;
	private readonly inserts = new InsertQueue();
	private readonly sums = new StageSums((statement) => this.later(statement));
	private readonly ahead = new ReadAhead();
	private readonly cache = new ReadCache(this);
	private readonly configurations: Configuration;
	private readonly texts = new ChangedTexts();

	/** @param workspaceId whose it is; undefined when it is of no one workspace */
	constructor(
		private readonly client: PoolClient,
		private readonly workspaceId: string | undefined,
		private readonly shared: Shared,
		readonly lane: string,
	) {
		const all = <T>(statement: Statement) =>
			this.versions && statement.values[0] === workspaceId
				? (this.versions as Promise<T[]>)
				: this.all<T>(statement);
		const run = (statement: Statement) => this.later(statement);
		this.configurations = new Configuration(this, { all, run }, shared.kept);
	}

	/**
	 * Begins it, and waits for the one before it of the same workspace, in any process.
	 *
	 * @param lock of what it is the only one; undefined where rows alone are locked
	 * @param ahead what its changes are going to look up: sent with the lock, answered behind it
	 */
	async begin(lock: string | undefined, ahead: LookedUpAhead[] = []): Promise<void> {
		void this.keepFault(this.query('begin'));
		if (lock === undefined) {
			this.id = (await this.get<{ id: string }>(OWN_ID))?.id;
			return;
		}
		const counter = this.counter(lock);
		this.versions = this.all(versionsOf(lock));
		this.versions.catch(() => {});
		await Promise.all([...ahead.map((each) => this.lookUpAhead(lock, each)), counter]);
		const row = (await counter) ?? (await this.newCounter(lock));
		this.id = row.id;
		this.sequence = this.storedSequence = row.sequence;
	}

	private counter(workspaceId: string): Promise<{ sequence: number; id: string } | undefined> {
		return this.get(sql`
			select sequence, pg_current_xact_id()::text as id from counters
			where workspace_id = ${workspaceId} for update`);
	}

	private async newCounter(workspaceId: string): Promise<{ sequence: number; id: string }> {
		this.later(sql`
			insert into counters (workspace_id, sequence) values (${workspaceId}, 0) on conflict do nothing`);
		this.versions = undefined;
		return (await this.counter(workspaceId)) as { sequence: number; id: string };
	}

	private async lookUpAhead(workspaceId: string, { lookUp, keys }: LookedUpAhead): Promise<void> {
		this.ahead.keep(lookUp, keys, await this.all(lookUp.many(workspaceId, keys)));
	}

	readAhead<T>(lookUp: LookUp, key: string): T[] | undefined {
		return this.ahead.get(lookUp, key);
	}

	learn(lookUp: LookUp, key: string, rows: Array<Record<string, unknown>>): void {
		this.ahead.learn(lookUp, key, rows);
	}

	async all<T>(statement: Statement): Promise<T[]> {
		this.sums.beforeRead(statement);
		return (await this.send(statement)).rows as T[];
	}

	async get<T>(statement: Statement): Promise<T | undefined> {
		return (await this.all<T>(statement))[0];
	}

	async run(statement: Statement): Promise<void> {
		this.wrote(statement);
		this.later(statement);
	}

	async count(statement: Statement): Promise<number> {
		this.wrote(statement);
		return (await this.send(statement)).rowCount ?? 0;
	}

	async nextSequence(workspaceId: string): Promise<number> {
		if (workspaceId !== this.workspaceId)
			throw new Error(
				`A change of ${this.workspaceId ?? 'no workspace'} publishes an event in ${workspaceId}.`,
			);
		// Whoever fails from here on has to be undone, even if nothing was written yet: the number would be missing.
		this.writes += 1;
		this.sequence += 1;
		return this.sequence;
	}

	async attempt<T>(part: () => Promise<T>): Promise<AttemptResult<T>> {
		if (this.isCareful) return this.attemptCarefully(part);
		const { writes } = this;
		try {
			return { result: await part() };
		} catch (fault) {
			if (this.writes !== writes) throw fault;
			return { fault };
		}
	}

	private async attemptCarefully<T>(part: () => Promise<T>): Promise<AttemptResult<T>> {
		const { sequence } = this;
		const dropCallbacks = this.callbacks.mark();
		await this.control('savepoint part');
		try {
			const result = await part();
			await this.arrived();
			await this.control('release part');
			return { result };
		} catch (fault) {
			if (isLost(fault) || postgresFault(fault) instanceof DatabaseFault) throw fault;
			await this.arrived().catch(() => {});
			await this.control('rollback to part');
			await this.control('release part');
			this.fault = undefined;
			dropCallbacks();
			this.sums.forgetAll();
			this.cache.forgetAll();
			this.ahead.forgetAll();
			this.configurations.mayBeUndone();
			this.sequence = sequence;
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
		return this.configurations.get(workspaceId, name, load);
	}

	async addUp(sum: StageSum): Promise<void> {
		this.writes += 1;
		this.sums.add(sum);
	}

	async textAdded(table: SearchedTable, record: AddedText): Promise<void> {
		const isEnough = this.texts.add(table, record);
		// What a part of a change adds is undone with it: texts of earlier parts must not be among that.
		if (isEnough && !this.isCareful) this.indexAdded(table);
	}

	async textChanged(table: SearchedTable, id: string): Promise<void> {
		this.texts.change(table, id);
	}

	async textsChanged(table: SearchedTable, which: Statement): Promise<void> {
		this.texts.changeAll(table, which);
	}

	afterCommit(callback: () => void): void {
		this.callbacks.add(callback);
	}

	/**
	 * Begins one of the jobs that share it; what it returns runs what that wants called back, or drops it.
	 *
	 * @param isCareful whether what fails in the job has to be undone by itself, as it will not run again
	 */
	startJob(isCareful: boolean): (isKept: boolean) => void {
		this.isCareful = isCareful;
		return this.callbacks.startJob();
	}

	/** Resolves when all that was sent has been answered; rejects with the first fault. */
	async arrived(): Promise<void> {
		this.sums.store();
		this.sendInserts();
		const { sent } = this;
		this.sent = [];
		await Promise.allSettled(sent);
		if (this.fault !== undefined) throw this.fault as Error;
	}

	/** Sends what belongs to the end of a transaction; to be called before its commit. */
	async finish(): Promise<void> {
		await Promise.all([this.indexTexts('deals'), this.indexTexts('contacts')]);
		void this.keepFault(this.query(this.shared.texts.named(MARK, [this.lane, this.mark])));
		if (this.sequence === this.storedSequence) return;
		this.later(sql`
			update counters set sequence = ${this.sequence} where workspace_id = ${this.workspaceId as string}`);
	}

	/** @throws the first fault, or what the connection ended with: then nobody knows whether it was saved */
	async commit(): Promise<void> {
		const { command } = await this.control('commit');
		await this.arrived();
		if (command !== 'COMMIT') throw new Error(`The database answered ${command} to a commit.`);
	}

	private async indexTexts(table: SearchedTable): Promise<void> {
		this.indexAdded(table);
		const changed = await this.texts.readChanged(this, table);
		if (changed) this.later(changed);
	}

	private indexAdded(table: SearchedTable): void {
		const added = this.texts.takeAdded(table);
		if (!added) return;
		for (const rows of this.inserts.takeOf(table)) this.sendRows(rows);
		this.sent.push(this.sendNow(added, false));
	}

	private wrote(statement: Statement): void {
		this.writes += 1;
		const table = writtenTable(statement);
		this.sums.beforeChange(table);
		this.cache.wrote(table);
		this.ahead.wrote(statement);
		if (isConfiguration(table)) this.configurations.changed(this.workspaceId);
	}

	private later(statement: Statement): void {
		const before = this.inserts.add(statement);
		if (before) for (const rows of before) this.sendRows(rows);
		else this.sent.push(this.sendNow(statement, !ADDS_ONLY.test(statement.strings[0] ?? '')));
	}

	private send(statement: Statement): Promise<QueryResult> {
		return this.sendNow(statement, true);
	}

	/** @param mayRead whether it may see what is gathered */
	private sendNow(statement: Statement, mayRead: boolean): Promise<QueryResult> {
		if (mayRead) this.sendInserts();
		return this.keepFault(this.query(this.shared.texts.of(statement)));
	}

	/** What is gathered belongs before a savepoint, not into what is taken back to it. */
	private control(text: string): Promise<QueryResult> {
		this.sums.store();
		this.sendInserts();
		return this.query(text);
	}

	private sendInserts(): void {
		for (const rows of this.inserts.take()) this.sendRows(rows);
	}

	private sendRows({ text, values }: WrittenRows): void {
		this.sent.push(this.keepFault(this.query(this.shared.texts.named(text, values))));
	}

	private query(sent: SentStatement | string): Promise<QueryResult> {
		sendTogether(this.client);
		return typeof sent === 'string' ? this.client.query(sent) : this.client.query(sent);
	}

	private keepFault(answer: Promise<QueryResult>): Promise<QueryResult> {
		const checked = answer.catch((fault) => {
			this.writes += 1;
			if (this.fault === undefined || isConsequence(this.fault)) this.fault = fault;
			throw this.fault;
		});
		checked.catch(() => {});
		return checked;
	}
}

const OWN_ID = sql`select pg_current_xact_id()::text as id`;

/** Adds to a sum, and reads nothing else. */
const ADDS_ONLY = /^\s*insert into stage_totals\b/;
