import type { Network } from './network.mts';
import { type OfWebhook } from './operations/kind.mts';
import { operationKinds } from './operations/index.mts';
import type { SimulatedOperation, Plan } from './plan.mts';
import type { PlayedAnswer, PlayedCall } from './playedApp.mts';
import { type ProcessParts, SimulatedProcess } from './process.mts';
import type { Watch } from './watch.mts';
import type { World } from './world.mts';

/** A webhook as whoever made it knows it. */
export type Hook = {
	id: string;
	path: string;
	version: number;
	consumer?: string;
	/** Deliveries that whoever pulls it has, and those it is done with. */
	handed?: string[];
	committed?: string[];
	/** Changes of it that are not answered yet. */
	edits?: Array<{ process: SimulatedProcess; isAlone: boolean; hasEnded: boolean }>;
};

type Shared = Pick<ProcessParts, 'product' | 'folder' | 'workspaceId'>;

/** Another process may be in the midst of a change while this one opens the database. */
const START_AGAIN_MS = 10;

/** A run under way: what its operations work with. */
export class Course {
	readonly hooks: Hook[] = [];
	readonly processes: SimulatedProcess[] = [];
	readonly clocks: number[];
	readonly world: World;
	readonly network: Network;
	readonly watch: Watch;
	readonly plan: Plan;
	readonly #shared: Shared;
	#starts = 0;

	constructor(parts: { world: World; network: Network; watch: Watch; plan: Plan }, shared: Shared) {
		this.world = parts.world;
		this.network = parts.network;
		this.watch = parts.watch;
		this.plan = parts.plan;
		this.#shared = shared;
		this.clocks = [...parts.plan.clocks];
		this.#noteClocks();
		this.watch.onGone = (process, why) => {
			this.world.say(`${process.name} is gone: ${why}`);
			const slot = this.processes.indexOf(process);
			this.world.at(this.world.now + process.faults.downForMs, undefined, () => this.start(slot));
		};
	}

	act(operation: SimulatedOperation): void {
		this.world.say(`operation ${JSON.stringify(operation)}`);
		operationKinds[operation.kind]?.act(this, operation);
	}

	/** Starts the process of a place, unless it runs. */
	start(slot: number): void {
		if (this.processes[slot]?.alive) return;
		const { seed, roles, limits, scheduleMs } = this.plan;
		const { world, network, watch } = this;
		this.#starts += 1;
		const process = new SimulatedProcess({
			...this.#shared,
			...{ world, network, watch, seed, limits, scheduleMs },
			name: `${slot}.${this.#starts}`,
			role: roles[slot] ?? 'all',
			clockOffsetMs: this.clocks[slot] ?? 0,
		});
		this.processes[slot] = process;
		world.at(world.now, process, () => {
			process.start().catch((reason: { errcode?: number; stack?: string }) => {
				if (!process.alive) return;
				if (reason.errcode === undefined) watch.fail('a start succeeds', String(reason.stack));
				process.faults.downForMs = START_AGAIN_MS;
				process.crash('could not start');
			});
		});
	}

	/** Returns the process that a request goes to. */
	chosen({ slot }: SimulatedOperation): SimulatedProcess | undefined {
		const able = this.processes.filter(
			({ isReady, alive, isStopping, role }) =>
				isReady && alive && !isStopping && role !== 'worker',
		);
		return able[slot % Math.max(1, able.length)];
	}

	/** Makes a call, and goes on with its answer unless its process dies first. */
	call(
		operation: SimulatedOperation,
		call: PlayedCall,
		then?: (answer: PlayedAnswer) => void,
	): void {
		const process = this.chosen(operation);
		if (!process) return;
		this.world.at(this.world.now, process, () => {
			void process.call(call).then((answer) => {
				if (!process.alive) return;
				const { status, code = '' } = answer;
				this.world.say(`answer to ${operation.kind} ${operation.i}: ${status} ${code}`);
				this.watch.onAnswer(operation, answer);
				if (!answer.isRefused) then?.(answer);
			});
		});
	}

	/** Returns the webhook that an operation means, of those there are. */
	hookOf({ w = 0, consumer }: Partial<OfWebhook>): Hook | undefined {
		const there = this.hooks.filter(({ id }) => this.watch.subscriptions.has(id));
		if (consumer !== undefined) return there.findLast((one) => one.consumer === consumer);
		return there[w % Math.max(1, there.length)];
	}

	/** Returns one that is pulled, of those there are. */
	pulledHookOf({ w = 0, consumer }: Partial<OfWebhook>): Hook | undefined {
		const isPulled = ({ id }: Hook) => this.watch.subscriptions.get(id)?.row.delivery === 'pull';
		const able = this.hooks.filter(
			(hook) => isPulled(hook) && (consumer === undefined || hook.consumer === consumer),
		);
		return able[w % Math.max(1, able.length)];
	}

	/** Returns one that was replaced or deleted. */
	replacedHook({ w = 0, consumer }: Partial<OfWebhook>): Hook | undefined {
		const gone = this.hooks.filter(({ id }) => !this.watch.subscriptions.has(id));
		const able = gone.filter((one) => consumer === undefined || one.consumer === consumer);
		return able[w % Math.max(1, able.length)];
	}

	/** Has something go wrong in a process. */
	afflict({ slot }: SimulatedOperation, act: (process: SimulatedProcess) => void): void {
		const able = this.processes.filter(({ alive, isReady }) => alive && isReady);
		const process = able[slot % Math.max(1, able.length)];
		if (process) act(process);
	}

	/** Every process dies. */
	cutPower(downForMs: number): void {
		for (const process of this.processes) {
			process.faults.downForMs = downForMs;
			process.crash('power cut');
		}
	}

	/** Sets the clock of a machine, now and for processes that start there later. */
	setClock(slot: number, offsetMs: number): void {
		const place = slot % this.plan.roles.length;
		const before = this.clocks[place] ?? 0;
		if (offsetMs === before) return;
		this.world.note(offsetMs < before ? 'clock set back' : 'clock set ahead');
		this.clocks[place] = offsetMs;
		const process = this.processes[place];
		if (process) process.clockOffsetMs = offsetMs;
		this.#noteClocks();
	}

	/**
	 * Returns when something becomes due for the process whose clock is ahead most.
	 *
	 * @param isDrained what is to be pulled is looked at as well
	 */
	nextDue(isDrained = false): number {
		return this.watch.nextDue(Math.max(...this.clocks), isDrained);
	}

	readonly #seenClocks = new Set([0]);

	#noteClocks(): void {
		for (const offset of this.clocks) this.#seenClocks.add(offset);
		const offsets = [...this.#seenClocks];
		this.watch.clockSpreadMs = Math.max(...offsets) - Math.min(...offsets);
	}
}
