import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { node24 } from '../scripts/node24.mjs';
import { endingWithParent } from './support/endingWithParent';

/** Starts a program that does not end by itself, in a process group of its own, and says its process id. */
const PARENT = `
	const child = require('node:child_process').spawn(
		process.execPath,
		[...process.argv.slice(1), '-e', 'setInterval(() => {}, 1000)'],
		{ stdio: 'pipe', detached: true, env: { REMOVED_AT_END: process.env.FOLDER } },
	);
	child.once('spawn', () => console.log(child.pid));
`;

test('what a test has started ends when the test is killed, and its folder with it', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'fluid-ended-'));
	const parent = spawn(node24(), ['-e', PARENT, '--', ...endingWithParent], {
		env: { FOLDER: folder },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [said] = (await once(parent.stdout, 'data')) as [Buffer];
	const child = Number(said.toString());
	expect(isRunning(child)).toBe(true);

	parent.kill('SIGKILL');

	await expect.poll(() => isRunning(child)).toBe(false);
	expect(existsSync(folder)).toBe(false);
});

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
