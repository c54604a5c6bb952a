import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { SearchedTable } from '../database';

/** What statements are sent by. */
type Asked = Pick<Pool, 'query'>;

/** So many records are indexed by one statement, in some 20 ms. */
const SOME = 500;

/** A search reads what is late, so many in some five milliseconds; no more may wait, however much is written. */
const MOST_LATE = 20_000;

/** So many more in a second are a crowd that has the database to itself, until the most are late. */
const CROWD = 500;

/** After so many, what they leave behind is cleared away: a search reads all of the table, which is rarely large enough for autovacuum. */
const CLEARED_EVERY = 20_000;
const WORTH_CLEARING = 1_000;

/** As long, what was added may take to be committed. */
const LONGEST_CHANGE_MS = 5_000;
/** As often, what a process has left that ended is looked for. */
const OTHERS_EVERY_MS = 10_000;

/** So long, somebody else is given to end what is being indexed. */
const OTHERS_PAUSE_MS = 10;

/** No record has a greater number. */
const LAST = '9223372036854775807';

const TABLES: readonly SearchedTable[] = ['deals', 'contacts'];

/** What new records are found by, on their way from the changes that add them into the indexes. */
export class LateTexts {
	private readonly before: Record<SearchedTable, Counted> = { deals: NONE, contacts: NONE };
	private readonly moved: Record<SearchedTable, number> = { deals: 0, contacts: 0 };

	private addedAtMs = -Infinity;
	private othersLookedAtMs = -Infinity;
	private isAnyLeft = false;

	constructor(private readonly pool: Asked) {}

	/** Is called for each record that a transaction adds, before its commit. Times are in milliseconds from any moment on. */
	noteAdded(nowMs: number): void {
		this.addedAtMs = nowMs;
	}

	/** Returns whether it is worth asking the database; the one process that leads asks for what others have left, too. */
	mayBeThere(nowMs: number, isLeader: boolean): boolean {
		const isOthersDue = isLeader && nowMs - this.othersLookedAtMs > OTHERS_EVERY_MS;
		if (isOthersDue) this.othersLookedAtMs = nowMs;
		return isOthersDue || this.isAnyLeft || nowMs - this.addedAtMs < LONGEST_CHANGE_MS;
	}

	/** Indexes some of what is late where few add to it, and what is too much of it in any case. */
	async indexSome(atMs: number, stopping?: AbortSignal): Promise<void> {
		this.isAnyLeft = false;
		for (const table of TABLES) {
			const late = await this.count(table);
			const due = dueNow({ late, atMs }, this.before[table]);
			for (let done = 0, moved = 1; done < due && moved > 0 && !stopping?.aborted; done += moved)
				moved = await this.index(table);
			this.before[table] = { late: Math.max(0, late - due), atMs };
			this.isAnyLeft ||= late > due;
			await this.clear(table, late <= due);
		}
	}

	/** Indexes all that is late by now, and waits for what others are indexing of it. */
	async indexAll(): Promise<void> {
		for (const table of TABLES) {
			const { rows } = await this.pool.query<{ last: string | null }>(
				`select max(number) as last from ${table}_to_index`,
			);
			const last = rows[0]?.last ?? '0';
			while ((await this.count(table, last)) > 0)
				if ((await this.index(table)) === 0) await sleep(OTHERS_PAUSE_MS);
			await this.clear(table, true);
		}
	}

	/**
	 * From the first to the last, of all or up to a number: no fewer than there are, as what was undone has used up numbers,
	 * and none where none is. To count twenty thousand several times a second takes one in seventy of what adds them.
	 */
	private async count(table: SearchedTable, last = LAST): Promise<number> {
		const { rows } = await this.pool.query<{ late: string }>(
			`select coalesce(max(number) - min(number) + 1, 0) as late from ${table}_to_index where number <= $1`,
			[last],
		);
		return Number(rows[0]?.late ?? 0);
	}

	/** Processes that do so at the same moment take different ones. */
	private async index(table: SearchedTable): Promise<number> {
		const { rows } = await this.pool.query<{ moved: string }>(INDEX[table]);
		const moved = Number(rows[0]?.moved ?? 0);
		this.moved[table] += moved;
		return moved;
	}

	private async clear(table: SearchedTable, isEmpty: boolean): Promise<void> {
		if (this.moved[table] < (isEmpty ? WORTH_CLEARING : CLEARED_EVERY)) return;
		this.moved[table] = 0;
		await this.pool.query(`vacuum (skip_locked, truncate false) ${table}_to_index`);
	}
}

/** How many records were late at a time, in milliseconds. */
type Counted = { late: number; atMs: number };

const NONE: Counted = { late: 0, atMs: 0 };

/** Returns how many records are to be indexed now. */
export function dueNow(now: Counted, before: Counted): number {
	const seconds = Math.max(0.001, (now.atMs - before.atMs) / 1000);
	const isCrowd = (now.late - before.late) / seconds > CROWD;
	const tooMany = Math.max(0, now.late - MOST_LATE);
	return isCrowd ? tooMany : Math.max(tooMany, Math.min(now.late, SOME));
}

const INDEX: Record<SearchedTable, string> = {
	deals: indexing('deals', 'deal_index'),
	contacts: indexing('contacts', 'contact_index'),
};

/**
 * A record that is gone, or was indexed meanwhile as it is by now, is only taken away. One that is being removed is waited
 * for: the index refers to it. Each is looked up by itself, so that it is by the index of numbers, whatever is known of how
 * many there are.
 */
function indexing(table: SearchedTable, index: string): string {
	return `
		with late as (
			delete from ${table}_to_index where number = any (array(
				select number from ${table}_to_index order by number limit ${SOME} for update skip locked))
			returning number, text),
		added as (
			insert into ${index} (rowid, text)
			select number, text from (
				select (select number from ${table} where number = late.number for key share) as number, text from late) as found
			where number is not null
			on conflict (rowid) do nothing)
		select count(*) as moved from late`;
}
