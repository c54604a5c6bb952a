import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';

const PATIENCE_MS = 10_000;

/** Programs that run until all of them are ended together, and a folder that goes with them. */
export class Processes {
	#all = [];
	#ending;

	constructor(folder) {
		this.folder = folder;
	}

	/** Starts a program of Node.js in a process group of its own, so that Ctrl+C reaches it through us alone. */
	start(args, env) {
		const child = spawn(process.execPath, args, {
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true,
		});
		const started = { child, output: '' };
		const keep = (data) => (started.output = (started.output + data).slice(-20_000));
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		this.#all.push(child);
		return {
			child,
			prints: (text) => waitFor(`"${text}"`, started, () => started.output.includes(text)),
			until: (what, look) => waitFor(what, started, look),
		};
	}

	/** Ends all of them, and removes the folder. */
	endAll() {
		return (this.#ending ??= this.#end());
	}

	async #end() {
		await Promise.all(this.#all.map(end));
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function end(child) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill('SIGTERM');
	const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), PATIENCE_MS);
	await ended;
	clearTimeout(timer);
}

async function waitFor(what, started, look) {
	for (const deadline = Date.now() + 180_000; Date.now() < deadline; ) {
		if (await look()) return;
		if (started.child.exitCode !== null) break;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error(
		`Waited in vain for ${what}. The end of what was printed:\n${started.output.slice(-2_000)}`,
	);
}
