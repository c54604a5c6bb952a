import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';

test('the pictures of the documentation show the pages as they are', async () => {
	const take = [inRepository('scripts/screenshots.mjs'), '--check'];
	const { stderr } = await promisify(execFile)(process.execPath, take).catch(
		(reason: { stderr: string }) => reason,
	);

	// Else it names the pictures and the command that takes them anew.
	expect(stderr).not.toMatch(/show something else by now/);
	expect(stderr.trim()).toBe('');
}, 300_000);
