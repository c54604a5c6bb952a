import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isN8nInstalled, n8nCommand } from '../../scripts/n8n.mjs';
import { node24 } from '../../scripts/node24.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { N8nRest } from './n8nRest';
import { freePort } from './serviceProcess';

export interface N8n {
	url: string;
	/** The editor's API, signed in as the owner. */
	rest: N8nRest;
	/** The address of a published webhook: `webhookUrl('<webhookId>/webhook')`. */
	webhookUrl(path: string): string;
	/** The last lines n8n has logged. */
	log(): string;
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
}: {
	packagePath?: string;
	packageName?: string;
	env?: Record<string, string>;
} = {}): Promise<N8n> {
	if (!isN8nInstalled())
		throw new Error('There is no n8n in the cache folder. Run: npm run test:e2e');
	const folder = mkdtempSync(join(tmpdir(), 'fluid-n8n-'));
	const modules = join(folder, '.n8n', 'nodes', 'node_modules');
	mkdirSync(modules, { recursive: true });
	symlinkSync(packagePath, join(modules, basename(packageName)), 'junction');

	const [port, brokerPort] = [await freePort(), await freePort()];
	const url = `http://127.0.0.1:${port}`;
	// A process group of its own, so that n8n's task runner ends with it.
	const child = spawn(node24(), [n8nCommand, 'start'], {
		env: { ...environment(folder, port, brokerPort), ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const log = tail(child);
	const stop = () => stopN8n(child, folder);
	const killAtExit = () => kill(child, 'SIGKILL');
	process.once('exit', killAtExit);
	child.once('exit', () => process.off('exit', killAtExit));

	try {
		await ready(child, url);
		const rest = await N8nRest.signIn(url);
		return { url, rest, log, stop, webhookUrl: (path) => `${url}/webhook/${path}` };
	} catch (error) {
		await stop();
		throw new Error(`${(error as Error).message}\nThe end of n8n's log:\n${log()}`);
	}
}

function environment(folder: string, port: number, brokerPort: number) {
	// The test runner's own settings would put n8n into its test mode.
	const { NODE_ENV: _mode, NODE_OPTIONS: _options, ...inherited } = process.env;
	return {
		...inherited,
		N8N_USER_FOLDER: folder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: 'info',
		GENERIC_TIMEZONE: 'UTC',
		...silence,
	};
}

// Everything that makes n8n call out by itself.
const silence = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry',
	N8N_PYTHON_ENABLED: 'false',
};

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

async function stopN8n(child: ChildProcess, folder: string): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		const isEnded = await Promise.race([
			ended.then(() => true),
			sleep(10_000, false, { ref: false }),
		]);
		if (!isEnded) {
			kill(child, 'SIGKILL');
			await ended;
		}
	}
	rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
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
