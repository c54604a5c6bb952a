import type { Chance } from './chance.mts';
import type { Globals } from './product.mts';
import type { SimulatedProcess } from './process.mts';
import type { Task } from './queue.mts';
import type { World } from './world.mts';

const RealDate = Date;

/** Returns what the modules of a simulated process take for clock, timers and chance. */
export function globalsOf(world: World, process: SimulatedProcess, chance: Chance): Globals {
	const off = (task: Task | undefined) => void (task && (task.isOff = true));
	return {
		setTimeout: (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) =>
			asTimer(
				world.at(world.now + Math.max(1, ms) + chance.next() * 1.5, process, () => run(...given)),
			),
		clearTimeout: off,
		setInterval: (run: () => void, ms: number) => asTimer(world.every(ms, process, run)),
		clearInterval: off,
		setImmediate: (run: (...given: unknown[]) => void, ...given: unknown[]) =>
			world.at(world.now + 0.001 + chance.next() * 0.03, process, () => run(...given)),
		clearImmediate: off,
		performance: { now: () => world.now - process.bornAt },
		Date: dateOf(process),
		Math: Object.assign(Object.create(Math) as Math, { random: () => chance.next() }),
		AbortSignal: {
			timeout: (ms: number) => timeoutSignal(world, process, ms),
			any: (signals: AbortSignal[]) => AbortSignal.any(signals),
		},
		planted: process.planted,
	};
}

/** A lock that another program holds is asked for seldom: asking more often finds nothing. */
const ASK_EVERY_MS = 250;

/** Returns `setTimeout` of node:timers/promises, by which the service waits for the lock of its database. */
export function sleepOf(world: World, process: SimulatedProcess) {
	return (ms: number) =>
		new Promise<void>((resolve) => {
			const free = Math.min(world.lockedUntil, world.now + ASK_EVERY_MS);
			world.at(Math.max(world.now + ms, free), process, resolve);
		});
}

function dateOf(process: SimulatedProcess): DateConstructor {
	return class extends RealDate {
		constructor(...given: [] | [number | string | Date]) {
			super(...((given.length === 0 ? [process.clock()] : given) as [number]));
		}
		static override now(): number {
			return process.clock();
		}
	} as unknown as DateConstructor;
}

function timeoutSignal(world: World, process: SimulatedProcess, ms: number): AbortSignal {
	const controller = new AbortController();
	world.at(world.now + ms, process, () => controller.abort());
	return controller.signal;
}

function asTimer(task: Task): Task & { unref: () => Task; ref: () => Task } {
	return Object.assign(task, { unref: () => task, ref: () => task });
}
