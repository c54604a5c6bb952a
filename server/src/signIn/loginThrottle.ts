import type { Database, Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';
import { networkOf } from '../values/network';
import { levelAt, oneMoreOfAll, waitOfAllMs } from './everybody';

const FREE_TRIES = 5;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const FORGOTTEN_AFTER_MS = 60 * 60_000;

/** For so long a network is remembered from which somebody has signed in. */
const WELCOME_MS = 30 * 24 * 60 * 60_000;

/** Under this name all networks together are counted. */
const ALL = '';

/** Wrong passwords in a row from one network. */
export type Failures = { count: number; lastAt: number };

/** How long the next password has to wait, in milliseconds, and for whose wrong ones; 0 when it need not. */
export type Wait = { ms: number; isForAll: boolean };

/** What is stored of a network: wrong passwords in a row, the last moment it was heard of, and whether it has signed in. */
type Row = { network: string; count: number; at: number; is_welcome: number };
type State = { own: Row; all: Row };

/**
 * Tries a password from an address, and returns how long it has to wait instead. Each network is counted by itself, a
 * household or firm by IPv6 only one, and besides there is one for all together. That one does not hold up a network from
 * which somebody has signed in within 30 days: strangers must not be able to lock the office out.
 *
 * It is counted in the database, in one transaction with the look whether it may be tried: so it holds for all processes
 * together and for tries at the same moment, and a new start changes nothing. Who has to wait costs one read.
 *
 * @param isRight whether it is the right one; what a wrong one means is counted
 */
export async function tryPassword(
	database: Database,
	ip: string,
	isRight: boolean,
	now: number,
): Promise<Wait> {
	const network = networkOf(ip);
	const before = await stateOf(database, network, now);
	const first = waitOf(before, now);
	if (first.ms > 0 && !isAhead(before, now)) return first;
	return database.writeService(async (transaction) => {
		const found = await stateOf(transaction, network, now);
		const current = setBack(found, now);
		const wait = waitOf(current, now);
		if (isAhead(found, now))
			for (const row of Object.values(current)) await store(transaction, row);
		if (wait.ms > 0) return wait;
		if (isRight) await welcome(transaction, ip, now);
		else await countFailure(transaction, current, now);
		return wait;
	});
}

/** Remembers that somebody has signed in from an address. */
export async function welcome(transaction: Transaction, ip: string, now: number): Promise<void> {
	await store(transaction, { network: networkOf(ip), count: 0, at: now, is_welcome: 1 });
}

async function countFailure(transaction: Transaction, { own, all }: State, now: number) {
	const failures = oneMore({ count: own.count, lastAt: own.at }, now);
	await store(transaction, { ...own, count: failures.count, at: now });
	const level = oneMoreOfAll({ height: all.count, at: all.at }, now);
	await store(transaction, { ...all, count: level.height, at: now });
	await transaction.run(
		sql`delete from wrong_passwords where network <> ${ALL} and at < ${now - WELCOME_MS}`,
	);
}

async function store(transaction: Transaction, row: Row): Promise<void> {
	const { network, count, at, is_welcome } = row;
	await transaction.run(sql`
		insert into wrong_passwords (network, count, at, is_welcome) values (${network}, ${count}, ${at}, ${is_welcome})
		on conflict (network) do update set count = excluded.count, at = excluded.at, is_welcome = excluded.is_welcome`);
}

async function stateOf(reader: Reader, network: string, now: number): Promise<State> {
	const rows = await reader.all<Row>(sql`
		select network, count, at, is_welcome from wrong_passwords where network in (${ALL}, ${network})`);
	const find = (name: string) =>
		rows.find((row) => row.network === name) ?? { network: name, count: 0, at: now, is_welcome: 0 };
	return { own: find(network), all: find(ALL) };
}

function waitOf({ own, all }: State, now: number): Wait {
	const ofOwn = waitMs({ count: own.count, lastAt: own.at }, now);
	const level = levelAt({ height: all.count, at: all.at }, now);
	const ofAll = own.is_welcome ? 0 : waitOfAllMs(level, now);
	return { ms: Math.max(ofOwn, ofAll), isForAll: ofAll > ofOwn };
}

/** A clock that was set back must not make the wait as long as it was set back. */
function isAhead({ own, all }: State, now: number): boolean {
	return own.at > now || all.at > now;
}

function setBack({ own, all }: State, now: number): State {
	return {
		own: { ...own, at: Math.min(own.at, now) },
		all: { ...all, at: Math.min(all.at, now) },
	};
}

/**
 * Returns how long after wrong passwords the next one has to wait, in milliseconds from now: nothing for the first
 * five, then five seconds, and each further one doubles it up to a quarter of an hour.
 */
export function waitMs({ count, lastAt }: Failures, now: number): number {
	if (count < FREE_TRIES) return 0;
	const wait = Math.min(FIRST_WAIT_MS * 2 ** (count - FREE_TRIES), LONGEST_WAIT_MS);
	return Math.max(0, lastAt + wait - now);
}

/** Returns the failures with one more, begun anew when the last was an hour ago. */
export function oneMore({ count, lastAt }: Failures, now: number): Failures {
	return { count: now - lastAt > FORGOTTEN_AFTER_MS ? 1 : count + 1, lastAt: now };
}
