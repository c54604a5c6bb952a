import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll } from 'vitest';
import { buildServiceIfStale, serverMain } from '../../scripts/built.mjs';
import { node24 } from '../../scripts/node24.mjs';
import { childEnv } from './childEnv';
import { endingWithParent } from './endingWithParent';
import { FluidClient } from './fluidClient';
import { freePort } from '../../scripts/freePort.mjs';
import { putMigratedDatabase } from './migratedDatabase';
import { newTestDatabase } from './postgresDatabase';

/** The built service in a process of its own, as `npm start` runs it, with a data folder of its own. */
export class ServiceProcess {
	/** What it has printed since its latest start. */
	output = '';
	folder!: string;
	/** A client with the key that the first start printed; a worker prints none. */
	client!: FluidClient;
	private port!: number;
	private child: ChildProcess | undefined;
	private database: Awaited<ReturnType<typeof newTestDatabase>>;

	private constructor(
		private readonly env: Record<string, string>,
		private readonly program = serverMain,
	) {}

	/**
	 * @param env settings by the names of their environment variables
	 * @param program of another version, built elsewhere
	 */
	static async start(env: Record<string, string> = {}, program?: string): Promise<ServiceProcess> {
		const service = new ServiceProcess(env, program);
		await service.startEmpty();
		return service;
	}

	/** One for all tests of a file: started before the first of them, stopped after the last. */
	static forFile(env: Record<string, string> = {}): ServiceProcess {
		const service = new ServiceProcess(env);
		beforeAll(async () => {
			await buildServiceIfStale();
			await service.startEmpty();
			return () => service.stop();
		}, 120_000);
		return service;
	}

	private async startEmpty(): Promise<void> {
		this.folder = mkdtempSync(join(tmpdir(), 'fluid-service-'));
		this.database = await newTestDatabase();
		if (!this.database) await putMigratedDatabase(this.folder);
		await this.startOnFreePort();
		if (this.env.FLUID_ROLE !== 'worker')
			this.client = new FluidClient(this.url, await this.printedKey());
	}

	/** Between looking for a free port and listening on it, another test may have taken it. */
	private async startOnFreePort(tries = 3): Promise<void> {
		this.port = await freePort();
		await this.start().catch((reason: Error) => {
			if (tries === 1 || !reason.message.includes('is in use already')) throw reason;
			return this.startOnFreePort(tries - 1);
		});
	}

	/**
	 * Starts it again on the same data, after `kill`.
	 *
	 * @param more settings for this start alone
	 */
	async start(more: Record<string, string> = {}): Promise<void> {
		this.output = '';
		const child = spawn(node24(), [...endingWithParent, this.program], {
			env: {
				...childEnv,
				PORT: String(this.port),
				// Several workers are tested at once.
				FLUID_WORKER_PORT: '0',
				...this.databaseEnv,
				REMOVED_AT_END: this.folder,
				...this.env,
				...more,
			},
			stdio: 'pipe',
		});
		this.child = child;
		const closed = once(child, 'close');
		const keep = (data: Buffer) => (this.output += data.toString());
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		while (!this.output.includes('Fluid is ready')) {
			if (child.exitCode !== null) {
				// What it has printed may arrive behind its end.
				await closed;
				throw new Error(`The service ended: ${this.output}`);
			}
			await sleep(10);
		}
	}

	/**
	 * Starts another one on the same data; `kill` it before this one is stopped.
	 *
	 * @param env settings that differ from those of this one
	 * @param program of another version than the one that is tested
	 */
	async beside(env: Record<string, string> = {}, program?: string): Promise<ServiceProcess> {
		const other = new ServiceProcess({ ...this.env, ...env }, program);
		other.folder = this.folder;
		other.database = this.database;
		await other.startOnFreePort();
		const key = this.client ? this.client.key : await other.printedKey();
		other.client = new FluidClient(other.url, key);
		return other;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** The settings that have a command work on its database. */
	get databaseEnv(): Record<string, string> {
		return { DATA_DIR: this.folder, ...this.database?.env };
	}

	get pid(): number {
		return this.child?.pid as number;
	}

	/** The key comes behind the line that says it is ready, maybe a moment later. */
	private async printedKey(): Promise<string> {
		for (;;) {
			const [key] = /fluid_[0-9A-Za-z]{38}/.exec(this.output) ?? [];
			if (key) return key;
			await sleep(10);
		}
	}

	/** Resolves with its exit code when it ends by itself. */
	async ended(): Promise<number | null> {
		const { child } = this;
		if (child && child.exitCode === null) await once(child, 'exit');
		return child?.exitCode ?? null;
	}

	/** Ends it with a signal and waits until it is gone; answers its exit code, null when the signal killed it. */
	async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
		const child = this.child;
		if (!child || child.exitCode !== null || child.signalCode !== null) return null;
		const ended = once(child, 'exit');
		child.kill(signal);
		const [code] = (await ended) as [number | null];
		return code;
	}

	async stop(): Promise<void> {
		await this.kill('SIGTERM');
		await this.database?.remove();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
