/** How long a long piece of work may keep the process from everything else, in milliseconds. */
const LONGEST_TURN_MS = 10;

/** Returns what a long piece of work calls after each step: it lets everything else go on now and then. */
export function yieldingRegularly(): () => Promise<void> {
	let turnBeganAt = performance.now();
	return async () => {
		if (performance.now() - turnBeganAt <= LONGEST_TURN_MS) return;
		await new Promise((resolve) => setImmediate(resolve));
		turnBeganAt = performance.now();
	};
}
