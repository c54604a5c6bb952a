import { vi } from 'vitest';
import { runCommand } from '../../server/src/cli/runCommand';
import type { CommandOptions, CommandRun } from './fluidCommand';

/**
 * Runs the fluid command to its end in this process, one at a time: a process of its own costs half a second of CPU.
 * For what a command reads, says and does; what pipes into it, interrupts it or waits beside it uses `fluidCommand`.
 */
export async function commandHere(
	args: string[],
	{ env = {}, cwd = process.cwd() }: Omit<CommandOptions, 'input'> = {},
): Promise<CommandRun> {
	const stdout: string[] = [];
	const stderr: string[] = [];
	// npm names the folder a user stands in so; the command looks for files there.
	const settings = { npm_lifecycle_event: 'fluid', INIT_CWD: cwd, ...env };
	for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
	const spies = [
		vi.spyOn(console, 'log').mockImplementation((line = '') => void stdout.push(`${line}\n`)),
		vi.spyOn(console, 'error').mockImplementation((line = '') => void stderr.push(`${line}\n`)),
		vi.spyOn(process.stdout, 'write').mockImplementation((text) => !!stdout.push(String(text))),
		vi.spyOn(process.stderr, 'write').mockImplementation((text) => !!stderr.push(String(text))),
	];
	const before = process.exitCode;
	process.exitCode = undefined;
	try {
		const code = (await runCommand(['node', 'fluid', ...args])) ?? process.exitCode ?? 0;
		return { code: Number(code), stdout: stdout.join(''), stderr: stderr.join('') };
	} finally {
		process.exitCode = before;
		for (const spy of spies) spy.mockRestore();
		vi.unstubAllEnvs();
	}
}
