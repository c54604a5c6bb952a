/** Returns what makes a value when it is first asked for, and keeps it: the service is ready sooner. */
export function lazy<T>(make: () => T): () => T {
	let made: { value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}

/**
 * Returns what makes a value that takes its time when it is first asked for, and keeps it. Whoever asks meanwhile gets
 * the same one; a try that failed is forgotten, so that the next one who asks tries again.
 */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | undefined;
	return () =>
		(made ??= make().catch((reason) => {
			made = undefined;
			throw reason;
		}));
}
