import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Course } from './course.mts';
import { Drain } from './drain.mts';
import { Network } from './network.mts';
import { type Plan, USUAL_LIMITS } from './plan.mts';
import { SimulatedProcess } from './process.mts';
import { Product } from './product.mts';
import { checkRest } from './promises/rest.mts';
import { Watch } from './watch.mts';
import { BEGINNING, type BrokenPromise, World } from './world.mts';

/** What came of a run. */
export type RunResult = {
	failure: BrokenPromise | undefined;
	tasks: number;
	commits: number;
	sends: number;
	events: number;
	virtualMs: number;
	situations: ReadonlyMap<string, number>;
	/** The same for the same plan and code. */
	fingerprint: string;
};

const MOST_TASKS = 60_000;

/** By then every process has started. */
const STARTED_MS = 100;

/** So long after the last operation everything may take to come to rest. */
const CALM_MS = 60_000;
const QUIET_MS = 4_000;

const folder = mkdtempSync(join(tmpdir(), 'fluid-simulation-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let runs = 0;

/** Carries out a plan. Everything that happens follows from the plan and the code. */
export async function runPlan(
	plan: Plan,
	product: Product,
	trace?: (line: string) => void,
): Promise<RunResult> {
	const own = await newFolder();
	const world = new World(plan.seed);
	if (trace) world.say = (what) => trace(`${new Date(world.now).toISOString()} ${what}`);
	const network = new Network(world, plan.seed);
	const watch = new Watch(world, plan, join(own.folder, FILE));
	network.onSend = (sent) => watch.onSend(sent);
	const course = new Course({ world, network, watch, plan }, { product, ...own });
	try {
		await carryOut(course);
		await comeToRest(course);
	} catch (reason) {
		world.fail('the simulation itself works', String((reason as Error).stack));
	} finally {
		for (const process of course.processes) end(process);
		watch.database.close();
		rmSync(own.folder, { recursive: true, force: true });
	}
	const { tasksRun: tasks, failure, seen: situations, now } = world;
	const { commits, events } = watch;
	const sends = network.sent.length;
	const fingerprint = [tasks, now, commits, sends, [...events.keys()].at(-1)].join(' ');
	const virtualMs = now - BEGINNING;
	return {
		failure,
		tasks,
		commits,
		sends,
		events: events.size,
		virtualMs,
		situations,
		fingerprint,
	};
}

async function carryOut(course: Course): Promise<void> {
	const { world, plan } = course;
	plan.roles.forEach((_role, slot) => course.start(slot));
	let at = world.now + STARTED_MS;
	let done = 0;
	for (const operation of plan.operations) {
		at += operation.wait;
		world.at(at, undefined, () => {
			done += 1;
			course.act(operation);
		});
	}
	const isDone = () => done === plan.operations.length;
	await world.run({ isDone, nextDue: () => course.nextDue(), limit: MOST_TASKS });
}

/** Everything is fair from now on: all that is left to do is done, and then nothing happens any more. */
async function comeToRest(course: Course): Promise<void> {
	const { world, network, watch, processes, plan } = course;
	network.isFair = true;
	world.lockedUntil = 0;
	plan.roles.forEach((_role, slot) => course.setClock(slot, 0));
	for (const { faults } of processes)
		Object.assign(faults, {
			statementsToCrash: Infinity,
			statementsToFull: Infinity,
			failsCommit: false,
			crashesAfterCommit: false,
			cutsPower: undefined,
		});
	plan.roles.forEach((_role, slot) =>
		world.at(world.now + 10, undefined, () => course.start(slot)),
	);
	const calm = Math.max(world.now, ...processes.map((one) => one.stalledUntil)) + CALM_MS;
	const drain = new Drain(course);
	const isDone = () => {
		drain.look();
		return (
			world.now > calm &&
			world.now - world.lastCommitAt > QUIET_MS &&
			!watch.pending() &&
			network.sent.every(({ isSettled, process }) => isSettled || !process.alive)
		);
	};
	const nextDue = () => Math.min(course.nextDue(true), world.now < calm ? calm : Infinity);
	const ending = await world.run({ isDone, nextDue, limit: MOST_TASKS * 2 });
	if (!world.failure) checkRest(watch);
	if (ending === 'limit') world.fail('everything comes to rest', 'too much happens for too long');
}

function end(process: SimulatedProcess): void {
	process.alive = false;
	for (const connection of process.connections) if (connection.isOpen) connection.close();
}

const FILE = 'fluid.sqlite';
let template: Promise<{ file: string; workspaceId: string }> | undefined;

/** Returns a folder with a database as the first start leaves it. */
async function newFolder(): Promise<{ folder: string; workspaceId: string }> {
	template ??= makeTemplate();
	const { file, workspaceId } = await template;
	runs += 1;
	const own = join(folder, String(runs));
	mkdirSync(own);
	copyFileSync(file, join(own, FILE));
	return { folder: own, workspaceId };
}

async function makeTemplate(): Promise<{ file: string; workspaceId: string }> {
	const world = new World('template');
	const own = join(folder, 'template');
	mkdirSync(own);
	const process = new SimulatedProcess({
		world,
		name: 'template',
		role: 'api',
		seed: 'template',
		product: new Product(),
		limits: USUAL_LIMITS,
		folder: own,
		network: new Network(world, ''),
		watch: { onCommit: () => {}, onReport: () => {}, onGone: () => {} },
		scheduleMs: [],
		workspaceId: '',
		clockOffsetMs: 0,
	});
	let workspaceId: string | undefined;
	world.at(world.now, process, () => {
		void prepare(process).then((id) => (workspaceId = id));
	});
	await world.run({
		isDone: () => workspaceId !== undefined,
		nextDue: () => Infinity,
		limit: 1_000,
	});
	end(process);
	return { file: join(own, FILE), workspaceId: workspaceId as string };
}

async function prepare(process: SimulatedProcess): Promise<string> {
	await process.start();
	const { prepareFirstWorkspace } = process.load('firstStart');
	const { id } = await prepareFirstWorkspace(process.database, new Date(BEGINNING));
	return id as string;
}
