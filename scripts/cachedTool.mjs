import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { node24, node24Environment } from './node24.mjs';

const cache =
	process.env.FLUID_CACHE_DIR ||
	join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'fluid-automation');

/** A tool too big for node_modules, kept in a cache folder of the user's and shared by all copies of the repository. */
export class CachedTool {
	/**
	 * @param {string} name what it is called when something is said about it
	 * @param {string} version
	 */
	constructor(name, version) {
		this.title = `${name} ${version}`;
		this.folder = join(cache, `${name}-${version}`);
		this.lock = `${this.folder}.lock`;
		this.marker = join(this.folder, '.complete');
	}

	/** Whether it is there, whole. */
	isInstalled = () => existsSync(this.marker);

	/**
	 * Puts it into the cache unless it is there. A second run at the same time waits for the first;
	 * an install that was interrupted is begun again.
	 * @param {() => Promise<void>} fill installs into the folder, which is empty but for a package.json
	 */
	async install(fill) {
		while (!this.isInstalled()) {
			if (this.#takeLock()) {
				try {
					await this.#begin(fill);
				} finally {
					rmSync(this.lock, { force: true });
				}
			} else {
				console.error(`Waiting for another run that installs ${this.title} (${this.lock}) ...`);
				await sleep(5000);
			}
		}
	}

	/**
	 * Runs npm in the folder and says every ten seconds that it is still at work.
	 * @throws when npm fails, naming the log to read.
	 */
	async npm(doing, args) {
		const log = join(this.folder, `${args[0]}.log`);
		const output = [];
		const started = Date.now();
		const say = () =>
			console.error(`${this.title}: ${doing} ... ${Math.round((Date.now() - started) / 1000)} s`);
		say();
		const progress = setInterval(say, 10_000);
		const code = await new Promise((resolve, reject) => {
			const child = spawn('npm', args, {
				cwd: this.folder,
				env: environment(),
				stdio: ['ignore', 'pipe', 'pipe'],
				shell: process.platform === 'win32',
			});
			child.stdout.on('data', (data) => output.push(data));
			child.stderr.on('data', (data) => output.push(data));
			child.on('error', reject);
			child.on('close', resolve);
		}).finally(() => clearInterval(progress));
		writeFileSync(log, Buffer.concat(output));
		if (code !== 0)
			throw new Error(`npm ${args[0]} failed while installing ${this.title}. Read ${log}.`);
	}

	async #begin(fill) {
		rmSync(this.folder, { recursive: true, force: true });
		mkdirSync(this.folder, { recursive: true });
		writeFileSync(join(this.folder, 'package.json'), '{ "private": true }\n');
		await fill();
		writeFileSync(this.marker, `${new Date().toISOString()}\n`);
	}

	// A file that is made only where none is, with the id of the process that holds it.
	#takeLock() {
		mkdirSync(cache, { recursive: true });
		try {
			writeFileSync(this.lock, String(process.pid), { flag: 'wx' });
			return true;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
			if (this.#isHeld()) return false;
			rmSync(this.lock, { force: true });
			return this.#takeLock();
		}
	}

	#isHeld() {
		try {
			process.kill(Number(readFileSync(this.lock, 'utf8')), 0);
			return true;
		} catch (error) {
			return error.code === 'EPERM';
		}
	}
}

function environment() {
	const home = dirname(dirname(node24()));
	// The package that carries Node.js 24 carries its headers too; without them node-gyp takes the system's, or downloads.
	const headers = existsSync(join(home, 'include', 'node')) ? { npm_config_nodedir: home } : {};
	return { ...withoutNpmSettings(node24Environment()), ...headers };
}

// Run by npm, this process inherits the repository's settings, such as the one that keeps sqlite3 from compiling.
function withoutNpmSettings(variables) {
	return Object.fromEntries(
		Object.entries(variables).filter(
			([name]) => !/^npm_config_(ignore_scripts|save_exact|local_prefix|workspace)/i.test(name),
		),
	);
}
