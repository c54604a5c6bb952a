import { randomUUID } from 'node:crypto';
import type { PoolClient, QueryResult } from 'pg';
import {
	Configuration,
	NO_WORKSPACE,
	isConfiguration,
	type KeptConfiguration,
} from '../configuration';
import type { AddedText, AttemptResult, Reader, SearchedTable, Transaction } from '../database';
import { DatabaseFault } from '../fault';
import { JobCallbacks, type JobEnding } from '../jobCallbacks';
import type { LookedUpAhead, LookUp } from '../lookUp';
import { ReadCache, writtenTable } from '../readCache';
import { each, isAmong, isOfSqliteAlone, nothing, rowsOf, sql, type Statement } from '../sql';
import { type StageSum, StageSums } from '../stageSums';
import { ChangedTexts } from './changedTexts';
import { isConsequence, isLost, postgresFault } from './faults';
import { InsertQueue, type WrittenRows } from './insertQueue';
import { ReadAhead } from './readAhead';
import type { SentStatement, StatementTexts } from './statementTexts';
import { sendTogether } from './sendTogether';
import type { LateTexts } from './lateTexts';
import { MARK } from './transactionFate';

/** What transactions of one process share. */
export type Shared = { texts: StatementTexts; kept: KeptConfiguration; lateTexts: LateTexts };

/** Whose changes are to be in a transaction, and what they are going to look up. */
export type WantedPart = { workspaceId: string; ahead: LookedUpAhead[] };

/** What a transaction knows of one workspace. */
type Part = {
	workspaceId: string;
	sequence: number;
	storedSequence: number;
	versions: Promise<unknown[]> | undefined;
	ahead: ReadAhead;
	cache: ReadCache;
	configurations: Configuration;
};

type Counter = { workspace_id: string; sequence: number; id: string };
type Versions = { workspace_id: string; configuration_version: number };

/**
 * One transaction of PostgreSQL, with changes of one workspace or several. What only changes rows is sent without waiting for
 * an answer: the first fault of all is found at the latest when it ends.
 */
export class PostgresTransaction implements Transaction {
	readonly isRemote = true;
	/** What would have to be undone since it began: statements that change something, and faults. */
	writes = 0;
	/** By these it is known to the server, whatever becomes of the connection. */
	id: string | undefined;
	readonly mark = randomUUID();
	/** The first fault of the server; nothing works in it any more. */
	fault: unknown;
	private sent: Array<Promise<unknown>> = [];
	private readonly callbacks = new JobCallbacks();
	private isCareful = false;
	private readonly namesLocked = new Set<string>();
	private readonly inserts = new InsertQueue();
	private readonly sums = new StageSums((statement) => this.later(statement));
	private readonly texts = new ChangedTexts();
	private readonly parts = new Map<string, Part>();
	/** Of the workspace whose job runs. */
	private part: Part;

	/** @param lane what its commit is known by: of a lane, one transaction is under way at a time */
	constructor(
		private readonly client: PoolClient,
		private readonly shared: Shared,
		readonly lane: string,
	) {
		this.part = this.newPart(NO_WORKSPACE);
	}

	private newPart(workspaceId: string): Part {
		const part: Part = {
			workspaceId,
			sequence: 0,
			storedSequence: 0,
			versions: undefined,
			ahead: new ReadAhead(),
			cache: new ReadCache(this),
			configurations: new Configuration(
				this,
				{
					all: <T>(statement: Statement) =>
						part.versions && statement.values[0] === workspaceId
							? (part.versions as Promise<T[]>)
							: this.all<T>(statement),
					run: (statement) => this.later(statement),
				},
				this.shared.kept,
			),
		};
		this.parts.set(workspaceId, part);
		return part;
	}

	/** Begins it, without being the only one of anything: what is read in it is sent along. */
	begin(): void {
		void this.keepFault(this.query('begin'));
		const own = this.get<{ id: string }>(OWN_ID).then((row) => (this.id = row?.id));
		own.catch(() => {});
	}

	/**
	 * Begins it as the only one of some workspaces, in any process. What its changes are going to look up is sent with the
	 * locks and answered behind them.
	 *
	 * @param mayWait whether it waits for the one before it; else it goes on with those workspaces that nobody has
	 * @returns of which workspaces it is the only one
	 */
	async beginOf(wanted: readonly WantedPart[], mayWait: boolean): Promise<Set<string>> {
		void this.keepFault(this.query('begin'));
		const ids = wanted.map(({ workspaceId }) => workspaceId);
		const locked = this.lock(ids, mayWait);
		const versions = this.all<Versions>(versionsOfAll(ids));
		versions.catch(() => {});
		const readAhead = wanted.map(({ workspaceId, ahead }) => {
			const part = this.newPart(workspaceId);
			part.versions = versions.then((rows) => ownOf(workspaceId, rows));
			part.versions.catch(() => {});
			return Promise.all(ahead.map((each) => this.lookUpAhead(part, each)));
		});
		const [counters] = await Promise.all([locked, ...readAhead]);
		for (const counter of counters) this.held(counter);
		if (mayWait && counters.length === 0)
			for (const id of ids) this.held(await this.newCounter(id));
		return new Set(
			counters.length > 0 ? counters.map((each) => each.workspace_id) : mayWait ? ids : [],
		);
	}

	private lock(workspaceIds: string[], mayWait: boolean): Promise<Counter[]> {
		// In the order of their ids, as everybody else; what does not wait is never waited for in a circle.
		return this.all(sql`
			select workspace_id, sequence, pg_current_xact_id()::text as id from counters
			where ${isAmong(sql`workspace_id`, workspaceIds)} order by workspace_id
			for update ${mayWait ? nothing : sql`skip locked`}`);
	}

