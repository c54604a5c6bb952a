import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const AFTER_MS = 5_000;

/**
 * Collects once, a moment after the start, what the start has left behind: some ten megabytes that V8 would otherwise
 * keep until there is load. Node.js offers the collector to nobody but by a flag.
 */
export function collectStartGarbage(): void {
	const timer = setTimeout(() => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as (options: object) => void;
		collect({ type: 'major', flavor: 'last-resort' });
	}, AFTER_MS);
	timer.unref();
}
