/** What is called back once a change is on disk: that of one change at a time, of those that share a transaction. */
export class JobCallbacks {
	private callbacks: Array<() => void> = [];

	/** Adds one of the change that runs now. */
	add(callback: () => void): void {
		this.callbacks.push(callback);
	}

	/** From now on collects those of another change; what it returns runs them, or drops them. */
	startJob(): (isKept: boolean) => void {
		const callbacks: Array<() => void> = [];
		this.callbacks = callbacks;
		return (isKept) => {
			if (isKept) for (const callback of callbacks) callback();
			callbacks.length = 0;
		};
	}

	/** Returns what drops those that are added from now on. */
	mark(): () => void {
		const { callbacks } = this;
		const { length } = callbacks;
		return () => {
			callbacks.length = length;
		};
	}
}
