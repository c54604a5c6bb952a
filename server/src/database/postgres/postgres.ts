import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { KeptConfiguration } from '../configuration';
import type { Database, Settlement, Unsettled, Work } from '../database';
import { repeatedly } from '../../timing/repeatedly';
import { clock } from '../../values/clock';
import type { LookedUpAhead } from '../lookUp';
import { refuseUnfinishedMove } from '../move/moveMark';
import { isOfSqliteAlone, type Statement } from '../sql';
import type { PostgresAddress } from './address';
import { newPool } from './connections';
import { countGrown } from './countGrown';
import { isLost, postgresFault } from './faults';
import { Groups } from './groups';
import { Lane } from './lane';
import { LateTexts } from './lateTexts';
import { type LookAtKey, migratePostgres } from './migratePostgres';
import { Presence, type ProcessRole } from './presence';
import type { Shared } from './postgresTransaction';
import { demandTables } from './noDatabase';
import { indexInPlainLetters } from './plainLetters';
import { checkServer } from './serverCheck';
import { forgetFull, settle } from './settling';
import { StatementTexts } from './statementTexts';
import { NOTIFY, WakeUps } from './wakeUps';
import { WorkspaceLanes } from './workspaceLanes';

/** What reads are tried again for while the database cannot be reached, in milliseconds. */
const RETRIED_FOR_MS = 10_000;
const PAUSE_MS = 100;

/** Where nobody can be listened to, the table is looked into as often. */
const LOOK_EVERY_MS = 250;

/** What is to be delivered is said to others once for all that is saved within this time, in milliseconds. */
const GATHER_MS = 1;

const FORGET_EVERY_MS = 60_000;

const INDEX_EVERY_MS = 1_000;

const INDEX_LATE_EVERY_MS = 250;

const COUNT_EVERY_MS = 1_000;

/** How a database is opened. */
export type PostgresOptions = PostgresAddress & {
	/** Where changes are listened to; undefined where that cannot be, as behind a proxy that shares connections. */
	listenUrl: string | undefined;
	role: ProcessRole;
	/** Whether it works with the database until it is stopped, and not for one command. */
	isService: boolean;
	/** Whether the tables are made where there are none: a command that asks for what is there finds nothing. */
	mayMake: boolean;
};

/**
 * Opens a PostgreSQL database that any number of processes work with, and brings its tables up to date.
 *
 * @param warn is called with a sentence about what will make it slow
 * @param look may refuse to have tables of an earlier version changed
 * @throws NewerDatabase when a newer version has changed it
 * @throws NoDatabase when it is not there and may not be made
 * @throws MoveRefused when another database is moved to it and not all has arrived
 */
export async function openPostgres(
	options: PostgresOptions,
	warn: (sentence: string) => void = () => {},
	look: LookAtKey = () => {},
): Promise<PostgresDatabase> {
	const name = `fluid ${randomUUID()}`;
	await prepareTables(options, name, warn, look);
	const pool = newPool(options, name, options.isService ? 'short' : 'endless');
	const presence = new Presence(pool, name, options.role);
	try {
		await presence.setClock();
		if (options.isService) await presence.join();
		return new PostgresDatabase(pool, presence, { ...options, name });
	} catch (reason) {
		await pool.end();
		throw reason;
	}
}

/** However long that takes. */
async function prepareTables(
	options: PostgresOptions,
	name: string,
	warn: (sentence: string) => void,
	look: LookAtKey,
): Promise<void> {
	const pool = newPool(options, name);
	try {
		await checkServer(pool, warn);
		if (!options.mayMake) await demandTables(pool);
		await migratePostgres(pool, look);
		await refuseUnfinishedMove(pool);
	} finally {
		await pool.end();
	}
}

/** The database behind a URL. */
export class PostgresDatabase implements Database {
	readonly isRemote = true;
	private readonly name: string;
	private readonly shared: Shared;
	private readonly workspaces: WorkspaceLanes;
	private readonly ofNone: Lane;
	private readonly deliveries: Lane;
	private readonly wakeUps: WakeUps | undefined;
	private mayBeDue = true;
	private lookedAt = 0;
	private isNotifying = false;
	private isClosed = false;
	private isIndexedAnew = false;

	constructor(
		private readonly pool: Pool,
		private readonly presence: Presence,
		{ isPooled, listenUrl, name }: PostgresOptions & { name: string },
	) {
		this.name = name;
		this.shared = {
			texts: new StatementTexts(!isPooled),
			kept: new KeptConfiguration(),
			lateTexts: new LateTexts(pool),
		};
		const groups = new Groups({ pool, shared: this.shared });
		this.workspaces = new WorkspaceLanes(groups, name);
		this.ofNone = new Lane(groups, { name: `${name}/service` });
		const ofRows = { name: `${name}/deliveries`, isOfRows: true };
		this.deliveries = new Lane(groups, ofRows);
		const woken = () => (this.mayBeDue = true);
		this.wakeUps = listenUrl ? new WakeUps(listenUrl, woken, () => pool.query(NOTIFY)) : undefined;
	}

