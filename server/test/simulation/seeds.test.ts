import { expect, test } from 'vitest';
import { planOf } from '../../simulation/plan.mts';
import { Product } from '../../simulation/product.mts';
import { runPlan } from '../../simulation/run.mts';
import { seedNames, TESTED, TESTED_SEEDS, total } from '../../simulation/seeds.mts';

const minutes = 60_000;

test(
	'through crashes, full disks, stalls and wrong clocks every promise is kept',
	{ timeout: 15 * minutes },
	async () => {
		const seeds = seedNames(TESTED, TESTED_SEEDS);

		const { runs, broken, unseen } = await total(seeds, () => false);

		expect(runs).toBe(TESTED_SEEDS);
		expect(broken, 'look at one: npm run simulate -- --seed SEED --shrink --trace').toEqual([]);
		expect(unseen, 'situations that never came up: the simulation has gone blind').toEqual([]);
	},
);

test('a seed is one course of events', { timeout: 5 * minutes }, async () => {
	for (const seed of ['one', 'two', 'three']) {
		const [first, second] = [
			await runPlan(planOf(seed), new Product()),
			await runPlan(planOf(seed), new Product()),
		];
		expect(first.fingerprint).toBe(second.fingerprint);
		expect(first.commits).toBeGreaterThan(0);
	}
});
