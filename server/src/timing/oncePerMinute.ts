const EVERY_MS = 60_000;
const MOST_REMEMBERED = 100;

/** Returns what says the same sentence once a minute at most: what goes wrong all the time must not flood the log. */
export function oncePerMinute(say: (sentence: string) => void): (sentence: string) => void {
	const saidAt = new Map<string, number>();
	return (sentence) => {
		const at = performance.now();
		if (at - (saidAt.get(sentence) ?? -Infinity) < EVERY_MS) return;
		if (saidAt.size >= MOST_REMEMBERED) saidAt.clear();
		saidAt.set(sentence, at);
		say(sentence);
	};
}
