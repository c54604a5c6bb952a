/**
 * Has a process whose event loop runs empty before its work is done say so and end with 1: without, what waits for an
 * answer that never comes looks like a success. Returns what is called once the work is done.
 */
export function failIfUnfinished(sentence: string): () => void {
	const fail = () => {
		console.error(sentence);
		process.exit(1);
	};
	process.once('beforeExit', fail);
	return () => void process.off('beforeExit', fail);
}
