import nodeCrypto, { createSecretKey } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Database } from '../src/database/database.ts';
import type { DeliveryClient } from '../src/deliveryClient.ts';
import type { limits } from '../src/limits.ts';
import type { Service } from '../src/service.ts';
import type { HttpClient } from '../src/webhooks/send.ts';
import { chanceOf } from './chance.mts';
import { globalsOf, sleepOf } from './globals.mts';
import type { Network } from './network.mts';
import { playedDatabase } from './playedDatabase.mts';
import { PlayedCheckpoints, playedLogFile } from './playedDisk.mts';
import type { LoadModule, Product } from './product.mts';
import { type PlayedAnswer, type PlayedCall, PlayedApp } from './playedApp.mts';
import type { Owner } from './queue.mts';
import type { World } from './world.mts';

/** Who watches what a process does. */
export type ProcessWatch = {
	onCommit: (process: SimulatedProcess, tables: Set<string>) => void;
	onReport: (process: SimulatedProcess, reason: unknown) => void;
	onGone: (process: SimulatedProcess, why: string) => void;
};

/** What a process has of its own. */
export type ProcessParts = {
	world: World;
	name: string;
	role: 'all' | 'api' | 'worker';
	seed: string;
	product: Product;
	/** Sizes of parts of work in this run. */
	limits: Partial<typeof limits>;
	folder: string;
	network: Network;
	watch: ProcessWatch;
	scheduleMs: number[];
	workspaceId: string;
	/** How far its clock is from the true time, in milliseconds. */
	clockOffsetMs: number;
};

/** The key of the stored secrets. */
export const SIMULATED_KEY = createSecretKey(Buffer.alloc(32, 7));

/** As start.ts has them. */
const STOP_WITHIN_MS = 8_500;
const PUT_AWAY_MS = 500;

/** A process of the service: its modules, its clock, its connections, its death. */
export class SimulatedProcess implements Owner {
	alive = true;
	isReady = false;
	isStopping = false;
	/** What it has committed last will not be on the disk when the power is cut. */
	isCommitLost = false;
	diedAt: number | undefined;
	stalledUntil = 0;
	readonly bornAt: number;
	readonly name: string;
	readonly role: ProcessParts['role'];
	readonly watch: ProcessWatch;
	readonly connections: DatabaseSync[] = [];
	/** What planted faults remember. */
	readonly planted: Record<string, unknown> = {};
	/** What is going to go wrong. */
	readonly faults = {
		statementsToCrash: Infinity,
		statementsToFull: Infinity,
		failsCommit: false,
		crashesAfterCommit: false,
		/** So many of the next commits wait for the disk, while everything else goes on. */
		slowSyncs: 0,
		/** Called a moment after its next commit, of which nothing is on the disk then. */
		cutsPower: undefined as (() => void) | undefined,
		downForMs: 100,
	};
	/** When its disk or another program was in its way. */
	readonly troubles: number[] = [];
	clockOffsetMs: number;
	readonly #parts: ProcessParts;
	readonly #load: LoadModule;
	readonly #running = new Set<Promise<unknown>>();
	#app: PlayedApp | undefined;
	#database: Database | undefined;
	#sender: DeliveryClient | undefined;
	#service: Service | undefined;

