/** A terminal gives Ctrl+C to all programs of a group, and one that has started another passes it on: it is the same Ctrl+C. */
const SAME_MS = 1_000;

/**
 * Calls back when somebody at the terminal, or the system, wants the program to end.
 *
 * @param first is called once
 * @param again is called when they want it once more, as it takes them too long
 */
export function onStopSignals(first: () => void, again: () => void): void {
	let firstAt: number | undefined;
	const asked = () => {
		if (firstAt === undefined) {
			firstAt = performance.now();
			first();
		} else if (performance.now() - firstAt > SAME_MS) again();
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, asked);
}
