import { planOf } from './plan.mts';
import type { PlantedFault } from './plantedFaults.mts';
import { Product } from './product.mts';
import { runPlan } from './run.mts';
import { seedNames } from './seeds.mts';

/** Within so many runs a fault has to be found. */
const MOST_RUNS = 300;

/** Plants each fault and runs seeds until a promise is broken; returns whether all were found. */
export async function findPlanted(
	faults: PlantedFault[],
	print: (line: string) => void,
): Promise<boolean> {
	let found = 0;
	let most = 0;
	for (const { name, what, patches } of faults) {
		const result = await runsToFind(patches, MOST_RUNS);
		if (result) {
			found += 1;
			most = Math.max(most, result.runs);
		}
		const said = result ? `after ${result.runs} runs: ${result.promise}` : 'NOT FOUND';
		print(`${name.padEnd(16)} ${said} (${what})`);
	}
	print(`${found} of ${faults.length} found, each within ${most} runs.`);
	return found === faults.length;
}

/** Returns after how many runs a planted fault breaks a promise, and which; undefined when none does. */
export async function runsToFind(
	patches: PlantedFault['patches'],
	most: number,
): Promise<{ runs: number; promise: string } | undefined> {
	const product = new Product(patches);
	let runs = 0;
	for (const seed of seedNames('planted', most)) {
		runs += 1;
		const { failure } = await runPlan(planOf(seed), product);
		if (failure) return { runs, promise: failure.promise };
	}
	return undefined;
}
