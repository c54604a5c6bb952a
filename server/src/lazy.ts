/** Returns what makes a value when it is first asked for, and keeps it: the service is ready sooner. */
export function lazy<T>(make: () => T): () => T {
	let made: { value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}
