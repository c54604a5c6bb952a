import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { delimiter, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chosenNode, isNewEnough } from './chosenNode.mjs';
import { inRepository } from './repository.mjs';

const { version, execPath, platform, arch } = process;
const running = { version, execPath, platform, arch };

/** @returns {string} the path of a Node.js 24 or newer; see chosenNode */
export const node24 = () =>
	chosenNode({ ...running, hasMusl }, inRepository('node_modules'), existsSync);

/** The environment in which tools find Node.js 24 and the repository's commands first. */
export const node24Environment = () => ({
	...process.env,
	PATH: [dirname(node24()), inRepository('node_modules', '.bin'), process.env.PATH].join(delimiter),
});

/** Where Node.js keeps what it has compiled, which makes the next start a tenth cheaper. */
export const compiled = inRepository('node_modules', '.cache', 'compiled');

/**
 * Becomes the program: runs it in this process where Node.js is new enough, which saves a start,
 * else in a child that gets the same signals and whose exit code becomes ours.
 * @param {string} file
 * @param {string[]} args
 */
export async function become(file, args) {
	if (!isNewEnough(version)) return becomeChild(file, args);
	module.enableCompileCache(compiled);
	process.argv = [process.execPath, file, ...args];
	await import(pathToFileURL(file).href);
}

/** Whether this is a Linux without glibc. */
function hasMusl() {
	if (platform !== 'linux') return false;
	// Without it, the report looks up the name of every address of this machine.
	process.report.excludeNetwork = true;
	return !process.report.getReport().header.glibcVersionRuntime;
}

function becomeChild(file, args) {
	const child = spawn(node24(), [file, ...args], { stdio: 'inherit', env: node24Environment() });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => child.kill(signal));
	}
	child.on('error', (error) => stop(error.message));
	child.on('exit', (code, signal) => {
		process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
	});
}

/** Ends with a sentence on stderr and exit code 1. */
export function stop(message) {
	console.error(message);
	process.exit(1);
}
