import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRepository } from '../../../scripts/repository.mjs';
import type { Plan } from '../../simulation/plan.mts';
import { plantedFaults } from '../../simulation/plantedFaults.mts';
import { Product } from '../../simulation/product.mts';
import { runPlan } from '../../simulation/run.mts';

const folder = inRepository('server/test/simulation/found');

/** What was found in the service itself, or is come upon by few seeds: the plan that led to it, and the fault as it is planted again. */
const FOUND: Record<string, string> = {
	'deleted-while-on-its-way.json': 'heldLater',
	'held-while-the-clock-was-ahead.json': 'heldAhead',
	'lease-from-before-the-wait.json': 'claimTime',
	'left-out-while-on-its-way.json': 'leftOutAgain',
	'skipped-behind-one-on-its-way.json': 'skipInFlight',
	'skipped-before-the-next-was-looked-at.json': 'skipInFlight',
	'success-during-an-edit.json': 'failingSince',
	'url-with-the-failures-of-another.json': 'newAddress',
};

test('each plan that is kept is known by its fault', () => {
	expect(readdirSync(folder).sort()).toEqual(Object.keys(FOUND).sort());
});

test.each(Object.entries(FOUND))('%s breaks no promise, and one where %s', async (file, name) => {
	const plan = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Plan;
	const planted = plantedFaults.find((fault) => fault.name === name);

	const repaired = await runPlan(plan, new Product());
	const broken = await runPlan(plan, new Product(planted?.patches));

	expect(repaired.failure).toBeUndefined();
	expect(broken.failure).toBeDefined();
});
