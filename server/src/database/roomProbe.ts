import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { problem, type Refusal } from '../problems/problems';
import { cannotWrite } from './sqliteFaults';

const FILE = '.room-probe';
const PROBE_BYTES = 1024 * 1024;

/** Whoever asks more often gets the answer there was. */
const KEPT_MS = 1_000;

const FULL = ['ENOSPC', 'EDQUOT'];

/** Returns what tells whether a folder takes another megabyte: the refusal for its changes, or undefined. */
export function newRoomProbe(folder: string): () => Promise<Refusal | undefined> {
	let last: { at: number; answer: Promise<Refusal | undefined> } | undefined;
	return () => {
		const at = performance.now();
		if (last === undefined || at - last.at >= KEPT_MS) last = { at, answer: probe(folder) };
		return last.answer;
	};
}

async function probe(folder: string): Promise<Refusal | undefined> {
	const file = join(folder, FILE);
	try {
		await writeFile(file, Buffer.alloc(PROBE_BYTES), { mode: 0o600 });
		return undefined;
	} catch (reason) {
		const { code = '', message } = reason as NodeJS.ErrnoException;
		return FULL.includes(code)
			? problem('disk_full')
			: problem('unavailable', cannotWrite(message));
	} finally {
		await rm(file, { force: true }).catch(() => undefined);
	}
}
