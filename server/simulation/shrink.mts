import type { Plan } from './plan.mts';
import { USUAL_LIMITS } from './plan.mts';
import type { Product } from './product.mts';
import { runPlan } from './run.mts';

const MOST_TRIES = 400;

/**
 * Returns the least of a plan by which the same promise is broken: operations are taken out in halves, quarters, one by one
 * (Zeller's ddmin), then one process, usual limits, true clocks and short waits are tried.
 */
export async function shrink(
	plan: Plan,
	product: Product,
	promise: string,
): Promise<{ plan: Plan; tries: number }> {
	let best = plan;
	let tries = 0;
	const keepIfBroken = async (candidate: Plan) => {
		if (tries >= MOST_TRIES) return false;
		tries += 1;
		const { failure } = await runPlan(candidate, product);
		if (failure?.promise !== promise) return false;
		best = candidate;
		return true;
	};
	for (let size = Math.ceil(best.operations.length / 2); size >= 1; size = halfOf(size))
		for (let from = 0; from < best.operations.length; ) {
			const { operations } = best;
			const rest = [...operations.slice(0, from), ...operations.slice(from + size)];
			if (!(await keepIfBroken({ ...best, operations: rest }))) from += size;
		}
	await keepIfBroken({ ...best, roles: ['all'], clocks: [0] });
	await keepIfBroken({ ...best, clocks: best.roles.map(() => 0) });
	await keepIfBroken({ ...best, limits: USUAL_LIMITS });
	for (let index = 0; index < best.operations.length; index += 1) await shortenWait(index);
	return { plan: best, tries };

	async function shortenWait(index: number): Promise<void> {
		for (const wait of [0, 1, 1_000]) {
			const { operations } = best;
			if ((operations[index]?.wait ?? 0) <= wait) return;
			const sooner = operations.map((one, place) => (place === index ? { ...one, wait } : one));
			if (await keepIfBroken({ ...best, operations: sooner })) return;
		}
	}
}

function halfOf(size: number): number {
	return size === 1 ? 0 : Math.ceil(size / 2);
}
