import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Chance } from './chance.mts';
import { MOST_SYNC_MS } from './playedDisk.mts';
import type { SimulatedProcess } from './process.mts';
import type { World } from './world.mts';

/** Thrown into a process that has just died, so that it goes no further. */
export class Died extends Error {}

const BUSY = 5;
const IO_ERROR = 10;
const FULL = 13;

/** The transaction behind a commit that is going to be lost is a part of the lost one. */
const AFTER_LOST: Record<string, string> = {
	'begin immediate': 'savepoint after_lost',
	rollback: 'rollback to after_lost; release after_lost',
	commit: 'release after_lost',
};

const LOG_LENGTH = 'pragma wal_checkpoint(noop)';

/** What the simulated disk has the database answer. */
export const INJECTED = [BUSY, IO_ERROR, FULL];

/** What a statement costs on average, in milliseconds: so the 14 ms of a group commit end somewhere. */
const COSTS = { all: 0.02, get: 0.015, run: 0.03, begin: 0.01, commit: 0.1 };

/** Real SQLite behind a disk that takes its time, fails and dies. Returns the class a process has for `DatabaseSync`. */
export function playedDatabase(world: World, process: SimulatedProcess, disk: Chance) {
	const { faults } = process;

	/** Before each statement: time passes, or the process dies here. */
	function pass(cost: number): void {
		if (!process.alive) throw new Died();
		world.now += cost * (0.5 + disk.next());
		faults.statementsToCrash -= 1;
		if (faults.statementsToCrash > 0) return;
		faults.statementsToCrash = Infinity;
		die('before a statement');
	}

	function injected(text: string, errcode: number): Error {
		process.troubles.push(world.now);
		return Object.assign(new Error(text), { code: 'ERR_SQLITE_ERROR', errcode });
	}

	function die(why: string): never {
		process.crash(why);
		throw new Died();
	}

	class PlayedStatement {
		readonly #owner: PlayedConnection;
		readonly #real: StatementSync;
		readonly #tables: string[];
		constructor(owner: PlayedConnection, real: StatementSync, text: string) {
			this.#owner = owner;
			this.#real = real;
			this.#tables = writtenTables(text);
		}
		all(...values: SQLInputValue[]) {
			pass(COSTS.all);
			return this.#real.all(...values);
		}
		get(...values: SQLInputValue[]) {
			pass(COSTS.get);
			return this.#real.get(...values);
		}
		iterate(...values: SQLInputValue[]) {
			pass(COSTS.all);
			return this.#real.iterate(...values);
		}
		run(...values: SQLInputValue[]) {
			pass(COSTS.run);
			faults.statementsToFull -= 1;
			if (faults.statementsToFull <= 0) {
				faults.statementsToFull = Infinity;
				world.note('disk full in a statement');
				throw injected('database or disk is full', FULL);
			}
			const result = this.#real.run(...values);
			if (Number(result.changes) > 0)
				for (const table of this.#tables) this.#owner.written.add(table);
			return result;
		}
	}

	class PlayedConnection {
		written = new Set<string>();
		readonly #real: DatabaseSync;
		constructor(file: string) {
			this.#real = new DatabaseSync(file, { timeout: 0 });
			process.connections.push(this.#real);
		}
		get isOpen() {
			return this.#real.isOpen;
		}
		get isTransaction() {
			return this.#real.isOpen && this.#real.isTransaction;
		}
		function(...given: Parameters<DatabaseSync['function']>) {
			this.#real.function(...given);
		}
		location() {
			return this.#real.location();
		}
		close() {
			if (process.alive) this.#real.close();
		}
		prepare(text: string) {
			if (!process.alive) throw new Died();
			const real = this.#real.prepare(text);
			// How long the log is is no work: kept plans go on as before it was asked.
			return text === LOG_LENGTH ? real : new PlayedStatement(this, real, text);
		}
		exec(text: string) {
			if (process.isCommitLost && AFTER_LOST[text]) return this.#real.exec(AFTER_LOST[text]);
			if (text === 'begin immediate') return this.#begin(text);
			if (text === 'commit') return this.#commit(text);
			if (!process.alive) throw new Died();
			if (text === 'rollback') world.note('change undone');
			// A crash is played as a clean end, so nothing has to reach the real disk.
			this.#real.exec(text.replace(/synchronous = (full|normal)/, 'synchronous = off'));
		}
		#begin(text: string) {
			pass(COSTS.begin);
			if (world.now < world.lockedUntil) {
				world.note('lock of the database held by another program');
				// While it opens the database, a process waits inside SQLite.
				if (process.isReady) throw injected('database is locked', BUSY);
				world.now = world.lockedUntil;
			}
			this.#real.exec(text);
			this.written.clear();
		}
		#commit(text: string) {
			pass(COSTS.commit + (disk.happens(0.05) ? disk.between(1, 12) : 0));
			if (faults.failsCommit) {
				faults.failsCommit = false;
				world.note('commit failed');
				throw injected('disk I/O error', IO_ERROR);
			}
			if (faults.cutsPower && this.written.size > 0) return this.#lose(faults.cutsPower);
			this.#real.exec(text);
			if (this.written.size > 0) {
				world.committed(process);
				process.watch.onCommit(process, this.written);
				this.written = new Set();
			}
			if (!faults.crashesAfterCommit) return;
			faults.crashesAfterCommit = false;
			world.note('crash right after a commit');
			die('right after a commit');
		}
		/** To its process it looks committed, which nobody else can see before it is on the disk: the power is cut by then. */
		#lose(cutPower: () => void) {
			faults.cutsPower = undefined;
			process.isCommitLost = true;
			world.note('power cut before a commit was on the disk');
			world.at(world.now + disk.between(0, MOST_SYNC_MS), process, cutPower);
		}
	}
	return PlayedConnection;
}

function writtenTables(text: string): string[] {
	return [...text.matchAll(/(?:insert into|update|delete from)\s+(\w+)/g)].map(
		([, name = '']) => name,
	);
}
