import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isN8nInstalled, n8nCommand } from '../../scripts/n8n.mjs';
import { node24 } from '../../scripts/node24.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { endingWithParent } from './endingWithParent';
import { N8nRest } from './n8nRest';
import { freePort } from '../../scripts/freePort.mjs';
import { quietN8n } from '../../scripts/quietN8n.mjs';

export interface N8n {
	url: string;
	/** The editor's API, signed in as the owner. */
	rest: N8nRest;
	/** The address of a published webhook: `webhookUrl('<webhookId>/webhook')`. */
	webhookUrl(path: string): string;
	/** The last lines n8n has logged, and its worker. */
	log(): string;
	/** Where its editor looks for a library of templates: a port of this machine that a test may start Fluid on. */
	libraryPort: number;
	/** The folder with its database. */
	folder: string;
	/** Ends it as if its machine were switched off, or in an orderly way; a worker goes on. */
	kill(signal?: NodeJS.Signals): Promise<void>;
	/** Starts it again on the same data, after `kill`. */
	start(): Promise<void>;
	stop(): Promise<void>;
}

const bootSeconds = 180;

/**
 * Starts the n8n of the cache folder with an empty database and the package as an installed community package.
 * @throws when n8n is not in the cache, ends early or is not ready in time; the message ends with n8n's last log lines.
 */
export async function startN8n({
	packagePath = inRepository(),
	packageName = 'n8n-nodes-fluid',
	env = {},
	hasWorker = false,
}: {
	packagePath?: string;
	packageName?: string;
	env?: Record<string, string>;
	/** Whether executions run in a process of their own, as in queue mode. */
	hasWorker?: boolean;
} = {}): Promise<N8n> {
	if (!isN8nInstalled())
		throw new Error('There is no n8n in the cache folder. Run: npm run test:e2e');
	const folder = mkdtempSync(join(tmpdir(), 'fluid-n8n-'));
	const modules = join(folder, '.n8n', 'nodes', 'node_modules');
	mkdirSync(modules, { recursive: true });
	symlinkSync(packagePath, join(modules, basename(packageName)), 'junction');

	const [port, brokerPort, libraryPort] = [await freePort(), await freePort(), await freePort()];
	const library = {
		N8N_TEMPLATES_ENABLED: 'true',
		N8N_TEMPLATES_HOST: `http://127.0.0.1:${libraryPort}/n8n-templates`,
	};
	const url = `http://127.0.0.1:${port}`;
	let child: ChildProcess;
	let worker: ChildProcess | undefined;
	let log = () => '';
	let workerLog = () => '';
	const start = async () => {
		child = launch({ ...environment(folder, port, brokerPort), ...library, ...env });
		log = tail(child);
		await ready(child, url);
		if (!hasWorker || (worker && isRunning(worker))) return;
		const apart = {
			N8N_PORT: String(await freePort()),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		};
		worker = launch({ ...environment(folder, port, brokerPort), ...env, ...apart }, 'worker');
		workerLog = tail(worker);
	};
	const stop = async () => {
		for (const one of [child, worker]) if (one) await end(one, 'SIGTERM');
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	};

	try {
		await start();
		const rest = await N8nRest.signIn(url);
		return {
			url,
			rest,
			folder,
			libraryPort,
			log: () => log() + workerLog(),
			kill: (signal = 'SIGKILL') => end(child, signal),
			start,
			stop,
			webhookUrl: (path) => `${url}/webhook/${path}`,
		};
	} catch (error) {
		await stop();
		throw new Error(`${(error as Error).message}\nThe end of n8n's log:\n${log()}`);
	}
}

let shared: Promise<N8n> | undefined;

/**
 * One n8n for all files of a test process that leave it running: it takes a while to start. What a file leaves in it,
 * others must not be disturbed by; it ends with the process.
 */
export function sharedN8n(): Promise<N8n> {
	shared ??= startN8n();
	return shared;
}

/** Starts n8n in a process group of its own, so that its task runner ends with it. */
function launch(env: NodeJS.ProcessEnv, command = 'start'): ChildProcess {
	return spawn(node24(), [...endingWithParent, n8nCommand, command], {
		env,
		stdio: 'pipe',
		detached: true,
	});
}

function environment(folder: string, port: number, brokerPort: number) {
	// The test runner's own settings would put n8n into its test mode.
	const { NODE_ENV: _mode, NODE_OPTIONS: _options, ...inherited } = process.env;
	return {
		...inherited,
		N8N_USER_FOLDER: folder,
		REMOVED_AT_END: folder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: 'info',
		GENERIC_TIMEZONE: 'UTC',
		...quietN8n,
	};
}

async function ready(child: ChildProcess, url: string): Promise<void> {
	const deadline = Date.now() + bootSeconds * 1000;
	while (Date.now() < deadline) {
		if (child.exitCode !== null) throw new Error(`n8n ended with exit code ${child.exitCode}.`);
		if (await answers(`${url}/healthz/readiness`)) return;
		await sleep(200);
	}
	throw new Error(`n8n was not ready within ${bootSeconds} s.`);
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		// Nothing listens yet.
		return false;
	}
}

const isRunning = ({ exitCode, signalCode }: ChildProcess) =>
	exitCode === null && signalCode === null;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (!isRunning(child)) return;
	const ended = once(child, 'exit');
	if (signal === 'SIGKILL') kill(child, signal);
	else child.kill(signal);
	const isEnded = await Promise.race([
		ended.then(() => true),
		sleep(10_000, false, { ref: false }),
	]);
	if (isEnded) return;
	kill(child, 'SIGKILL');
	await ended;
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
	try {
		process.kill(-child.pid!, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

function tail(child: ChildProcess): () => string {
	let text = '';
	const keep = (data: Buffer) => (text = (text + data.toString()).slice(-8000));
	child.stdout?.on('data', keep);
	child.stderr?.on('data', keep);
	return () => text;
}
