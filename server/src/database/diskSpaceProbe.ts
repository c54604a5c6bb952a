import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseFault } from './fault';
import { diskFull, notWritable } from './sqliteFaults';

const FILE = '.disk-space-probe';
const PROBE_BYTES = 1024 * 1024;

/** Whoever asks more often gets the answer there was. */
const KEPT_MS = 1_000;

const FULL = ['ENOSPC', 'EDQUOT'];

/** Returns a check of whether a folder takes another megabyte; it returns why not, or undefined. */
export function newDiskSpaceProbe(folder: string): () => Promise<DatabaseFault | undefined> {
	let last: { at: number; answer: Promise<DatabaseFault | undefined> } | undefined;
	return () => {
		const at = performance.now();
		if (last === undefined || at - last.at >= KEPT_MS) last = { at, answer: probe(folder) };
		return last.answer;
	};
}

async function probe(folder: string): Promise<DatabaseFault | undefined> {
	const file = join(folder, FILE);
	try {
		await writeFile(file, Buffer.alloc(PROBE_BYTES), { mode: 0o600 });
		return undefined;
	} catch (reason) {
		const { code = '', message } = reason as NodeJS.ErrnoException;
		return FULL.includes(code) ? diskFull() : notWritable(message);
	} finally {
		await rm(file, { force: true }).catch(() => undefined);
	}
}
