import { planOf } from './plan.mts';
import { Product } from './product.mts';
import { runPlan, type RunResult } from './run.mts';
import { unseenSituations } from './situations.mts';

type Print = (line: string) => void;

/** How many plans `npm test` carries out. */
export const TESTED_SEEDS = 300;

/** What many runs came to. */
export type Total = Record<
	'runs' | 'tasks' | 'commits' | 'sends' | 'events' | 'virtualMs',
	number
> & {
	situations: Map<string, number>;
	broken: Array<{ seed: string; promise: string; detail: string }>;
	/** Situations that should have come up and have not. */
	unseen: string[];
};

/**
 * What the names of the seeds of `npm test` begin with: the same for each commit, so that no commit is red for what another
 * one has brought. New ones are tried by `npm run simulate -- --seconds`.
 */
export const TESTED = 'tested';

/** Carries out the plans of many seeds. */
export async function total(seeds: Iterable<string>, isOver: () => boolean): Promise<Total> {
	const product = new Product();
	const sum = { runs: 0, tasks: 0, commits: 0, sends: 0, events: 0, virtualMs: 0 };
	const situations = new Map<string, number>();
	const broken: Total['broken'] = [];
	for (const seed of seeds) {
		if (isOver()) break;
		const result = await runPlan(planOf(seed), product);
		add(sum, result);
		for (const [name, count] of result.situations)
			situations.set(name, (situations.get(name) ?? 0) + count);
		if (result.failure) broken.push({ seed, ...result.failure });
	}
	const unseen = unseenSituations(situations, sum.runs);
	return { ...sum, situations, broken, unseen };
}

function add(sum: Omit<Total, 'situations' | 'broken' | 'unseen'>, result: RunResult): void {
	sum.runs += 1;
	for (const name of ['tasks', 'commits', 'sends', 'events', 'virtualMs'] as const)
		sum[name] += result[name];
}

/** Returns names of seeds: so many, or without end. */
export function* seedNames(beginning: string, most = Infinity): Generator<string> {
	for (let number = 1; number <= most; number += 1) yield `${beginning}-${number}`;
}

/** Runs seeds and prints what they came to; returns whether every promise was kept and every situation seen. */
export async function runSeeds(
	{ seeds, seconds = Infinity }: { seeds?: number; seconds?: number },
	print: Print,
): Promise<boolean> {
	const startedAt = performance.now();
	const cpu = process.cpuUsage();
	const beginning = seeds === undefined ? Date.now().toString(36) : TESTED;
	const isOver = () => performance.now() - startedAt > seconds * 1000;
	const sum = await total(seedNames(beginning, seeds), isOver);
	const { user, system } = process.cpuUsage(cpu);
	const { runs, virtualMs, situations, broken, unseen, ...counts } = sum;
	for (const [name, count] of [...situations].sort())
		print(`${String(count).padStart(9)}  ${name}`);
	const years = virtualMs / (365.25 * 24 * 60 * 60 * 1000);
	const cpuSeconds = (user + system) / 1e6;
	print(
		`${runs} runs in ${Math.round(cpuSeconds)} s of one processor, ${years.toFixed(1)} virtual years: ${Object.entries(
			counts,
		)
			.map(([name, count]) => `${count} ${name}`)
			.join(', ')}.`,
	);
	for (const { seed, promise, detail } of broken)
		print(`BROKEN by seed ${seed}: ${promise}. ${detail.slice(0, 400)}`);
	if (broken[0]) print(`npm run simulate -- --seed ${broken[0].seed} --shrink --trace`);
	if (unseen.length > 0) print(`Gone blind: in ${runs} runs never ${unseen.join('; ')}.`);
	return broken.length === 0 && unseen.length === 0;
}
