import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { delimiter, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRepository } from './repository.mjs';

const isNode24 = Number(process.versions.node.split('.')[0]) >= 24;

/**
 * The path of a Node.js 24 or newer: the running one, else the one npm installed for this platform.
 * @returns {string}
 * @throws when there is neither, with a sentence that says what to do.
 */
export function node24() {
	if (isNode24) return process.execPath;
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const name = process.platform === 'win32' ? 'node.exe' : 'node';
	const path = inRepository('node_modules', `node-${platform}-${process.arch}`, 'bin', name);
	if (existsSync(path)) return path;
	throw new Error(
		`Fluid needs Node.js 24 or newer; this is ${process.version}, and npm carries no Node.js 24 for ` +
			`${process.platform} on ${process.arch}. Install it from https://nodejs.org and try again.`,
	);
}

/** The environment in which tools find Node.js 24 and the repository's commands first. */
export const node24Environment = () => ({
	...process.env,
	PATH: [dirname(node24()), inRepository('node_modules', '.bin'), process.env.PATH].join(delimiter),
});

/**
 * Becomes the program: runs it in this process where Node.js is new enough, which saves a start,
 * else in a child that gets the same signals and whose exit code becomes ours.
 * @param {string} file
 * @param {string[]} args
 */
export async function become(file, args) {
	if (!isNode24) return becomeChild(file, args);
	module.enableCompileCache(inRepository('node_modules', '.cache', 'compiled'));
	process.argv = [process.execPath, file, ...args];
	await import(pathToFileURL(file).href);
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
