import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../scripts/freePort.mjs';

/** A server under test: its address, the key it takes, and how to end it. */
export type Server = {
	url: string;
	key: string;
	folder: string;
	pid: number;
	stop: () => Promise<void>;
};

const SERVICE = fileURLToPath(new URL('../../dist/programs/service.cjs', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../dist/programs/fluid.cjs', import.meta.url));
const YARDSTICK = fileURLToPath(new URL('./yardstick.mts', import.meta.url));

/** Starts the built service on an empty database, without a limit of requests. */
export async function startServiceProcess(
	folder = newFolder(),
	settings: Record<string, string> = {},
): Promise<Server> {
	return start(SERVICE, folder, settings);
}

/**
 * Starts a process that only delivers, on the data of a server; returns what ends it, and leaves the data.
 *
 * @param settings those of the server
 */
export async function startWorker(
	{ folder }: Server,
	settings: Record<string, string> = {},
): Promise<{ pid: number; stop: () => Promise<void> }> {
	const env = { ...process.env, ...settings, DATA_DIR: folder, FLUID_ROLE: 'worker' };
	const child = spawn(process.execPath, [SERVICE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
	for await (const data of child.stdout) if (String(data).includes('ready to deliver')) break;
	return { pid: child.pid as number, stop: () => end(child) };
}

/**
 * Makes one more workspace; returns the server with a key of it.
 *
 * @param settings those of the server
 */
export function newWorkspaceOf(
	server: Server,
	name: string,
	settings: Record<string, string> = {},
): Server {
	const run = (...args: string[]) =>
		execFileSync(process.execPath, [COMMAND, ...args], {
			env: { ...process.env, ...settings, DATA_DIR: server.folder },
		}).toString();
	run('workspaces', 'create', name);
	return { ...server, key: run('keys', 'create', '--name', 'Bench', '--workspace', name).trim() };
}

/**
 * Ends a service on the embedded database, moves what it has to PostgreSQL and starts it there; returns it.
 *
 * @param settings those of its PostgreSQL database, of which it has had the secret key so far
 */
export async function moveTo(
	settings: Record<string, string>,
	{ pid, folder, key }: Server,
): Promise<Server> {
	process.kill(pid, 'SIGTERM');
	while (isRunning(pid)) await sleep(20);
	const { DATABASE_URL = '', ...own } = settings;
	execFileSync(process.execPath, [COMMAND, 'database', 'move', '--to', DATABASE_URL], {
		env: { ...process.env, ...own, DATA_DIR: folder },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	return start(SERVICE, folder, settings, key);
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** Starts the bare server that the service is compared with, on an empty database. */
export async function startYardstick(): Promise<Server> {
	return start(YARDSTICK, newFolder());
}

export const newFolder = () => mkdtempSync(join(tmpdir(), 'fluid-bench-'));

async function start(
	program: string,
	folder: string,
	settings: Record<string, string> = {},
	known?: string,
): Promise<Server> {
	const port = await freePort();
	const own = { DATA_DIR: folder, PORT: String(port), FLUID_RATE_LIMIT: '0' };
	const env = { ...process.env, ...own, ...settings };
	const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
	const keyPattern = /fluid_[0-9A-Za-z]{38}/;
	let output = '';
	child.stdout.on('data', (data: Buffer) => (output += data.toString()));
	const url = `http://127.0.0.1:${port}`;
	await ready(child, url);
	while (known === undefined && !keyPattern.test(output)) await sleep(2);
	const key = known ?? (keyPattern.exec(output) as RegExpExecArray)[0];
	return { url, key, folder, pid: child.pid as number, stop: () => stop(child, folder) };
}

/** Resolves once the server answers. */
export async function ready(child: ChildProcess, url: string): Promise<void> {
	while (!(await answers(`${url}/readyz`))) {
		if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}.`);
		await sleep(2);
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		// Nothing listens yet.
		return false;
	}
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
	await end(child);
	rmSync(folder, { recursive: true, force: true });
}

async function end(child: ChildProcess): Promise<void> {
	const ended = once(child, 'exit');
	child.kill('SIGTERM');
	await ended;
}
