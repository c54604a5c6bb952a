import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const AFTER_MS = 5_000;

/** Busier than this, part of the time, the process collects its garbage by itself. */
const QUIET = 0.05;

/**
 * Collects once, as soon as it is quiet after the start, what the start has left behind: some ten megabytes that V8
 * would otherwise keep until there is load. It takes a tenth of a second, which somebody would wait for under load.
 */
export function collectStartGarbage(collect = collectAll): void {
	let before = performance.eventLoopUtilization();
	const timer = setInterval(() => {
		const { utilization } = performance.eventLoopUtilization(before);
		before = performance.eventLoopUtilization();
		if (utilization > QUIET) return;
		clearInterval(timer);
		collect();
	}, AFTER_MS);
	timer.unref();
}

/** Node.js offers the collector to nobody but by a flag. */
function collectAll(): void {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as (options: object) => void;
	collect({ type: 'major', flavor: 'last-resort' });
}
