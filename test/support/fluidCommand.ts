import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { serverCommand } from '../../scripts/built.mjs';
import { node24 } from '../../scripts/node24.mjs';
import { childEnv } from './childEnv';

/** What a run of the fluid command left behind. */
export type CommandRun = { code: number | null; stdout: string; stderr: string };

/** How the command is run. */
export type CommandOptions = {
	/** Environment variables beside PATH, which stays. */
	env?: Record<string, string>;
	cwd?: string;
	/** What it reads from stdin. */
	input?: string | Buffer;
};

/** Runs the built fluid command to its end, in a process of its own. */
export function fluidCommand(args: string[], options: CommandOptions = {}): Promise<CommandRun> {
	return runScript(serverCommand, args, options);
}

/** Runs a script of the repository to its end, in a process of its own. */
export async function runScript(
	script: string,
	args: string[],
	{ env = {}, cwd, input = '' }: CommandOptions = {},
): Promise<CommandRun> {
	const child = spawn(node24(), [script, ...args], {
		cwd,
		env: { ...childEnv, ...env },
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	// A command that refuses its arguments ends without reading.
	child.stdin.on('error', () => undefined);
	child.stdin.end(input);
	const [stdout, stderr, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'exit') as Promise<[number | null]>,
	]);
	return { code, stdout, stderr };
}
