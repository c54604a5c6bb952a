/** How long a long piece of work may keep the process from everything else, in milliseconds. */
const BREATH_MS = 10;

/** Returns what a long piece of work calls after each step: it lets everything else go on now and then. */
export function yieldingRegularly(): () => Promise<void> {
	let breathedAt = performance.now();
	return async () => {
		if (performance.now() - breathedAt <= BREATH_MS) return;
		await new Promise((resolve) => setImmediate(resolve));
		breathedAt = performance.now();
	};
}
