import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inRepository } from '../scripts/repository.mjs';

const folder = inRepository('.github', 'workflows');

/** The lines of a text that a pattern is in. */
const linesWith = (pattern: RegExp, text: string) =>
	text.split('\n').filter((line) => pattern.test(line));

describe.each(readdirSync(folder))('the workflow %s', (name) => {
	const workflow = readFileSync(`${folder}/${name}`, 'utf8');

	test('takes each action at one commit, and names its version in a comment', () => {
		const uses = linesWith(/\buses:/, workflow);
		expect(uses.length).toBeGreaterThan(0);
		for (const line of uses) {
			expect(line).toMatch(/^\s*- uses: [\w-]+\/[\w/.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
	});

	test('reads the repository and writes nothing to it', () => {
		expect(workflow).toMatch(/^permissions:\n {2}contents: read$/m);
		// It proves to npm which workflow publishes, and opens nothing on GitHub.
		const writes = linesWith(/:\s*write(-all)?\b/, workflow).map((line) => line.trim());
		expect(writes).toEqual(name === 'publish.yml' ? ['id-token: write'] : []);
	});
});

test('no file names the address of a registry, so that every one and every mirror of it serves', () => {
	const patterns = [
		'://[^/[:space:]]*(registry|artifactory|nexus|verdaccio|mirror)',
		'(registry|npmmirror|artifactory|verdaccio)[a-z0-9.-]*\\.(org|com|net|io|dev|cn)\\b',
		'"resolved": "[a-z]+:',
		'^\\s*(@[a-z0-9-]+:)?registry\\s*=',
	];
	const args = ['grep', '--line-number', '-I', '-i', '-E', ...patterns.flatMap((p) => ['-e', p])];
	expect(linesOf('git', [...args, '--', '.', ':!test/workflows.test.ts'])).toEqual([]);
});

/** What a command prints, by line; git's grep ends with 1 where it finds nothing. */
function linesOf(command: string, args: string[]): string[] {
	try {
		const printed = execFileSync(command, args, { cwd: inRepository(), encoding: 'utf8' });
		return printed.trim().split('\n');
	} catch (error) {
		if ((error as { status: number }).status === 1) return [];
		throw error;
	}
}
