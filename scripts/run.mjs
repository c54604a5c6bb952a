import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { node24, node24Environment, stop } from './node24.mjs';
import { repository } from './repository.mjs';

/**
 * Runs npm to its end; what it says goes to stderr, because stdout belongs to the command that was asked for.
 * Ends the process when npm fails.
 */
export const runNpm = (args, cwd = repository) =>
	run('npm', args, { cwd, stdio: ['ignore', 2, 2] });

/** Runs a JavaScript file under Node.js 24 to its end. Ends the process with its exit code when it fails. */
export const runNode24 = (args, options = {}) =>
	run(node24(), args, { ...options, env: { ...node24Environment(), ...options.env } });

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

async function run(command, args, options) {
	const code = await exitCode(command, args, options);
	if (code === 0) return;
	console.error(`Stopped: ${basename(command)} ${args.join(' ')} failed with exit code ${code}.`);
	process.exit(code);
}

function exitCode(command, args, options) {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: repository,
			stdio: 'inherit',
			// npm is a batch file on Windows, which only a shell can start.
			shell: command === 'npm' && process.platform === 'win32',
			...options,
		});
		// Ended by itself, this process would leave the child behind, which goes on with nobody to stop it.
		const pass = (signal) => child.kill(signal);
		for (const signal of SIGNALS) process.on(signal, pass);
		child.on('error', (error) => stop(`Could not start ${command}: ${error.message}`));
		child.on('exit', (code) => {
			for (const signal of SIGNALS) process.off(signal, pass);
			resolve(code ?? 1);
		});
	});
}
