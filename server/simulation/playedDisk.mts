import { DatabaseSync } from 'node:sqlite';
import type { CheckpointMode, Checkpoints } from '../src/database/checkpoints.ts';
import type { LogFile } from '../src/database/logFile.ts';
import type { Chance } from './chance.mts';
import type { SimulatedProcess } from './process.mts';
import type { World } from './world.mts';

/** For so long the disk is waited for at most, in milliseconds. */
export const MOST_SYNC_MS = 12;

/** Returns the write-ahead log as a process waits for it: nothing has to reach the real disk. */
export function playedLogFile(world: World, process: SimulatedProcess, disk: Chance): LogFile {
	const { faults } = process;
	const wait = () =>
		new Promise<void>((resolve) => {
			world.note('disk waited for');
			world.at(world.now + disk.between(0, MOST_SYNC_MS), process, resolve);
		});
	return {
		sync: async () => {
			if (process.isCommitLost) return new Promise(() => {});
			faults.slowSyncs -= 1;
			if (faults.slowSyncs >= 0) await wait();
		},
		close: () => {},
	};
}

/** Makes checkpoints at once. */
export class PlayedCheckpoints implements Pick<Checkpoints, 'make' | 'stop'> {
	readonly #file: string;
	constructor(file: string) {
		this.#file = file;
	}
	async make(mode: CheckpointMode) {
		const connection = new DatabaseSync(this.#file);
		connection.exec(`pragma synchronous = off; pragma wal_checkpoint(${mode})`);
		connection.close();
	}
	async stop() {}
}