	constructor(parts: ProcessParts) {
		const { world, name, role, seed, product, watch, clockOffsetMs, network } = parts;
		this.#parts = parts;
		this.name = name;
		this.role = role;
		this.watch = watch;
		this.bornAt = world.now;
		this.clockOffsetMs = clockOffsetMs;
		const chance = chanceOf(`${seed} ${name}`);
		const globals = globalsOf(world, this, chance);
		const randomBytes = (size: number) =>
			Buffer.from(Array.from({ length: size }, () => chance.int(256)));
		this.#load = product.instance(globals, {
			'node:crypto': { ...nodeCrypto, randomBytes },
			'node:sqlite': {
				DatabaseSync: playedDatabase(world, this, chanceOf(`${seed} ${name} disk`)),
			},
			'node:timers/promises': { setTimeout: sleepOf(world, this) },
			'database/logFile': {
				openLogFile: () => playedLogFile(world, this, chanceOf(`${seed} ${name} log`)),
			},
			'database/checkpoints': { Checkpoints: PlayedCheckpoints },
			app: { newApp: (fluid: unknown, wait: unknown) => this.#newApp(fluid, wait) },
			// Nothing of what is promised depends on these, and they tick: one of them each minute of all the years.
			'agency/endOldProofs': { endOldProofs: () => async () => {} },
			'alerts/watch': { watchWebhooks: () => async () => {} },
			'database/keepTextsIndexed': { keepTextsIndexed: () => async () => {} },
			removeWorkspaces: { removeDeletedWorkspaces: () => async () => {} },
		});
		Object.assign(this.#load('limits').limits, parts.limits);
		this.#sender = this.#load('webhooks/send').newSender(true, this.#now, undefined, () =>
			clientOf(this, network),
		) as DeliveryClient;
	}

	/** The time by its own clock. */
	clock(): number {
		return Math.floor(this.#parts.world.now + this.clockOffsetMs);
	}

	/** Opens the database as start.ts does, and puts the service together. */
	async start(): Promise<void> {
		const { role, folder, scheduleMs, world } = this.#parts;
		const config = {
			dataDir: folder,
			secretKey: SIMULATED_KEY,
			role,
			retryScheduleMs: scheduleMs,
			allowPrivateWebhooks: true,
			publicUrl: 'https://fluid.example.com',
			rateLimit: 0,
			trustedProxies: [],
			logLevel: 'silent',
		};
		const { database, secrets } = await this.#load('openDatabase').openDatabase(config);
		const now = this.#now;
		const sender = this.#sender;
		this.#database = database;
		this.planted.database = database;
		const parts = { config, database, secrets, sender, now };
		this.#service = this.#load('service').newService(parts) as Service;
		this.#service.start('');
		this.isReady = true;
		world.note('start');
	}

	/** Ends as start.ts ends it, without the sockets. */
	async stop(): Promise<void> {
		if (!this.isReady || this.isStopping) return;
		this.isStopping = true;
		this.#app?.close();
		const { world } = this.#parts;
		const after = (ms: number) =>
			new Promise<void>((resolve) => void world.at(world.now + ms, this, resolve));
		const deadline = after(STOP_WITHIN_MS);
		const answered = Promise.race([Promise.allSettled([...this.#running]), deadline]);
		await Promise.all([answered, this.#service?.stop(deadline)]);
		await this.#sender?.close();
		await this.#service?.stop(after(PUT_AWAY_MS));
		await this.#database?.close();
		if (!this.alive) return;
		world.note('stop in good order');
		this.alive = false;
		this.watch.onGone(this, 'stopped');
	}

	/** Dies here and now: what is not committed is gone, what is on its way may arrive or not. */
	crash(why: string): void {
		if (!this.alive) return;
		const { world, network } = this.#parts;
		this.alive = false;
		this.diedAt = world.now;
		for (const connection of this.connections) {
			if (!connection.isOpen) continue;
			if (connection.isTransaction) world.note('crash inside a transaction');
			connection.close();
		}
		world.note('crash');
		network.orphan(this);
		this.watch.onGone(this, why);
	}

	/** Answers a call, or never when the process dies first. */
	call(call: PlayedCall): Promise<PlayedAnswer> {
		if (!this.#app || this.isStopping) return Promise.resolve({ status: 503, isRefused: true });
		const work = this.#app.answer(call, this.#parts.workspaceId);
		this.#running.add(work);
		return work.finally(() => this.#running.delete(work));
	}

	/** Loads a module of its service. */
	load(path: string): any {
		return this.#load(path);
	}

	get database(): Database {
		return this.#database as Database;
	}

	readonly #now = () => new Date(this.clock());

	#newApp(fluid: unknown, waitForCapacity: unknown) {
		const report = (reason: unknown) => void (this.alive && this.watch.onReport(this, reason));
		this.#app = new PlayedApp(this.#load, fluid, waitForCapacity, report);
		return this.#app;
	}
}

function clientOf(process: SimulatedProcess, network: Network): HttpClient {
	class Agent {
		request = (request: Parameters<Network['request']>[1]) => network.request(process, request);
		destroy = () => Promise.resolve();
	}
	return { Agent, buildConnector: () => () => {} } as unknown as HttpClient;
}
