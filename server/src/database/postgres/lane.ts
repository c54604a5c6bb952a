import { NO_WORKSPACE } from '../configuration';
import type { Work } from '../database';
import { stopping } from '../fault';
import type { Groups, GroupWay, Job } from './groups';

/** So many changes share a commit: beyond, the wait for one's neighbours would be felt. */
export const MOST_IN_GROUP = 100;

/** Runs changes of no one workspace one after another, those that wait together in one transaction. */
export class Lane {
	private waiting: Job[] = [];
	private running: Promise<void> | undefined;
	private isClosed = false;

	constructor(
		private readonly groups: Groups,
		private readonly way: GroupWay,
	) {}

	/** Rejects with unavailable once it is closed. */
	add<T>(work: Work<T>): Promise<T> {
		if (this.isClosed) return Promise.reject(stopping());
		return new Promise<T>((resolve, reject) => {
			const ofNone = { workspaceId: NO_WORKSPACE };
			this.waiting.push({ ...ofNone, work, resolve: resolve as Job['resolve'], reject });
			this.running ??= this.drain();
		});
	}

	/** Takes no more changes, and resolves when those that wait are done. */
	async close(): Promise<void> {
		this.isClosed = true;
		await this.running;
	}

	private async drain(): Promise<void> {
		// What arrives in the same turn of the event loop shares the transaction.
		await new Promise((resolve) => setImmediate(resolve));
		while (this.waiting.length > 0) await this.groups.run(takeGroup(this.waiting), this.way);
		this.running = undefined;
	}
}

/** Takes the first jobs that may share a transaction: a rehearsal is a group of its own. */
export function takeGroup(waiting: Job[], most = MOST_IN_GROUP): Job[] {
	const end = waiting.findIndex(({ isRehearsal }, index) => isRehearsal && index > 0);
	const count = waiting[0]?.isRehearsal ? 1 : Math.min(end === -1 ? Infinity : end, most);
	return waiting.splice(0, count);
}
