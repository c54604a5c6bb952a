import { DatabaseFault } from './fault';

/** Primary result codes of SQLite (sqlite.org/rescode.html); the byte behind them says more about some. */
const BUSY = 5;
const READ_ONLY = 8;
const IO_ERROR = 10;
const FULL = 13;

/** Those that speak of one statement: SQLITE_ERROR, TOOBIG, CONSTRAINT, MISMATCH and RANGE. */
const OF_A_STATEMENT = [1, 18, 19, 20, 25];

const RETRY_SECONDS = 30;

/** Returns whether another program holds the lock that SQLite needed. */
export function isBusy(reason: unknown): boolean {
	return codeOf(reason) === BUSY;
}

/** Returns whether the database itself cannot go on, such as on a full disk, so that no other statement could either. */
export function isOfDatabase(reason: unknown): boolean {
	const code = codeOf(reason);
	return code !== undefined && !OF_A_STATEMENT.includes(code);
}

/** Returns the fault of what failed because of the disk, or undefined for anything else. */
export function diskFault(reason: unknown): DatabaseFault | undefined {
	const code = codeOf(reason);
	if (code === FULL) return diskFull(RETRY_SECONDS);
	if (code !== IO_ERROR && code !== READ_ONLY) return undefined;
	return notWritable((reason as Error).message, RETRY_SECONDS);
}

/** Returns the fault of a full disk. */
export function diskFull(retryAfterSeconds?: number): DatabaseFault {
	return new DatabaseFault('full', 'The disk of the database is full.', retryAfterSeconds);
}

/** Returns the fault of a disk that takes nothing, for whatever reason but that it is full. */
export function notWritable(why: string, retryAfterSeconds?: number): DatabaseFault {
	const advice = `The folder of the database (DATA_DIR) cannot be written: ${why}. Nothing was saved. Check its disk, quota and permissions on the server, then try again.`;
	return new DatabaseFault('unavailable', advice, retryAfterSeconds);
}

function codeOf(reason: unknown): number | undefined {
	const { errcode } = (reason ?? {}) as { errcode?: number };
	return errcode === undefined ? undefined : errcode & 0xff;
}
