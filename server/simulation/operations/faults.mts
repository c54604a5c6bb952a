import { kind } from './kind.mts';

export type Down = { downMs: number };

/** What goes wrong around the service. A run in fair weather has none of these. */
export const faultKinds = {
	crash: kind<Down>(
		4,
		(chance) => ({ downMs: chance.pick([1, 100, 3e3, 3e4, 36e5]) }),
		(course, operation) =>
			course.afflict(operation, (process) => {
				process.faults.downForMs = operation.downMs;
				process.crash('killed');
			}),
	),
	crashSoon: kind<Down & { statements: number }>(
		6,
		(chance) => ({
			statements: 1 + chance.int(chance.pick([5, 40, 150])),
			downMs: chance.pick([1, 100, 3e3, 3e4]),
		}),
		(course, operation) =>
			course.afflict(operation, ({ faults: own }) => {
				own.statementsToCrash = operation.statements;
				own.downForMs = operation.downMs;
			}),
	),
	crashAfterCommit: kind<Down>(
		2,
		(chance) => ({ downMs: chance.pick([1, 100, 3e3, 3e4]) }),
		(course, operation) =>
			course.afflict(operation, ({ faults: own }) => {
				own.crashesAfterCommit = true;
				own.downForMs = operation.downMs;
			}),
	),
	stop: kind<Down>(
		2,
		(chance) => ({ downMs: chance.pick([1, 100, 3e3, 3e4, 36e5]) }),
		(course, operation) =>
			course.afflict(operation, (process) => {
				process.faults.downForMs = operation.downMs;
				process.stop().catch((reason: Error) => {
					if (process.alive) course.watch.fail('a stop succeeds', String(reason.stack));
				});
			}),
	),
	stall: kind<{ ms: number }>(
		3,
		(chance) => ({ ms: chance.pick([300, 3e3, 6e3, 14e3, 25e3, 6e4]) }),
		(course, operation) =>
			course.afflict(operation, (process) => {
				process.stalledUntil = course.world.now + operation.ms;
				course.world.note('process stalled');
			}),
	),
	lock: kind<{ ms: number }>(
		3,
		(chance) => ({ ms: chance.pick([500, 4e3, 9e3, 12e3]) }),
		({ world }, { ms }) => {
			world.lockedUntil = world.now + ms;
			if (ms > 10_000) world.note('lock held for longer than is waited');
		},
	),
	full: kind<{ statements: number }>(
		2,
		(chance) => ({ statements: 1 + chance.int(30) }),
		(course, operation) =>
			course.afflict(operation, ({ faults: own }) => {
				own.statementsToFull = operation.statements;
			}),
	),
	failCommit: kind<object>(
		1,
		() => ({}),
		(course, operation) =>
			course.afflict(operation, ({ faults: own }) => {
				own.failsCommit = true;
			}),
	),
	clock: kind<{ offsetMs: number }>(
		3,
		(chance) => ({ offsetMs: chance.pick([0, 0, 1_500, -1_500, 6e4, -6e4, 18e5, -18e5]) }),
		(course, operation) => course.setClock(operation.slot, operation.offsetMs),
	),
};
