import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRepository } from '../scripts/repository.mjs';

const ENDINGS = '{ts,mts,mjs,js,json,md,html,css}';
const FOLDERS = 'contract,credentials,docs,nodes,scripts,server,templates,test,zapier-app';

/** Where the spelling is a value that other systems write, or that people type. */
const QUOTES = [
	'server/src/cli/import/headings.ts',
	'server/src/cli/import/plain.ts',
	'server/test/cli/import.test.ts',
	'server/test/cli/importFaults.test.ts',
	'test/spelling.test.ts',
	'zapier-app/checks/rules.test.ts',
];

test('"email" has one spelling wherever somebody reads it', () => {
	const files = globSync([`{${FOLDERS}}/**/*.${ENDINGS}`, `*.${ENDINGS}`], {
		cwd: inRepository('.'),
		exclude: ['**/node_modules', '**/dist', '**/build', ...QUOTES],
	});
	const otherwise = files.filter((file) =>
		/\be-mail/i.test(readFileSync(inRepository(file), 'utf8')),
	);

	expect(files.length).toBeGreaterThan(500);
	expect(otherwise).toEqual([]);
});
