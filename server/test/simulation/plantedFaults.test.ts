import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRepository } from '../../../scripts/repository.mjs';
import { runsToFind } from '../../simulation/findPlanted.mts';
import { plantedFaults } from '../../simulation/plantedFaults.mts';

const patches = plantedFaults.flatMap(({ name, patches: own }) =>
	own.map((patch) => ({ name, ...patch })),
);

test('there are faults to plant, each by a name of its own', () => {
	expect(plantedFaults.length).toBeGreaterThan(40);
	expect(new Set(plantedFaults.map(({ name }) => name)).size).toBe(plantedFaults.length);
});

test.each(patches)('$name can be planted in $file', ({ file, from }) => {
	const text = readFileSync(inRepository('server/src', file), 'utf8');

	expect(text.split(from)).toHaveLength(2);
});

// All of them by `npm run simulate -- --mutations`, which takes minutes; these fall at once.
test.each(['lease', 'pausedNew', 'previous', 'propagatedTwice', 'eventLater'])(
	'the simulation finds %s',
	{ timeout: 5 * 60_000 },
	async (name) => {
		const planted = plantedFaults.find((fault) => fault.name === name);

		expect(await runsToFind(planted?.patches ?? [], 20)).toBeDefined();
	},
);
