/** When a change calls back: once it has run, while others join its transaction, or once it is on the disk. */
export type CallbackMoment = 'written' | 'onDisk';

/** What is to be called at either moment of a change. */
export type JobEnding = {
	written: () => void;
	ended: (isKept: boolean) => void;
};

/** What is called back once a change was written or is on disk: that of one change at a time, of those that share a transaction. */
export class JobCallbacks {
	private callbacks = noCallbacks();

	/** Adds one of the change that runs now. */
	add(moment: CallbackMoment, callback: () => void): void {
		this.callbacks[moment].push(callback);
	}

	/** From now on collects those of another change; what it returns runs them, or drops them. */
	startJob(): JobEnding {
		const callbacks = noCallbacks();
		this.callbacks = callbacks;
		return {
			written: () => call(callbacks.written.splice(0)),
			ended: (isKept) => {
				const all = [...callbacks.written.splice(0), ...callbacks.onDisk.splice(0)];
				if (isKept) call(all);
			},
		};
	}

	/** Returns what drops those that are added from now on. */
	mark(): () => void {
		const { written, onDisk } = this.callbacks;
		const lengths = { written: written.length, onDisk: onDisk.length };
		return () => {
			written.length = lengths.written;
			onDisk.length = lengths.onDisk;
		};
	}
}

function noCallbacks(): Record<CallbackMoment, Array<() => void>> {
	return { written: [], onDisk: [] };
}

function call(callbacks: Array<() => void>): void {
	for (const callback of callbacks) callback();
}
