import { once } from 'node:events';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * How a checkpoint is made: beside everything else, which may leave a part in the log; or while nobody can write, so that
 * the log begins anew (https://sqlite.org/c3ref/wal_checkpoint_v2.html).
 */
export type CheckpointMode = 'passive' | 'restart';

/** For so long another process is waited for; then the log does not begin anew this time. */
const TIMEOUT_MS = 50;

/** Makes checkpoints of a database, one at a time, in a thread of its own that begins with the first of them. */
export class Checkpoints {
	private thread: Worker | undefined;
	private made: () => void = () => {};

	constructor(private readonly file: string) {}

	/** Resolves when one was made or could not be: then the log stays as it is until the next. */
	make(mode: CheckpointMode): Promise<void> {
		return new Promise((resolve) => {
			this.thread ??= this.newThread();
			const { thread } = this;
			this.made = () => {
				thread.unref();
				resolve();
			};
			// A command that has nothing else to do waits for it.
			thread.ref();
			thread.postMessage(mode);
		});
	}

	/** To be called when none is under way. */
	async stop(): Promise<void> {
		const { thread } = this;
		if (!thread) return;
		const ended = once(thread, 'exit');
		thread.ref();
		thread.postMessage('stop');
		await ended;
	}

	private newThread(): Worker {
		const path = join(__dirname, `checkpointThread${extname(__filename)}`);
		const thread = new Worker(path, { workerData: { file: this.file, timeoutMs: TIMEOUT_MS } });
		thread.unref();
		thread.on('message', () => this.made());
		// It ends with its first error, and the next checkpoint begins another one.
		thread.on('error', () => {});
		thread.on('exit', () => {
			this.thread = undefined;
			this.made();
		});
		return thread;
	}
}
