// Simulates the heart of the service: docs/simulation.md.
//
//   npm run simulate                                  the seeds that `npm test` runs
//   npm run simulate -- --seconds 30                  as many as come up in that time, from a seed nobody used before
//   npm run simulate -- --seed 195 --shrink --trace   one seed: what happens, and the least that leads to it
//   npm run simulate -- --plan FILE --trace           a plan that was kept
//   npm run simulate -- --mutations                   whether it finds each fault that is planted on purpose
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findPlanted } from './findPlanted.mts';
import { type Plan, planOf } from './plan.mts';
import { plantedFaults } from './plantedFaults.mts';
import { Product } from './product.mts';
import { runPlan } from './run.mts';
import { runSeeds, TESTED_SEEDS } from './seeds.mts';
import { shrink } from './shrink.mts';

const { values: options } = parseArgs({
	options: {
		seconds: { type: 'string' },
		seed: { type: 'string' },
		plan: { type: 'string' },
		shrink: { type: 'boolean' },
		trace: { type: 'boolean' },
		mutations: { type: 'boolean' },
		mutation: { type: 'string' },
	},
});
const { seed, plan: file, mutation, seconds } = options;
const planted = plantedFaults.filter(({ name }) => mutation === undefined || name === mutation);
const isOne = seed !== undefined || file !== undefined;
const isKept = isOne
	? await watchOne(seed === undefined ? readPlan(file as string) : planOf(seed))
	: options.mutations || mutation
		? await findPlanted(planted, console.log)
		: await runSeeds(seconds ? { seconds: Number(seconds) } : { seeds: TESTED_SEEDS }, console.log);
process.exit(isKept ? 0 : 1);

function readPlan(path: string): Plan {
	return JSON.parse(readFileSync(path, 'utf8')) as Plan;
}

async function watchOne(given: Plan): Promise<boolean> {
	const product = new Product(mutation ? planted.flatMap(({ patches }) => patches) : []);
	const { failure } = await runPlan(given, product);
	if (!failure) console.log('No promise is broken.');
	else console.log(`Broken at ${failure.at}: ${failure.promise}. ${failure.detail}`);
	let plan = given;
	if (failure && options.shrink) {
		const shrunk = await shrink(given, product, failure.promise);
		plan = shrunk.plan;
		const { operations, ...rest } = plan;
		console.log(
			`Shrunk from ${given.operations.length} to ${operations.length} operations in ${shrunk.tries} runs:`,
		);
		console.log(JSON.stringify(rest));
		for (const operation of operations) console.log(JSON.stringify(operation));
	}
	if (options.trace) await runPlan(plan, product, console.log);
	return failure === undefined;
}
