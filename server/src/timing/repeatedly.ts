/**
 * Does some work again and again, never twice at the same moment. Returns what stops it: it aborts the work under
 * way, and resolves when that has ended.
 *
 * @param report is called with what went wrong; the next time tries again
 */
export function repeatedly(
	everyMs: number,
	work: (stopping: AbortSignal) => Promise<void>,
	report: (reason: unknown) => void,
): () => Promise<void> {
	const stopping = new AbortController();
	let running: Promise<void> | undefined;
	const timer = setInterval(() => {
		running ??= work(stopping.signal)
			.catch(report)
			.finally(() => (running = undefined));
	}, everyMs);
	timer.unref();
	return async () => {
		clearInterval(timer);
		stopping.abort();
		await running;
	};
}
