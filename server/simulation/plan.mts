import type { limits } from '../src/limits.ts';
import { type Chance, chanceOf } from './chance.mts';
import { diskKinds } from './operations/disks.mts';
import { drawnKinds, FAULT_KINDS, operationKinds, PULL_KINDS } from './operations/index.mts';
import { pullStories, stories } from './stories.mts';

/** Something that is done, or goes wrong, in a run. What else it holds depends on its kind. */
export type SimulatedOperation = {
	/** Stays the same when others are taken out. */
	i: number;
	kind: string;
	/** Milliseconds since the one before. */
	wait: number;
	/** Which process it concerns. */
	slot: number;
};

/** A run before it happens: together with the code it says everything that will. */
export type Plan = {
	seed: string;
	limits: typeof limits;
	scheduleMs: number[];
	roles: Array<'all' | 'api' | 'worker'>;
	/** How far the clock of each process is from the true time at first, in milliseconds. */
	clocks: number[];
	/** Nothing goes wrong around the service. */
	isCalm: boolean;
	operations: SimulatedOperation[];
};

/** As the service has them. */
export const USUAL_LIMITS: typeof limits = {
	rowsAtOnce: 500,
	recordsAtOnce: 50,
	caughtUpAtOnce: 200,
	graceMs: 2_000,
	replayedAtOnce: 100,
	claimedAtOnce: 100,
	slots: 50,
	sweepMs: 1_000,
	retentionEveryMs: 60 * 60 * 1000,
};

const USUAL_SCHEDULE = [5e3, 3e5, 18e5, 72e5, 18e6, 36e6, 504e5, 72e6, 864e5];
const SCHEDULES = [[1e3, 2e3, 3e3], [500, 5e3], [1e3, 6e4, 36e5], []];

/** Without these nothing happens. */
const ALWAYS = ['ingest', 'webhook'];

const SUBSCRIBING = ['webhook', 'subscribe'];

const DISK_KINDS = Object.entries(diskKinds).map((one) => [one, one[1].weight] as const);

type Pace = 'dense' | 'mixed' | 'long';

/** Returns the plan of a seed. */
export function planOf(seed: string): Plan {
	const chance = chanceOf(`${seed} plan`);
	const isCalm = chance.happens(0.15);
	// As it mostly runs: only there it is seen whether anybody waits for no reason.
	const isUsual = isCalm && chance.happens(0.7);
	const limits = { ...drawLimits(chance), ...(isUsual && { slots: 50, claimedAtOnce: 100 }) };
	const scheduleMs = chance.happens(0.5) ? USUAL_SCHEDULE : chance.pick(SCHEDULES);
	const roles: Plan['roles'] = isUsual
		? ['all']
		: chance.weighted([
				[['all'], 5],
				[['all', 'all'], 3],
				[['api', 'worker'], 1],
				[['all', 'worker'], 2],
			]);
	const clocks = roles.map(() =>
		isCalm || chance.happens(0.8) ? 0 : chance.pick([-1_500, 1_500, -18e5, 18e5]),
	);
	const drawn = drawOperations(chance, isCalm);
	const operations = isCalm ? drawn : withDisk(drawn, chanceOf(`${seed} disk`));
	return { seed, limits, scheduleMs, roles, clocks, isCalm, operations };
}

function drawLimits(chance: Chance): typeof limits {
	const rowsAtOnce = chance.pick([1, 2, 5, 500]);
	return {
		rowsAtOnce,
		recordsAtOnce: chance.pick([1, 2, 50]),
		caughtUpAtOnce: chance.pick([1, 2, 5, 200]),
		graceMs: chance.pick([0, 2_000]),
		replayedAtOnce: chance.pick([1, 2, 7, 100]),
		claimedAtOnce: chance.pick([1, 3, 100, 100]),
		slots: chance.pick([2, 5, 50, 50]),
		sweepMs: 1_000,
		retentionEveryMs: chance.pick([36e5, 12 * 36e5]),
	};
}

/** Each run leaves some kinds out (swarm testing), and has its own pace and its own share of stories. */
function drawOperations(chance: Chance, isCalm: boolean): SimulatedOperation[] {
	const leftOut = chance.next() * 0.6;
	const hasPulls = chance.happens(0.3);
	const mayHappen = (name: string) =>
		!(isCalm && FAULT_KINDS.includes(name)) && (hasPulls || !PULL_KINDS.includes(name));
	const kinds = Object.entries(drawnKinds)
		.filter(([name]) => ALWAYS.includes(name) || (chance.next() > leftOut && mayHappen(name)))
		.map(([name, { weight }]) => [name, weight] as const);
	const pace = chance.pick<Pace>(['dense', 'mixed', 'mixed', 'long']);
	const count = chance.pick([8, 15, 25, 40, 60]);
	const shareOfStories = chance.pick([0.05, 0.2, 0.4]);
	const isAllowed = (name: string) => kinds.some(([one]) => one === name);
	const operations: SimulatedOperation[] = [];
	const add = (name: string, more: object = {}) => {
		const i = operations.length;
		const wait = drawWait(chance, pace);
		const slot = chance.int(2);
		const details = operationKinds[name]?.draw(chance, i);
		const isPulled = hasPulls && SUBSCRIBING.includes(name) && chance.happens(0.5);
		const delivery = isPulled && { delivery: 'pull' as const };
		operations.push({ i, kind: name, wait, slot, ...details, ...delivery, ...more });
	};
	while (operations.length < count) {
		if (operations.length < 1 + chance.int(3)) add('webhook');
		else if (chance.happens(shareOfStories)) {
			const able = hasPulls && chance.happens(0.5) ? pullStories : stories;
			for (const [name, more] of chance.pick(able)(chance, operations.length))
				if (isAllowed(name) || (chance.happens(0.5) && mayHappen(name))) add(name, more);
		} else add(chance.weighted(kinds));
	}
	return operations;
}

/** In some runs the disk is slow, or the power is cut. What else happens in them is as it was drawn. */
function withDisk(drawn: SimulatedOperation[], chance: Chance): SimulatedOperation[] {
	if (chance.happens(0.6)) return drawn;
	const operations = [...drawn];
	for (let count = 1 + chance.int(4); count > 0; count -= 1) {
		const i = operations.length;
		const [name, { draw }] = chance.weighted(DISK_KINDS);
		const place = chance.int(i + 1);
		operations.splice(place, 0, {
			i,
			kind: name,
			wait: 0,
			slot: chance.int(2),
			...draw(chance, i),
		});
	}
	return operations;
}

function drawWait(chance: Chance, pace: Pace): number {
	const waits: Record<Pace, Array<[from: number, to: number, weight: number]>> = {
		dense: [
			[0, 5, 6],
			[5, 300, 2],
			[1e3, 1e4, 1],
		],
		mixed: [
			[0, 5, 8],
			[5, 300, 5],
			[1e3, 1e4, 4],
			[1e4, 6e4, 2],
			[6e4, 36e5, 1],
		],
		long: [
			[0, 50, 6],
			[1e3, 3e4, 5],
			[6e4, 36e5, 3],
			[36e5, 864e5, 2],
			[864e5, 5 * 864e5, 0.3],
			[30 * 864e5, 32 * 864e5, 0.1],
		],
	};
	const [from, to] = chance.weighted(waits[pace].map((one) => [one, one[2]] as const));
	return chance.between(from, to);
}