	async all<T>(statement: Statement): Promise<T[]> {
		if (isOfSqliteAlone(statement)) return [];
		const sent = this.shared.texts.of(statement);
		const { rows } = await this.again(() => this.pool.query(sent));
		return rows as T[];
	}

	async get<T>(statement: Statement): Promise<T | undefined> {
		return (await this.all<T>(statement))[0];
	}

	write<T>(workspaceId: string, work: Work<T>, ahead?: () => LookedUpAhead[]): Promise<T> {
		return this.workspaces.add(workspaceId, work, { ahead });
	}

	writeDeliveries<T>(work: Work<T>): Promise<T> {
		return this.deliveries.add(work);
	}

	claimDeliveries<T>(work: Work<T>): Promise<T> {
		return this.deliveries.add(work);
	}

	writeService<T>(work: Work<T>): Promise<T> {
		return this.ofNone.add(work);
	}

	dryRun<T>(workspaceId: string, work: Work<T>): Promise<T> {
		return this.workspaces.add(workspaceId, work, { isRehearsal: true });
	}

	/** Without a connection at which notifications arrive, it may be so from time to time. */
	othersWrote(): boolean {
		const now = performance.now();
		const isDue = this.wakeUps?.isHeard ? this.mayBeDue : now - this.lookedAt > LOOK_EVERY_MS;
		if (isDue) this.lookedAt = now;
		this.mayBeDue = false;
		return isDue;
	}

	/** Never inside a transaction: those that notify commit one after another, in the whole server. */
	wakeOthers(): void {
		if (this.isNotifying || this.isClosed) return;
		this.isNotifying = true;
		setTimeout(() => {
			this.isNotifying = false;
			this.pool.query(NOTIFY).catch(() => {});
		}, GATHER_MS);
	}

	maintain(report: (reason: unknown) => void): () => Promise<void> {
		// They ask the pool itself, so what the driver says has to become a sentence here.
		const say = (reason: unknown) => report(postgresFault(reason));
		this.presence.report = say;
		this.wakeUps?.reportTo(say);
		const stopForgetting = repeatedly(FORGET_EVERY_MS, () => this.forgetFull(), say);
		const stopIndexing = repeatedly(INDEX_EVERY_MS, (stopping) => this.indexAnew(stopping), say);
		const stopIndexingLate = repeatedly(
			INDEX_LATE_EVERY_MS,
			(stopping) => this.indexLate(stopping),
			say,
		);
		const stopCounting = repeatedly(COUNT_EVERY_MS, () => this.countGrown(), say);
		return async () => {
			const stops = [stopForgetting(), stopIndexing(), stopIndexingLate(), stopCounting()];
			await Promise.all([this.presence.leave(), ...stops]);
		};
	}

	/** By each process that adds some: one of a version before, which may lead, knows of none. */
	private async indexLate(stopping: AbortSignal): Promise<void> {
		const { lateTexts } = this.shared;
		const nowMs = performance.now();
		if (lateTexts.mayBeThere(nowMs, this.isLeader)) await lateTexts.indexSome(nowMs, stopping);
	}

	private async forgetFull(): Promise<void> {
		if (this.isLeader) await forgetFull(this.pool, clock.now().getTime());
	}

	private async countGrown(): Promise<void> {
		if (this.isLeader) await countGrown(this.pool);
	}

	/** Once, after an upgrade. */
	private async indexAnew(stopping: AbortSignal): Promise<void> {
		if (!this.isLeader || this.isIndexedAnew) return;
		await indexInPlainLetters(this.pool, stopping);
		this.isIndexedAnew = !stopping.aborted;
	}

	get isLeader(): boolean {
		return this.presence.isLeader;
	}

	get delivering(): number {
		return this.presence.delivering;
	}

	async settle(mine: Unsettled): Promise<Settlement> {
		try {
			return await settle(this.pool, this.name, mine);
		} catch (reason) {
			throw postgresFault(reason);
		}
	}

	async indexTexts(): Promise<void> {
		try {
			await this.shared.lateTexts.indexAll();
		} catch (reason) {
			throw postgresFault(reason);
		}
	}

	async ready(): Promise<void> {
		try {
			await this.pool.query('select 1');
		} catch (reason) {
			throw postgresFault(reason);
		}
	}

	async close(): Promise<void> {
		if (this.isClosed) return;
		this.isClosed = true;
		const all = [this.workspaces, this.ofNone, this.deliveries];
		await Promise.all(all.map((lanes) => lanes.close()));
		await this.wakeUps?.stop();
		await this.presence.leave();
		await this.pool.end();
	}

	/** What only reads may be repeated blindly. */
	private async again<T>(work: () => Promise<T>): Promise<T> {
		const end = performance.now() + RETRIED_FOR_MS;
		for (;;) {
			try {
				return await work();
			} catch (reason) {
				if (!isLost(reason) || performance.now() > end || this.isClosed)
					throw postgresFault(reason);
			}
			await sleep(PAUSE_MS);
		}
	}
}
