import type { Down } from './faults.mts';
import { kind } from './kind.mts';

/** What a disk does that a change waits for. A run in fair weather has none of these. */
export const diskKinds = {
	powerCut: kind<Down>(
		1,
		(chance) => ({ downMs: chance.pick([1, 100, 3e3, 3e4]) }),
		(course, operation) =>
			course.afflict(operation, ({ faults: own }) => {
				own.cutsPower = () => course.cutPower(operation.downMs);
			}),
	),
	slowDisk: kind<{ syncs: number }>(
		2,
		(chance) => ({ syncs: chance.pick([1, 5, 50, 1_000]) }),
		(course, operation) =>
			course.afflict(operation, ({ faults: own }) => {
				own.slowSyncs = operation.syncs;
			}),
	),
};