	private held({ workspace_id, sequence, id }: Counter): void {
		this.id = id;
		const part = this.parts.get(workspace_id) as Part;
		part.sequence = part.storedSequence = sequence;
	}

	private async newCounter(workspaceId: string): Promise<Counter> {
		this.later(sql`
			insert into counters (workspace_id, sequence) values (${workspaceId}, 0) on conflict do nothing`);
		(this.parts.get(workspaceId) as Part).versions = undefined;
		return (await this.lock([workspaceId], true))[0] as Counter;
	}

	private async lookUpAhead(part: Part, { lookUp, keys }: LookedUpAhead): Promise<void> {
		part.ahead.keep(lookUp, keys, await this.all(lookUp.many(part.workspaceId, keys)));
	}

	readAhead<T>(lookUp: LookUp, key: string): T[] | undefined {
		return this.part.ahead.get(lookUp, key);
	}

	learn(lookUp: LookUp, key: string, rows: Array<Record<string, unknown>>): void {
		this.part.ahead.learn(lookUp, key, rows);
	}

	async all<T>(statement: Statement): Promise<T[]> {
		if (isOfSqliteAlone(statement)) return [];
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
		const { part } = this;
		if (workspaceId !== part.workspaceId)
			throw new Error(
				`A change of ${part.workspaceId || 'no workspace'} publishes an event in ${workspaceId}.`,
			);
		// Whoever fails from here on has to be undone, even if nothing was written yet: the number would be missing.
		this.writes += 1;
		part.sequence += 1;
		return part.sequence;
	}

	async lockNames(names: readonly string[]): Promise<void> {
		const wanted = [...new Set(names)].filter((name) => !this.namesLocked.has(name)).sort();
		if (wanted.length === 0) return;
		// Two that have some and wait for others may wait for each other: alone, a change takes all of its own at once.
		const isWaiting = this.isCareful || this.namesLocked.size === 0;
		const lock = isWaiting ? sql`pg_advisory_xact_lock` : sql`pg_try_advisory_xact_lock`;
		const rows = await this.all<{ is_locked: boolean | '' }>(sql`
			select ${lock}(hashtextextended(name.value, 0)) as is_locked from ${each(wanted)} as name`);
		if (rows.some(({ is_locked }) => is_locked === false)) {
			this.writes += 1;
			throw new Error('Another transaction has what this one has to wait for.');
		}
		for (const name of wanted) this.namesLocked.add(name);
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
		const { sequence } = this.part;
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
			// What was locked since the savepoint is not any more.
			this.namesLocked.clear();
			this.sums.forgetAll();
			this.part.cache.forgetAll();
			this.part.ahead.forgetAll();
			this.part.configurations.mayBeUndone();
			this.part.sequence = sequence;
			return { fault };
		}
	}

	memoize<T>(name: string, load: (reader: Reader) => Promise<T>): Promise<T> {
		return this.part.cache.get(name, load);
	}

	configuration<T>(
		workspaceId: string,
		name: string,
		load: (reader: Reader) => Promise<T>,
	): Promise<T> {
		return this.part.configurations.get(workspaceId, name, load);
	}

	async addUp(sum: StageSum): Promise<void> {
		this.writes += 1;
		this.sums.add(sum);
	}

	async textAdded(table: SearchedTable, record: AddedText): Promise<void> {
		this.shared.lateTexts.noteAdded(performance.now());
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
	startJob(workspaceId: string, isCareful: boolean): JobEnding {
		this.part = this.parts.get(workspaceId) as Part;
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
		const counted = [...this.parts.values()].filter(
			(each) => each.sequence !== each.storedSequence,
		);
		if (counted.length > 0) this.later(countingUp(counted));
	}

	/** @throws the first fault, or what the connection ended with: then nobody knows whether it was saved */
	async commit(): Promise<void> {
		const { command } = await this.control('commit');
		await this.arrived();
		if (command !== 'COMMIT') throw new Error(`The database answered ${command} to a commit.`);
	}

	private async indexTexts(table: SearchedTable): Promise<void> {
		this.indexAdded(table);
		for (const statement of await this.texts.readChanged(this, table)) this.later(statement);
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
		this.part.cache.wrote(table);
		this.part.ahead.wrote(statement);
		if (isConfiguration(table)) this.part.configurations.changed(this.part.workspaceId);
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

/** As `versionsOf` reads them of one. */
function versionsOfAll(workspaceIds: string[]): Statement {
	return sql`
		select workspace_id, configuration_version from counters
		where ${isAmong(sql`workspace_id`, [NO_WORKSPACE, ...workspaceIds])} order by workspace_id`;
}

function ownOf(workspaceId: string, rows: Versions[]): Versions[] {
	return rows.filter(
		(row) => row.workspace_id === workspaceId || row.workspace_id === NO_WORKSPACE,
	);
}

/** Each by itself, so that it is found by the index. */
function countingUp(parts: Part[]): Statement {
	const counted = parts.map(({ workspaceId, sequence }) => [workspaceId, sequence]);
	const ids = parts.map(({ workspaceId }) => workspaceId);
	return sql`
		update counters set sequence =
			(select sequence from ${rowsOf({ id: 'text', sequence: 'integer' }, counted)} as counted where counted.id = workspace_id)
		where ${isAmong(sql`workspace_id`, ids)}`;
}
