import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';

const run = promisify(execFile);

test('whoever receives webhooks gets what docs/webhooks.md promises, and the page shows each promise', async () => {
	const { stdout } = await run(process.execPath, [inRepository('scripts/audit.mjs')]);
	const kept = [...stdout.matchAll(/^kept {4}The receiver (.*)\.$/gm)].map(([, row]) => row);
	expect(stdout).not.toContain('BROKEN');
	expect(kept.length).toBeGreaterThan(15);
	const page = readFileSync(inRepository('docs/webhooks.md'), 'utf8');
	const shown = page
		.slice(page.indexOf('## What was seen'))
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.map(([, when, promise]) => `${when}: ${promise}`);
	expect(shown).toEqual(expect.arrayContaining(kept));
});
